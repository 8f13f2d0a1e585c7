/**
 * A terminal as a platform for the conversation: one person, who sees everything, and types words in place of
 * pressing buttons.
 */

import { programCall } from '../../config.ts';
import type { Actor } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Button, ButtonAction, Message } from '../message.ts';
import type { ChatPlatform, LiveView } from '../platform.ts';
import type { Screen } from './client.ts';

export type TerminalPlatform = ChatPlatform & {
  show(message: Message): void;
  /** The button that a word presses: the newest one of its kind that was shown. */
  buttonOf(word: string): Button | null;
};

export function createTerminalPlatform({
  person,
  screen,
  wording,
  live,
}: {
  person: Actor;
  screen: Screen;
  wording: Wording;
  live: Pick<LiveView, 'asked' | 'status'>;
}): TerminalPlatform {
  const place = { tenant: person.tenant, platform: 'terminal', channelId: person.userId } as const;
  const buttons = new Map<string, Button>();
  let shown = 0;

  function show({ view, buttons: given = [], files = [] }: Message): void {
    const texts = files.filter(({ name }) => name.endsWith('.md'));
    // The text itself replaces its announcement.
    if (texts.length === 0) screen.show(view);
    for (const { bytes } of texts) screen.say(`\n${Buffer.from(bytes).toString()}`);
    const usable = given.filter(({ action }) => !useless.has(action));
    for (const button of usable) buttons.set(wordOf(button.action), button);
    if (usable.some(({ turn }) => turn !== undefined)) screen.say('');
    // The actions on a question are always the same: /help lists them.
    const offered = usable.filter(({ turn }) => turn === undefined);
    if (offered.length === 0) return;
    const actions = offered.map(({ action, label }) => offer(wordOf(action), label.toLowerCase()));
    screen.say(`\n${wording.say('terminal.next', { actions: actions.join(', ') })}`);
  }

  return {
    platform: 'terminal',
    can: {
      has: (name) => !absent.has(name),
      dialogText: null,
      typedPauseMs: 0,
      threads: false,
      confirms: false,
      answersByButton: false,
    },
    writeCommand: (name, words = '') =>
      startsAnew.has(name)
        ? `${programCall} practice`
        : `/${name.replace(/^interview /, '')} ${words}`.trim(),
    show,
    buttonOf: (word) => buttons.get(word) ?? null,

    async post(_, message) {
      show(message);
      shown += 1;
      return { channelId: place.channelId, messageId: String(shown) };
    },
    async sendPrivately(_, message, once) {
      return await this.post(place, message, once);
    },
    isPrivate: () => true,
    privatePlace: async () => place,
    async openPlace() {
      throw new CoachError('not_allowed', 'fault.group-in-private');
    },
    channelName: async (channelId) => channelId,
    nameOf: async ({ userId }) => userId,
    manages: async () => true,
    timeZoneOf: async () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    // Text that has scrolled by cannot be changed.
    erase: async () => true,
    // Notices say the same.
    live: { ...live, say: () => undefined, ended: () => undefined },
    faultOf: (error) => ({ kind: 'unknown', log: { err: error } }),
  };
}

const offer = (word: string, label: string): string => (word === label ? `/${word}` : `/${word} (${label})`);

/** The word that presses a button. */
const wordOf = (action: ButtonAction): string => words[action] ?? action;
const words: Partial<Record<ButtonAction, string>> = {
  retry: 'again',
  'retry-part': 'part',
  'keep-story': 'keep',
  'said-other': 'said',
  'add-late': 'add',
  'late-next': 'next',
  'drop-late': 'drop',
  'link-confirm': 'confirm',
  'link-join': 'confirm',
  'link-refuse': 'refuse',
};

/** Commands that start an interview: at a terminal the program itself does that. */
const startsAnew = new Set(['interview start', 'practice weak', 'prepare']);

/** Buttons that make no sense where nobody else can read, or where typing is answering. */
const useless = new Set<ButtonAction>([
  ...(['answer', 'follow-up', 'share', 'show', 'setup', 'join', 'seat', 'prepare'] as const),
  // A word presses the newest button of its kind alone: `greenroom stories` takes numbers.
  ...(['story-open', 'story-delete', 'week-start', 'try-story', 'try-technical'] as const),
]);

/** Commands that make no sense at a terminal where an interview is running. */
const absent = new Set([
  'interview start',
  'interview done',
  'score',
  ...['practice weak', 'practice warm-up', 'practice week'],
  'prepare',
  'plans',
  'mic-test',
  'privacy consent',
  'privacy revoke',
  'privacy export',
  'schedule add',
  'schedule list',
  'schedule remove',
  'schedule snooze',
  'pair join',
  'pair leave',
  'pair status',
  'pair avoid',
  'pair pause',
  'pair preview',
  'pair run',
  'pair settings',
  'settings',
]);
