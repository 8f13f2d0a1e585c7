/** What somebody says to the bot rather than as an answer. It counts only where it stands alone, between two pauses. */
export type SpokenCommand = 'done' | 'skip' | 'repeat' | 'clarify' | 'hint' | 'think';

const lead = '(?:(?:ok|okay|so|well|um|uh|hmm|yeah|yes|right|all right|alright|sorry|please|and)\\s+)*';
const tail = '(?:\\s+(?:please|thanks|thank you|now|for me|then))*';
const whole = (words: string) => new RegExp(`^${lead}(?:${words})${tail}$`);

const commands: readonly (readonly [SpokenCommand, RegExp])[] = [
  [
    'done',
    whole(
      "that'?s (?:it|all|my answer|all i have)|that is (?:it|all|my answer)|i'?m (?:done|finished)|i am (?:done|finished)",
    ),
  ],
  [
    'skip',
    whole(
      "skip|pass|skip (?:this|it|that|this one|this question|the question|that question)|(?:let'?s|can we|could we|i'?d like to|i want to) skip(?: (?:this|it|that|this one|this question|the question))?|next question",
    ),
  ],
  [
    'repeat',
    whole(
      '(?:(?:can|could|would|will) you )?(?:repeat|say)(?: (?:that|it|the question|that question|this))?(?: (?:again|once more|one more time))?|what was the question(?: again)?|come again|pardon',
    ),
  ],
  [
    'clarify',
    whole(
      "(?:(?:can|could|would) you )?(?:please )?(?:clarify|rephrase|explain)(?: (?:that|it|the question|this|what you mean))?(?: .{0,40})?|what do you mean(?: by .{1,30})?|i (?:don'?t|do not) understand the question",
    ),
  ],
  [
    'hint',
    whole(
      "(?:(?:(?:can|could|may) (?:i|you) )?(?:please )?(?:have|get|give me) |i(?:'d like| need| want) |i could use )?(?:a|another|one more) (?:little )?hint|hint|(?:i'?m|i am) stuck|(?:can|could) you help me(?: out)?|help me(?: out)?",
    ),
  ],
  [
    'think',
    whole(
      '(?:just )?(?:let me (?:just )?think(?: (?:about (?:it|that|this)|for a (?:second|moment|minute|sec)))?|give me a (?:second|moment|minute|sec)|one (?:second|moment)|(?:just )?a (?:second|moment)|hold on|bear with me)',
    ),
  ],
];

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\d' ]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The command that a stretch of speech consists of; null when it is, or may be, part of an answer. */
export function spokenCommandOf(text: string): SpokenCommand | null {
  const said = plain(text);
  if (said === '' || said === 'say') return null;
  return commands.find(([, words]) => words.test(said))?.[0] ?? null;
}

/** The command in the last sentence of a text that went before: "… constant time. That's it." */
export function closingCommandOf(text: string): SpokenCommand | null {
  const last =
    text
      .trim()
      .split(/(?<=[.!?…])\s+/)
      .at(-1) ?? '';
  const command = spokenCommandOf(last);
  return command === 'done' || command === 'think' ? command : null;
}
