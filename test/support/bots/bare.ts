import type { BotContext } from '../../../src/bots/bot.ts';
import { createConversation } from '../../../src/bots/conversation/conversation.ts';
import type { Button, Message } from '../../../src/bots/message.ts';
import type { ChatPlatform } from '../../../src/bots/platform.ts';
import type { Place } from '../../../src/domain.ts';
import { CoachError } from '../../../src/errors.ts';
import { personMarks } from '../../../src/wording/marks.ts';

export type Told = Message & { private: boolean };

/** The conversation on a platform that can do the least: it keeps what it is to show, and people are named `@id`. */
export function bareConversation(context: BotContext) {
  const posted: Message[] = [];
  const managers = new Set<string>();
  const post = async (_: unknown, message: Message) => {
    posted.push(message);
    return { channelId: 'room', messageId: String(posted.length) };
  };
  const nothing = () => undefined;
  const platform: ChatPlatform = {
    platform: 'discord',
    can: {
      has: () => true,
      dialogText: null,
      typedPauseMs: null,
      threads: false,
      confirms: false,
      answersByButton: false,
    },
    writeCommand: (name, words = '') => `/${name} ${words}`.trim(),
    post,
    sendPrivately: post,
    isPrivate: () => true,
    privatePlace: async () => 'closed',
    async openPlace() {
      throw new CoachError('not_allowed', 'fault.group-in-private');
    },
    channelName: async (id) => `#${id}`,
    nameOf: async ({ userId }) => userId,
    manages: async ({ userId }) => managers.has(userId),
    erase: async () => true,
    live: { asked: nothing, status: nothing, say: nothing, ended: nothing },
    faultOf: (error) => ({ kind: 'unknown', log: { err: error } }),
  };
  const conversation = createConversation(platform, context);
  const happenedTo = (told: Told[], place: Place, userId: string, key: string) => ({
    person: { tenant: place.tenant, userId },
    place,
    key,
    reply: async (message: Message, { private: isPrivate = true }: { private?: boolean } = {}) => {
      told.push({ ...message, private: isPrivate });
    },
  });
  return {
    posted,
    /** Gives a command in words, and what the person is told. */
    async say(place: Place, userId: string, words: string, { manages = false } = {}): Promise<Told> {
      if (manages) managers.add(userId);
      else managers.delete(userId);
      const told: Told[] = [];
      const happened = happenedTo(told, place, userId, words);
      await conversation.command({ ...happened, type: 'command', given: { words } });
      const [first] = told;
      if (!first) throw new Error(`nothing was said to ${words}`);
      return first;
    },
    /** Presses a button of what was said, and what the person is told. */
    async press(place: Place, userId: string, { buttons = [] }: Message, action: string): Promise<Told> {
      const pressed = buttons.find((button: Button) => button.action === action);
      if (!pressed) throw new Error(`there is no button ${action}`);
      const told: Told[] = [];
      const happened = happenedTo(told, place, userId, action);
      await conversation.press({ ...happened, type: 'press', pressed, on: null });
      const [first] = told;
      if (!first) throw new Error(`nothing was said to the press on ${action}`);
      return first;
    },
  };
}

/** All that a message says, with people as `@id`. */
export const textIn = ({ view }: Pick<Message, 'view'>): string =>
  JSON.stringify(view).replace(personMarks, '@$1');
