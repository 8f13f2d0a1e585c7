/** What a written message means: a word that controls the interview, a command, or an answer. */
import type { Command } from '../command.ts';
import type { Written } from '../happened.ts';
import { parseCommand, parseWholeCommand } from '../parse-command.ts';

/** Words that control an interview when they stand alone, with any punctuation or emoji. */
const steering: readonly [Command['name'], readonly string[]][] = [
  [
    'interview done',
    [
      ...[
        'done',
        "i'm done",
        'im done',
        'i am done',
        'i m done',
        'all done',
        'ok done',
        'okay done',
        'done now',
      ],
      ...['finished', "i'm finished", 'im finished', 'i am finished', 'i have finished', 'submit'],
      ...["that's it", 'thats it', 'that is it', "that's all", 'thats all', 'that is all'],
    ],
  ],
  [
    'interview skip',
    ['skip', 'skip it', 'skip this', 'skip this one', 'skip this question', 'skip please', 'pass'],
  ],
  [
    'interview stop',
    [
      'stop',
      'quit',
      'exit',
      'end',
      'cancel',
      'stop it',
      'stop the interview',
      'end the interview',
      'stop please',
    ],
  ],
  ['interview pause', ['pause', 'resume', 'continue', 'go on']],
  [
    'interview repeat',
    ['repeat', 'again', 'repeat the question', 'repeat please', 'say again', 'say it again'],
  ],
  ['interview status', ['status']],
  ['help', ['help', 'help me', 'help please']],
];
const meanings = new Map(steering.flatMap(([name, words]) => words.map((word) => [word, name] as const)));

/** The command that a text stands for, or null if it says anything else. */
export const steeringOf = (text: string): Command['name'] | null =>
  text.length > 60 ? null : (meanings.get(bare(text)) ?? null);

/** Letters only: `I’m done! ✅` and `:tada: DONE.` mean the same as `i'm done` and `done`. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/:[a-z0-9_+-]+:/g, ' ')
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .replace(/^'+|'+$/g, '')
    .trim();

/**
 * The command that was written, or null for an answer. While an interview runs, only a text that is a command
 * as a whole counts as one. Throws `bad_input` for a command that does not fit.
 */
export function readWords(text: string, isInInterview: boolean, domains: readonly string[]): Command | null {
  const name = steeringOf(text);
  if (name !== null && (isInInterview || name === 'help' || name === 'interview status'))
    return { name } as Command;
  if (isInInterview) return parseWholeCommand(text, domains);
  if (/^\/?start\b/i.test(text.trim()))
    return parseCommand(`interview ${text.trim().replace(/^\//, '')}`, domains);
  return parseCommand(text, domains) ?? (name === null ? null : ({ name } as Command));
}

/** The words of a message with documents, or those after `prepare`; null for any other message. */
export function wordsAfterPrepare({ text, files }: Written): string | null {
  const [, after] = /^\s*\/?prepare\b[:\s]*([\s\S]*)$/i.exec(text) ?? [];
  if (files.some(({ kind }) => kind === 'document')) return after ?? '';
  if (after === undefined) return null;
  // A short line is a command with options.
  return after.length > 80 || after.includes('\n') || files.some(({ kind }) => kind === 'text')
    ? after
    : null;
}
