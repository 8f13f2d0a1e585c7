import type { SessionView } from '../../pipeline/interview/interview-types.ts';
import type { CardButton } from './cards.ts';

/** Buttons under a question, after those that every platform has. */
export function questionButtons({ id, style }: SessionView): CardButton[] {
  return [
    { action: 'answer', label: 'Answer', about: id },
    ...(style === 'everyone'
      ? ([
          { action: 'join', label: 'Take part', about: id },
          { action: 'close', label: 'Show results', about: id },
        ] as const)
      : []),
  ];
}
