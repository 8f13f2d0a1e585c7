/** What a press or command leads to, which a platform must know before it acknowledges. */
import { isCoachError } from '../../errors.ts';
import type { CommandCall, Expected, Press } from '../happened.ts';
import type { Pressed } from '../message.ts';
import type { ChatPlatform } from '../platform.ts';
import type { Commands } from './commands.ts';

/** Answered from memory. Never throws. */
export type Expects = (
  happened: Pick<Press, 'type' | 'pressed'> | Pick<CommandCall, 'type' | 'given'>,
) => Expected;

export function createExpects({
  platform,
  read,
}: {
  platform: ChatPlatform;
  read: Commands['read'];
}): Expects {
  return (happened) =>
    happened.type === 'press' ? ofPress(happened.pressed.action) : ofCommand(happened.given);

  function ofPress(action: Pressed['action']): Expected {
    if (dialogOpeners.has(action)) return 'dialog';
    if (action === 'share') return platform.originOf ? 'private' : 'dialog';
    return quiet.has(action) ? 'quiet' : 'private';
  }

  function ofCommand(given: CommandCall['given']): Expected {
    try {
      const { name } = read(given);
      if (name === 'score' || (name === 'prepare' && !hasFiles(given))) return 'dialog';
      return name === 'leaderboard' || name === 'schedule add' ? 'public' : 'private';
    } catch (error) {
      if (isCoachError(error)) return 'private';
      throw error;
    }
  }
}

/** Documents that came with `prepare` are read at once; no dialog asks for them. */
const hasFiles = (given: CommandCall['given']): boolean =>
  'options' in given &&
  [given.options.job, given.options.resume].some((one) => one !== undefined && one !== null);

const dialogOpeners = new Set<Pressed['action']>(['answer', 'follow-up', 'setup', 'prepare', 'plan-change']);

/** These show nothing new unless they fail. */
const quiet = new Set<Pressed['action']>([
  'done',
  'repeat',
  'listen',
  'pause',
  'skip',
  'stop',
  'seat',
  'close',
  'join',
  'rate',
  'ask-follow-up',
  'next-question',
  'nothing-to-add',
  'score-answer',
]);
