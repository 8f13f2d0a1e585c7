/** What people are told before they speak in vain: that nothing here turns speech into text yet. */
import type { BotContext } from '../../bot.ts';

/** Null while a speech model is ready or on its way. */
export function noTranscriberLine({ models, config }: Pick<BotContext, 'models' | 'config'>): string | null {
  const status = models.transcriber.status();
  switch (status.state) {
    case 'ready':
    case 'loading':
      return null;
    case 'off':
      return `Speech cannot be turned into text here (${status.reason}). Press Answer under a question and type.`;
    case 'absent':
    case 'failed':
      return `There is no model yet that turns speech into text: whoever runs me can get one with “greenroom models pull whisper-${config.WHISPER_MODEL}”. What is said until then is kept and processed by itself. Typing works now: press Answer under a question.`;
  }
}
