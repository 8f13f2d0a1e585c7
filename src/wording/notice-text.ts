import type { Moment, Notice, PracticeNotice, RolesNotice, SlotFacts } from '../domain.ts';
import { momentMark, personMark } from './marks.ts';
import type { Wording } from './wording.ts';

/** How a text shows a moment and a person; by default as marks, which a platform replaces. */
type Shown = { moment?: (at: Moment) => string; person?: (userId: string) => string };

/** What a notice says to people. */
export function noticeText(wording: Wording, notice: Notice, shown: Shown = {}): string {
  const { say } = wording;
  const { moment = momentMark, person = personMark } = shown;
  switch (notice.notice) {
    case 'no-transcriber': {
      const why = notice.fault === null ? '' : ` ${wording.fault(notice.fault)}`;
      return say('notice.no-transcriber.text', { why });
    }
    case 'quota':
      return wording.fault(notice.fault);
    case 'paused': {
      const ends = notice.endsAt === null ? '' : ` ${say('paused.ends', { at: moment(notice.endsAt) })}`;
      return `${say(`paused.because.${notice.reason}`)}${ends}`;
    }
    case 'stopped':
      return say(`ended.because.${notice.reason}`);
    case 'invited':
    case 'roles-begun':
    case 'roles-swapped':
    case 'slot-over':
      return notice.slot === null ? '' : rolesText(wording, notice.notice, notice.slot, person);
    case 'announcement':
    case 'reminder':
    case 'missed':
    case 'round-up':
      return practiceText(wording, notice.practice, { moment, person });
    default:
      return say(`notice.${notice.notice}.text`);
  }
}

function rolesText(
  { say }: Wording,
  notice: Extract<RolesNotice, 'invited' | 'roles-begun' | 'roles-swapped' | 'slot-over'>,
  facts: SlotFacts,
  person: (userId: string) => string,
): string {
  const { slot, domain, questions, candidateUserId, interviewerUserId, ownerUserId } = facts;
  if (notice === 'slot-over') return say('roles.over', { slot: String(slot) });
  const minutes = facts.minutes ?? 0;
  const level = say(`term.level.${facts.level}`);
  const candidate = person(candidateUserId);
  if (interviewerUserId === null) return say('roles.alone', { candidate, questions, level });
  const interviewer = person(interviewerUserId);
  if (notice !== 'invited') return say('roles.begun', { candidate, interviewer, questions, level, minutes });
  const starter = person(ownerUserId);
  const invited = candidateUserId === ownerUserId ? interviewer : candidate;
  return say('roles.invited', { invited, starter, questions, domain, minutes, candidate });
}

function practiceText(
  { say, list }: Wording,
  practice: PracticeNotice,
  { moment, person }: Required<Shown>,
): string {
  const { domain, level } = practice;
  const next =
    practice.next === null
      ? say('practice.never-again')
      : say('practice.next', { at: moment(practice.next) });
  switch (practice.about) {
    case 'snoozed':
      return say('practice.snoozed', { domain, level, next });
    case 'opened':
      return say('practice.opened', { at: moment(practice.at), until: moment(practice.until) });
    case 'soon': {
      const { minutes, lastTime, coming } = practice;
      const at = moment(practice.at);
      const length =
        minutes >= 120
          ? say('practice.hours', { count: Math.round(minutes / 60) })
          : say('practice.minutes', { count: minutes });
      return say('practice.soon', { length, domain, level, at, lastTime, coming });
    }
    case 'was-down':
      return say('practice.was-down', { at: moment(practice.at), count: practice.count, next });
    case 'was-busy':
      return say('practice.was-busy', { at: moment(practice.at), next });
    case 'no-question':
      return say('practice.no-question', { at: moment(practice.at), domain, level, next });
    case 'over': {
      const { people, named, regulars, mostImproved } = practice;
      const others = people - named.length;
      const names = named.map(person);
      const who =
        names.length === 0
          ? say('practice.people', { count: people })
          : say('practice.named', {
              names: list(others === 0 ? names : [...names, say('practice.others', { count: others })]),
            });
      return [
        who,
        ...(regulars
          ? [say('practice.regulars', { times: regulars.times, names: list(regulars.userIds.map(person)) })]
          : []),
        ...(mostImproved
          ? [say('practice.improved', { name: person(mostImproved.userId), points: mostImproved.points })]
          : []),
        next,
      ].join(' ');
    }
  }
}
