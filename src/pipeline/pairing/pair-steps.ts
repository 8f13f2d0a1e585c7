/** What happens by itself, and when: a round is shown and goes out, people are reminded and asked. */
import { z } from 'zod';
import type { Moment, Platform, TenantId } from '../../domain.ts';
import { type PairGroupRow, savePairGroup } from '../../store/pair-members.ts';
import type { Store, Trx } from '../../store/store.ts';
import { nextTime } from '../schedules/when.ts';
import { platformOf } from './letter-box.ts';

const tenant = z.string().refine((text): text is TenantId => text.includes(':'));
const what = z.discriminatedUnion('step', [
  z.object({ step: z.enum(['preview', 'send']), tenant, dueAt: z.string() }),
  z.object({ step: z.literal('nudge'), tenant, matchId: z.string() }),
  /** `startsAt`: the hour that it was planned for; null where there was none. */
  z.object({ step: z.literal('soon'), tenant, matchId: z.string(), startsAt: z.string() }),
  z.object({ step: z.literal('did-you-meet'), tenant, matchId: z.string(), startsAt: z.string().nullable() }),
]);
export type PairStep = z.infer<typeof what>;
/** `at`: not before then, whatever the queue takes the time to be. */
export const pairStepJob = z.object({ at: z.string(), what });

export const pairingQueue = (platform: Platform): string => `pairing:${platform}`;

const hourMs = 3_600_000;
/** Time to finish something else, and not enough to forget it again. */
const remindBeforeMs = 0.5 * hourMs;
/** A practice takes an hour; then people have half an hour before they are asked. */
const askAfterMs = 1.5 * hourMs;
const nudgeAfterMs = 24 * hourMs;
/** Where no hour was found, people are asked before the next round. */
const askWithoutHourMs = 6 * 24 * hourMs;

export async function addPairStep(
  store: Pick<Store, 'queue'>,
  trx: Trx,
  what: PairStep,
  runAt: Date,
  more = '',
): Promise<void> {
  const about = 'matchId' in what ? what.matchId : what.dueAt;
  await store.queue.add(trx, {
    queue: pairingQueue(platformOf(what.tenant)),
    key: `pairing:${what.tenant}:${what.step}:${about}${more}`,
    payload: { at: runAt.toISOString(), what } satisfies z.input<typeof pairStepJob>,
    runAt,
  });
}

/** Plans the first round after `after`, if rounds go out at all, and saves the group. Returns it as it is then. */
export async function planRound(
  store: Pick<Store, 'queue'>,
  trx: Trx,
  group: PairGroupRow,
  { after, now }: { after: Date; now: Date },
): Promise<PairGroupRow> {
  const nextAt =
    group.active === 1 ? (nextTime(group.cron, group.time_zone, after)?.toISOString() ?? null) : null;
  const planned = { ...group, next_at: nextAt };
  await savePairGroup(trx, planned);
  if (nextAt === null) return planned;
  const { tenant: place, preview_hours: hours } = group;
  const previewAt = new Date(Math.max(now.getTime(), Date.parse(nextAt) - hours * hourMs));
  if (hours > 0)
    await addPairStep(store, trx, { step: 'preview', tenant: place, dueAt: nextAt }, previewAt, `:${hours}`);
  await addPairStep(store, trx, { step: 'send', tenant: place, dueAt: nextAt }, new Date(nextAt));
  return planned;
}

export async function planNudge(
  store: Pick<Store, 'queue'>,
  trx: Trx,
  { id, tenant: place }: { id: string; tenant: TenantId },
  now: Date,
): Promise<void> {
  const at = new Date(now.getTime() + nudgeAfterMs);
  await addPairStep(store, trx, { step: 'nudge', tenant: place, matchId: id }, at);
}

/** What happens around the hour that is proposed now: people are reminded before it, and asked afterwards whether they met. */
export async function planAroundHour(
  store: Pick<Store, 'queue'>,
  trx: Trx,
  { id: matchId, tenant: place }: { id: string; tenant: TenantId },
  startsAt: Moment | null,
  now: Date,
): Promise<void> {
  const about = { tenant: place, matchId };
  const askAt = startsAt === null ? now.getTime() + askWithoutHourMs : Date.parse(startsAt) + askAfterMs;
  const question = { ...about, step: 'did-you-meet', startsAt } as const;
  await addPairStep(store, trx, question, new Date(askAt), `:${startsAt ?? 'none'}`);
  if (startsAt === null) return;
  const remindAt = new Date(Date.parse(startsAt) - remindBeforeMs);
  if (remindAt > now)
    await addPairStep(store, trx, { ...about, step: 'soon', startsAt }, remindAt, `:${startsAt}`);
}
