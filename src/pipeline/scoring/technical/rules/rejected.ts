/** Sentences that name a mistake in order to reject it: their speaker does not make it. */
import type { Sentence } from '../../text/analysis.ts';
import { countWords } from '../../text/sentences.ts';

const namesMistake =
  /\b(?:misconceptions?|myths?|misunderstandings?|fallac(?:y|ies)|misbelief)\b|\b(?:common|classic|typical|frequent|usual|popular|easy|big|widespread) (?:mistakes?|errors?|pitfalls?|traps?|confusion|belief|assumption)\b|\b(?:mistake|trap|pitfall|temptation) (?:is to|would be to|here is|people make|to avoid)\b|\b(?:people|many|some|most|beginners?|juniors?|folks|others|some developers|many developers|they)(?: people| developers| engineers)? (?:often |sometimes |still |wrongly |mistakenly |usually |tend to |like to |may |might |will )*(?:think|believe|assume|say|claim|suppose|confuse|expect|imagine)s?\b|\b(?:it is|it's|it'd be|it would be|would be|is) (?:wrong|a mistake|an error|tempting|incorrect) to\b|\bcontrary to\b|\b(?:you might|one might|you may|you could|you would|you'd) (?:think|believe|assume|expect)\b|\bit(?:'s| is) (?:often|sometimes|commonly) (?:said|believed|assumed|claimed|thought)\b/i;

const rejectsBefore =
  /^\W*(?:(?:but|and|however|well|no|actually|of course|so)\W+)*(?:(?:that|this|it|which|they|both|the first|neither)(?:'s|'re| is| are| isn't| was| would be)?\W+(?:\w+\W+){0,3}?(?:wrong|false|untrue|incorrect|not (?:true|right|correct|so|the case|how)|a (?:myth|mistake|misconception)|nonsense|mistaken|(?:true|right|correct|the case))\b)/i;
const affirms =
  /\b(?:that|this|it|which)(?:'s| is| was)? (?:really |actually |indeed )?(?:true|right|correct)\b/i;

const refuses = (sentence: string): boolean =>
  rejectsBefore.test(sentence) && !affirms.test(sentence.replace(/\b(?:not|n't|isn't|never)\b.*/i, ''));

/** "That is wrong." says nothing without the sentence before it. */
const wordsOfRefusal = 6;

export type Rejection = {
  /** Introduces a claim to be rejected, or introduces and rejects it: it does not count as a mistake. */
  names: boolean;
  /** Is taken back by the next sentence, so its content counts as denied. */
  takenBack: boolean;
};

export function rejectionsIn(sentences: readonly Pick<Sentence, 'text'>[]): Rejection[] {
  return sentences.map(({ text }, at) => {
    const plain = text.replace(/[’‘]/g, "'");
    const next = sentences[at + 1]?.text.replace(/[’‘]/g, "'") ?? '';
    const takenBack = refuses(next);
    const takesBack = at > 0 && countWords(plain) <= wordsOfRefusal && refuses(plain);
    return { names: takenBack || takesBack || namesMistake.test(plain), takenBack };
  });
}
