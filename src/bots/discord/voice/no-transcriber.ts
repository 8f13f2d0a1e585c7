/** What people are told before they speak in vain: that nothing here turns speech into text yet. */
import { englishWording } from '../../../wording/wording.ts';
import type { BotContext } from '../../bot.ts';

/** Null while a speech model is ready or on its way. */
export function noTranscriberLine({ models }: Pick<BotContext, 'models'>): string | null {
  const status = models.transcriber.status();
  switch (status.state) {
    case 'ready':
    case 'loading':
      return null;
    case 'off':
      return `Speech cannot be turned into text here (${englishWording.fault(status)}). Press Answer under a question and type.`;
    case 'absent':
    case 'failed':
      return `Speech cannot be turned into text yet. ${englishWording.fault(status)} What you say until then is kept and processed once there is a model. Typing works now: press Answer under a question.`;
  }
}
