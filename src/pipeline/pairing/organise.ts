/** How rounds are set up, looked at, changed, stopped and sent. */
import type { Actor, Place } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { addAuditEntry } from '../../store/audit-entries.ts';
import { lockName } from '../../store/locks.ts';
import { type PairGroupRow, pairGroup, savePairGroup } from '../../store/pair-members.ts';
import { ensurePairRound, movePairRound, pairRoundById, setPairRound } from '../../store/pair-rounds.ts';
import { ensurePerson, userIdOf } from '../../store/people.ts';
import type { Db, Store, Trx } from '../../store/store.ts';
import { isTimeZone, localDay } from '../progress/local-time.ts';
import { nextTime, readWhen } from '../schedules/when.ts';
import { addDaysOff, storedDaysOff } from './days-off.ts';
import { makeRound, readPreview } from './make-round.ts';
import { zoneOf } from './membership.ts';
import { planRound } from './pair-steps.ts';
import type { Pairing, PairSettings, PairSettingsChange } from './pairing-types.ts';
import { sendRound } from './send-round.ts';

const usualWhen = 'weekly monday 09:00';
const usualPreviewHours = 12;
const leastMs = 6 * 86_400_000;

type Given = { store: Store; config: { TIME_ZONE: string }; now: () => Date };

export function createOrganising(
  given: Given,
): Pick<Pairing, 'settings' | 'change' | 'preview' | 'stop' | 'send'> {
  const { store, now } = given;

  /** The next round, as it stands. */
  async function nextRound(trx: Trx, group: PairGroupRow) {
    const dueAt = group.next_at ?? now().toISOString();
    const round = await ensurePairRound(trx, { tenant: group.tenant, dueAt, now: now().toISOString() });
    if (round.state === 'shown') return round;
    // It was stopped, and is wanted after all.
    if (round.state === 'sent') throw new CoachError('wrong_state', 'fault.pair-no-such-round');
    await setPairRound(trx, round.id, 'shown');
    return { ...round, state: 'shown' as const };
  }

  return {
    async settings(tenant) {
      const group = await pairGroup(store.db, tenant);
      return group && (await toSettings(store.db, group));
    },
    async change(actor, changes, from) {
      return await store.transaction(async (trx) => {
        await lockName(trx, `pairs:${actor.tenant}`);
        const personId = await ensurePerson(trx, actor, now());
        const before = await pairGroup(trx, actor.tenant);
        const group = changed(given, before ?? (await newGroup(trx, given, actor, from)), changes);
        const isPlannedAnew =
          before === null ||
          (['cron', 'time_zone', 'preview_hours', 'active'] as const).some(
            (name) => before[name] !== group[name],
          );
        const saved = { ...group, organiser_id: personId };
        for (const name of Object.keys(changes))
          await addAuditEntry(trx, actor, { action: 'setting-changed', subject: `pairing.${name}` }, now());
        if (!isPlannedAnew) await savePairGroup(trx, saved);
        return await toSettings(
          trx,
          isPlannedAnew ? await planRound(store, trx, saved, { after: now(), now: now() }) : saved,
        );
      });
    },
    async preview(actor, { anew = false } = {}) {
      return await store.transaction(async (trx) => {
        await lockName(trx, `pairs:${actor.tenant}`);
        const group = await theGroup(trx, actor);
        const round = await nextRound(trx, group);
        await makeRound(trx, group, round, { now: now(), anew });
        return await readPreview(trx, group, round);
      });
    },
    async stop(actor, roundId) {
      await store.transaction(async (trx) => {
        await lockName(trx, `pairs:${actor.tenant}`);
        const round = await pairRoundById(trx, roundId);
        if (round?.tenant !== actor.tenant || round.state !== 'shown')
          throw new CoachError('wrong_state', 'fault.pair-no-such-round');
        await setPairRound(trx, round.id, 'stopped');
        await addAuditEntry(trx, actor, { action: 'setting-changed', subject: 'pairing.stop' }, now());
      });
    },
    async send(actor, roundId) {
      return await store.transaction(async (trx) => {
        await lockName(trx, `pairs:${actor.tenant}`);
        const group = await theGroup(trx, actor);
        // Who pauses now, and which hours are left, counts from now on and not from its usual time.
        const next = await nextRound(trx, group);
        // An old preview is about a round that has been sent, or will not be.
        if (roundId !== undefined && roundId !== next.id)
          throw new CoachError('wrong_state', 'fault.pair-no-such-round');
        const round = { ...next, due_at: now().toISOString() };
        await movePairRound(trx, round.id, round.due_at);
        await sendRound(store, trx, group, round, now());
        await addAuditEntry(trx, actor, { action: 'setting-changed', subject: 'pairing.run' }, now());
        if (group.next_at !== null)
          await planRound(store, trx, group, { after: new Date(group.next_at), now: now() });
        return await readPreview(trx, group, round);
      });
    },
  };
}

