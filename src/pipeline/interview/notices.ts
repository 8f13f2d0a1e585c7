import type { Models } from '../../models/ports.ts';
import { englishWording } from '../../wording/wording.ts';
import type { ShownNotice } from './enqueue-delivery.ts';

/** What a notice says to people. */
export function wordNotice(
  { notice, reason }: Pick<ShownNotice, 'notice' | 'reason'>,
  { transcriber }: Pick<Models, 'transcriber'>,
): string {
  switch (notice) {
    case 'no-speech':
      return 'No speech was heard. Check your microphone and answer again, or type your answer.';
    case 'no-transcriber': {
      const status = transcriber.status();
      const why = 'fault' in status ? ` ${englishWording.fault(status)}` : '';
      return `Your recording is kept until there is a model that turns speech into text.${why} Or type your answer instead.`;
    }
    case 'failed':
      return 'Your answer could not be processed. Please answer once more.';
    case 'paused':
      return 'The interview is paused.';
    case 'resumed':
      return 'The interview goes on.';
    case 'stopped':
      // A reason of one word is for the records; a sentence is for people.
      return reason?.includes(' ') ? `The interview was ended: ${reason}` : 'The interview was ended.';
    case 'skipped':
      return 'The question was skipped.';
    case 'announcement':
    case 'reminder':
    case 'missed':
    case 'round-up':
      return 'A planned practice comes round here.';
  }
}
