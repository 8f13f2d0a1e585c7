/** Yes or no, if that was the question. */
const asksWhether =
  /^(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|must|may|true or false)\b|\b(?:is it true|a myth|do you agree|true or false)\b/i;

export const isYesOrNo = (question: string): boolean => asksWhether.test(question.trim());

const opening =
  /^\W*(?:(?:well|so|um|uh|hmm|i (?:think|guess|believe|would say)|i'd say|in my opinion|the answer is|that is|that's|it is|it's)\W+)*(yes|yeah|yep|yup|correct|true|right|sure|of course|absolutely|exactly|it (?:is|does|can)|no|nope|nah|not|false|wrong|incorrect|never|it (?:isn't|doesn't|can't|cannot|is not|does not|can not))\b/i;

/** What an answer to such a question begins with: 1 for yes, −1 for no, null where it begins with neither. */
export function polarityOf(text: string): 1 | -1 | null {
  const [, said] = opening.exec(text.replace(/[’‘]/g, "'")) ?? [];
  if (said === undefined) return null;
  return /^(?:no|nope|nah|not|false|wrong|incorrect|never)$|n't|not$/i.test(said) ? -1 : 1;
}

/** Whether answer and reference give the opposite word to a question that asks for one. */
export function saysOppositeWord(said: string, reference: string, question: string): boolean {
  if (!isYesOrNo(question) && polarityOf(reference) === null) return false;
  const [mine, theirs] = [polarityOf(said), polarityOf(reference)];
  return mine !== null && theirs !== null && mine !== theirs;
}
