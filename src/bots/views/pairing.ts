/** Practice partners: what people who take part and those who organise it see. */
import type { Moment } from '../../domain.ts';
import type {
  PairMatch,
  PairPreview,
  PairSettings,
  PairStatus,
} from '../../pipeline/pairing/pairing-types.ts';
import { momentMark, personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import { type Block, type View, viewText } from '../view.ts';

/** How commands are typed here. */
export type PairCommands = { join: string; settings: string };

export function viewPairStatus(wording: Wording, status: PairStatus, own: string, typed: PairCommands): View {
  const { say } = wording;
  const { member, match, timeZone: zone } = status;
  const lines = member
    ? [
        say('pair.status.in', {
          domain: member.domain,
          level: say(`term.level.${member.level}`),
          hours: member.hours,
          zone,
        }),
        ...(member.pausedUntil === null
          ? []
          : [say('pair.status.paused', { day: wording.day(member.pausedUntil, zone) })]),
      ]
    : [say('pair.status.out', { join: typed.join })];
  if (match)
    lines.push(
      say('pair.status.match', {
        names: othersOf(wording, match, own),
        when: whenOf(wording, match.startsAt),
      }),
    );
  lines.push(
    status.nextAt === null
      ? say('pair.status.no-round', { settings: typed.settings })
      : say('pair.status.next', { at: momentMark(status.nextAt) }),
    say('pair.status.members', { count: status.members }),
    ...(status.avoided === 0 ? [] : [say('pair.status.avoided', { count: status.avoided })]),
  );
  return viewText(say('pair.status.title'), ...lines);
}

export function viewPairPreview(wording: Wording, preview: PairPreview, isSent: boolean): View {
  const { say, list } = wording;
  const named = (ids: readonly string[]) => list(ids.map(personMark));
  const count = preview.leftOut.length;
  const blocks: Block[] = [
    {
      type: 'text',
      text:
        preview.groups.length === 0
          ? say('pair.preview.none', { count })
          : isSent
            ? say('pair.preview.now')
            : say('pair.preview.due', { at: momentMark(preview.dueAt) }),
    },
  ];
  if (preview.groups.length > 0)
    blocks.push({
      type: 'points',
      title: say('pair.preview.groups'),
      points: preview.groups.map(({ people, startsAt }) => ({
        mark: 'info',
        text: say('pair.preview.group', { names: named(people), when: whenOf(wording, startsAt) }),
      })),
    });
  if (count > 0)
    blocks.push({ type: 'text', text: say('pair.preview.left-out', { names: named(preview.leftOut) }) });
  const noShows = preview.noShows.map(({ userId, times }) =>
    say('pair.preview.times', { name: personMark(userId), times }),
  );
  if (noShows.length > 0)
    blocks.push({ type: 'text', text: say('pair.preview.no-shows', { names: list(noShows) }) });
  return { title: say(isSent ? 'pair.sent.title' : 'pair.preview.title'), meta: [], blocks };
}

/** `channel`: the name of the one where rooms are made. */
export function viewPairSettings(
  { say, list }: Wording,
  settings: PairSettings,
  channel: string | null,
): View {
  const { previewHours: hours, organiserUserId: organiser, daysOff } = settings;
  const days = daysOff.map(({ from, to }) => (from === to ? from : say('pair.settings.until', { from, to })));
  const lines = [
    say('pair.settings.when', { when: settings.when, zone: settings.timeZone }),
    settings.nextAt === null
      ? say('pair.settings.off')
      : say('pair.settings.next', { at: momentMark(settings.nextAt) }),
    say('pair.settings.preview', {
      hours: organiser === null ? 0 : hours,
      person: organiser === null ? '' : personMark(organiser),
    }),
    say(settings.odd === 'trio' ? 'pair.settings.odd-trio' : 'pair.settings.odd-wait'),
    channel === null ? say('pair.settings.channel-none') : say('pair.settings.channel', { channel }),
    say(settings.digest ? 'pair.settings.digest' : 'pair.settings.no-digest'),
    days.length === 0
      ? say('pair.settings.no-days-off')
      : say('pair.settings.days-off', { days: list(days) }),
  ];
  return {
    title: say('pair.settings.title'),
    meta: [],
    blocks: [{ type: 'points', title: '', points: lines.map((text) => ({ mark: 'info', text })) }],
  };
}

/** The others of a match: names with what they practise. */
export function partnersOf({ say, list }: Wording, { partners }: PairMatch, own: string | null): string {
  return list(
    partners
      .filter(({ userId }) => userId !== own)
      .map(({ userId, domain, level }) =>
        domain === null || level === null
          ? personMark(userId)
          : say('pair.who', { person: personMark(userId), domain, level: say(`term.level.${level}`) }),
      ),
  );
}

/** Their names alone. */
export const othersOf = ({ list }: Wording, { partners }: PairMatch, own: string): string =>
  list(partners.flatMap(({ userId }) => (userId === own ? [] : [personMark(userId)])));

const whenOf = ({ say }: Wording, startsAt: Moment | null): string =>
  startsAt === null ? say('pair.no-hour') : say('pair.at', { at: momentMark(startsAt) });
