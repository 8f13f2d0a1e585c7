import type { PracticeNotice } from '../../domain.ts';
import type { Schedule } from '../../pipeline/schedules/schedule-types.ts';
import { momentMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Button } from '../message.ts';
import { type View, viewText } from '../view.ts';

/** The planned practices of a place. `add`: how one is added, as it is typed here. */
export function viewSchedules({ say }: Wording, schedules: readonly Schedule[], add: string): View {
  if (schedules.length === 0) return viewText(say('schedule.title'), say('schedule.none', { add }));
  const points = schedules.map(({ id, domain, level, when, timeZone: zone, nextAt }) => {
    const planned = { id, domain, level: say(`term.level.${level}`), when, zone };
    const text =
      nextAt === null
        ? say('schedule.over', planned)
        : say('schedule.next', { ...planned, next: momentMark(nextAt) });
    return { mark: 'info' as const, text };
  });
  return { title: say('schedule.title'), meta: [], blocks: [{ type: 'points', title: '', points }] };
}

/** Whether somebody comes to the practice that a notice tells of, or to the next one. */
export function practiceButtons({ say }: Wording, practice: PracticeNotice): Button[] {
  const { scheduleId: about, next, about: what } = practice;
  const value = what === 'soon' ? practice.at : next;
  if (value === null || what === 'opened') return [];
  return [
    { action: 'practice-coming', label: say('button.practice-coming'), about, value },
    { action: 'practice-cannot', label: say('button.practice-cannot'), about, value },
  ];
}
