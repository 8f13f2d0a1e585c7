/** What people are told before they speak to no effect: that nothing here turns speech into text yet. */
import type { SlotState } from '../../../domain.ts';
import type { Wording } from '../../../wording/wording.ts';

/** Null while a speech model is ready or loading. */
export function sayNoTranscriber(status: SlotState, { say, fault }: Wording): string | null {
  switch (status.state) {
    case 'ready':
    case 'loading':
      return null;
    case 'off':
      return say('voice.no-transcriber.off', { why: fault(status) });
    case 'absent':
    case 'failed':
      return say('voice.no-transcriber', { why: fault(status) });
  }
}
