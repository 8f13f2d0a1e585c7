/** The short practices of the coming week. */
import type { WeekPractice } from '../../pipeline/progress/week-plan.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Point, View } from '../view.ts';

export function viewWeek(
  wording: Wording,
  practices: readonly WeekPractice[],
  { schedule }: { schedule: string | null },
): View {
  const { say, day } = wording;
  const title = say('week.title');
  if (practices.length === 0) return { title, meta: [], blocks: [{ type: 'text', text: say('week.none') }] };
  const points = practices.map((practice, at): Point => {
    const about = { number: String(at + 1), day: day(`${practice.day}T12:00:00.000Z`, 'UTC') };
    return { mark: 'info', text: say('week.practice', { ...about, what: sayWhat(wording, practice) }) };
  });
  return {
    title,
    meta: [say('week.count', { count: practices.length })],
    blocks: [
      { type: 'points', title: '', points },
      { type: 'text', text: say('week.how') },
      ...(schedule === null ? [] : [{ type: 'text' as const, text: say('week.reminders', { schedule }) }]),
    ],
  };
}

function sayWhat({ say }: Wording, { why }: WeekPractice): string {
  switch (why.for) {
    case 'missed':
      return say('week.missed', {
        statement: why.statement,
        count: why.misses,
        due: why.isDue ? 'yes' : 'no',
      });
    case 'fix':
      return say('week.fix', { kind: why.fix.kind.replaceAll('-', ''), count: why.times });
    case 'story':
      return say('week.story');
    case 'fresh':
      return say('week.fresh', { domain: why.domain });
  }
}
