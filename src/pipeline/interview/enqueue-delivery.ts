import { z } from 'zod';
import type { Shards } from '../../config/discord-shards.ts';
import { endReasons, type Platform, pauseReasons, practiceNotices, rolesNotices } from '../../domain.ts';
import type { SessionRow } from '../../store/sessions.ts';
import type { Db, Store, Trx } from '../../store/store.ts';
import { readShardCount, shardOf, shardQueue } from '../shards.ts';

/** The notices to a group about a planned practice. */
export const practiceNews = [
  'snoozed',
  'opened',
  'soon',
  'was-down',
  'was-busy',
  'no-question',
  'over',
] as const;
export type PracticeNews = (typeof practiceNews)[number];

/**
 * Something to be shown, as a job stores it: only ids and codes, so that no personal data outlives its
 * deletion.
 */
const shown = z.union([
  z.object({ type: z.literal('question'), turnId: z.string() }),
  z.object({ type: z.literal('feedback'), answerId: z.string(), isUpdate: z.boolean().default(false) }),
  z.object({ type: z.literal('results'), turnId: z.string(), isUpdate: z.boolean().default(false) }),
  z.object({
    type: z.literal('notice'),
    notice: z.enum(['no-speech', 'too-quiet', 'no-transcriber', 'failed', 'skipped', 'resumed']),
    answerId: z.string().nullable(),
  }),
  z.object({
    type: z.literal('notice'),
    notice: z.literal('quota'),
    answerId: z.null(),
    fault: z.enum(['fault.quota-answers', 'fault.quota-audio']),
    values: z.object({ whose: z.string(), most: z.number() }),
  }),
  z.object({
    type: z.literal('notice'),
    notice: z.literal('paused'),
    answerId: z.null(),
    reason: z.enum(pauseReasons).default('asked'),
    endsAt: z.string().nullable().default(null),
  }),
  z.object({
    type: z.literal('notice'),
    notice: z.literal('stopped'),
    answerId: z.null(),
    // Version 0.1.0 stored words or a sentence.
    reason: z.enum(endReasons).catch('stopped'),
  }),
  z.object({
    type: z.literal('notice'),
    notice: z.enum(practiceNotices),
    answerId: z.null(),
    /** The planned practice that it is about. */
    practice: z.object({ scheduleId: z.string(), dueAt: z.string(), about: z.enum(practiceNews) }),
  }),
  z.object({
    type: z.literal('notice'),
    notice: z.enum(rolesNotices),
    answerId: z.null(),
    /** The slot that it is about. */
    slot: z.number().nullable(),
  }),
  z.object({ type: z.literal('guide'), turnId: z.string() }),
  z.object({ type: z.literal('summary') }),
]);
export type Shown = z.input<typeof shown>;
export type ShownThing = z.output<typeof shown>;

export const deliveryJob = z.object({
  sessionId: z.string(),
  /** The person it concerns; null for everybody in the session. */
  personId: z.string().nullable(),
  what: shown,
});

/** The queues of what is shown on a platform, or by these shards of it. */
export const deliveryQueues = (platform: Platform, shards?: Shards): string[] =>
  platform === 'discord' && shards
    ? shards.ids.map((id) => shardQueue(id, shards.count))
    : [`deliver:${platform}`];

/** The queue of what is shown of a session. */
export async function deliveryQueueOf(db: Db | Trx, session: Routed): Promise<string> {
  if (session.platform !== 'discord') return `deliver:${session.platform}`;
  const { count } = await readShardCount(db);
  return shardQueue(shardOf({ tenant: session.tenant, direct: session.direct === 1 }, count), count);
}

type Routed = Pick<SessionRow, 'platform' | 'tenant' | 'direct'>;

/** About half an hour, with growing delays: nothing is lost when a platform is down for a few minutes. */
const maxAttempts = 12;

/**
 * Queues something to be shown, in order within its session. With `key`, only once; with `again`, once more.
 */
export async function enqueueDelivery(
  { store }: { store: Pick<Store, 'queue'> },
  trx: Trx,
  session: Routed & Pick<SessionRow, 'id'>,
  personId: string | null,
  what: Shown,
  key?: string,
  { again = false }: { again?: boolean } = {},
): Promise<void> {
  const job = {
    queue: await deliveryQueueOf(trx, session),
    lane: `show:${session.id}`,
    tenant: session.tenant,
    payload: { sessionId: session.id, personId, what },
    maxAttempts,
  };
  if (key !== undefined && again) await store.queue.addAgain(trx, { ...job, key });
  else await store.queue.add(trx, { ...job, ...(key === undefined ? {} : { key }) });
}
