import { z } from 'zod';
import type { Platform } from '../../domain.ts';
import type { Store, Trx } from '../../store/open-store.ts';
import type { SessionRow } from '../../store/sessions.ts';
import { noticeKinds } from './interview-types.ts';

/** What there is to say of a planned practice. */
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

const notice = z.object({
  type: z.literal('notice'),
  notice: z.enum(noticeKinds),
  answerId: z.string().nullable(),
  reason: z.string().optional(),
  /** The planned practice that it is about. */
  practice: z.object({ scheduleId: z.string(), dueAt: z.string(), about: z.enum(practiceNews) }).optional(),
});

/** Something to be shown, as a job holds it: ids only, so that nothing of a person outlives its deletion. */
const shown = z.discriminatedUnion('type', [
  z.object({ type: z.literal('question'), turnId: z.string() }),
  z.object({ type: z.literal('feedback'), answerId: z.string() }),
  z.object({ type: z.literal('results'), turnId: z.string() }),
  notice,
  z.object({ type: z.literal('summary') }),
]);
export type Shown = z.infer<typeof shown>;
export type ShownNotice = z.infer<typeof notice>;

export const deliveryJob = z.object({
  sessionId: z.string(),
  /** Whom it concerns; null for everybody in the session. */
  personId: z.string().nullable(),
  what: shown,
});

export const deliveryQueue = (platform: Platform): string => `deliver:${platform}`;

/** With growing delays, about half an hour: a platform that is down for some minutes loses nothing. */
const maxAttempts = 12;

/** Has something shown, in order within its session. With `key`, once and never again. */
export async function enqueueDelivery(
  { store }: { store: Pick<Store, 'queue'> },
  trx: Trx,
  session: Pick<SessionRow, 'id' | 'platform'>,
  personId: string | null,
  what: Shown,
  key?: string,
): Promise<void> {
  await store.queue.add(trx, {
    queue: deliveryQueue(session.platform),
    lane: `show:${session.id}`,
    payload: { sessionId: session.id, personId, what },
    maxAttempts,
    ...(key === undefined ? {} : { key }),
  });
}