async function theGroup(trx: Trx, { tenant }: Actor): Promise<PairGroupRow> {
  const group = await pairGroup(trx, tenant);
  if (!group) throw new CoachError('wrong_state', 'fault.pair-not-set-up', { settings: '/pair settings' });
  return group;
}

async function newGroup(trx: Trx, given: Given, { tenant }: Actor, from: Place): Promise<PairGroupRow> {
  const timeZone = await zoneOf(trx, given, tenant);
  return {
    tenant,
    platform: from.platform,
    channel_id: from.direct ? null : from.channelId,
    said: usualWhen,
    cron: readWhen(usualWhen, timeZone, given.now()),
    time_zone: timeZone,
    preview_hours: usualPreviewHours,
    odd: 'trio',
    digest: 0,
    days_off: '[]',
    active: 1,
    organiser_id: null,
    next_at: null,
    created_at: given.now().toISOString(),
  };
}

function changed({ now }: Given, group: PairGroupRow, changes: PairSettingsChange): PairGroupRow {
  const timeZone = changes.timeZone ?? group.time_zone;
  if (!isTimeZone(timeZone))
    throw new CoachError('bad_input', 'fault.time-zone', { given: timeZone.slice(0, 40) });
  const said = changes.when ?? group.said;
  const cron = readWhen(said, timeZone, now());
  checkApart(cron, timeZone, now());
  return {
    ...group,
    said: said.trim(),
    cron,
    time_zone: timeZone,
    preview_hours: changes.previewHours ?? group.preview_hours,
    odd: changes.odd ?? group.odd,
    digest: (changes.digest ?? group.digest === 1) ? 1 : 0,
    active: (changes.active ?? group.active === 1) ? 1 : 0,
    channel_id: changes.channelId ?? group.channel_id,
    days_off:
      changes.daysOff === undefined
        ? group.days_off
        : JSON.stringify(
            addDaysOff(storedDaysOff(group.days_off), changes.daysOff, localDay(now(), timeZone)),
          ),
  };
}

function checkApart(cron: string, timeZone: string, now: Date): void {
  let before = nextTime(cron, timeZone, now);
  for (let times = 0; times < 8 && before !== null; times += 1) {
    const next = nextTime(cron, timeZone, before);
    if (next !== null && next.getTime() - before.getTime() < leastMs)
      throw new CoachError('bad_input', 'fault.pair-too-often');
    before = next;
  }
}

async function toSettings(db: Db | Trx, group: PairGroupRow): Promise<PairSettings> {
  const { organiser_id: organiser } = group;
  return {
    when: group.said,
    timeZone: group.time_zone,
    previewHours: group.preview_hours,
    odd: group.odd,
    digest: group.digest === 1,
    daysOff: storedDaysOff(group.days_off),
    active: group.active === 1,
    channelId: group.channel_id,
    organiserUserId: organiser === null ? null : await userIdOf(db, group.tenant, organiser),
    nextAt: group.next_at,
  };
}
