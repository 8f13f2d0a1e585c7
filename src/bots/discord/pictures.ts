/** Pictures that go with feedback. */
import type { Log } from '../../log.ts';
import type { AnswerView } from '../../pipeline/interview/interview-types.ts';
import type { CardFile } from './cards.ts';
import { loggable } from './faults.ts';

/** Pace and pauses of a spoken answer. A picture that cannot be drawn costs nobody their feedback. */
export async function drawPace({ evaluation, id }: AnswerView, log: Log): Promise<CardFile[]> {
  if (!evaluation?.measures.pace) return [];
  try {
    // The charting library takes a moment to load, and typed answers draw nothing.
    const { paceChart } = await import('../chart.ts');
    const picture = paceChart(evaluation);
    return picture ? [{ name: picture.name, bytes: await picture.png(), alt: picture.alt }] : [];
  } catch (error) {
    log.warn({ fault: loggable(error), answerId: id }, 'A picture could not be drawn');
    return [];
  }
}
