import type { Sentence } from '../text/analysis.ts';

/**
 * What somebody is or believes, what is always true, what one should do: not part of anything that happened.
 * In English.
 */
const general = [
  /\bI(?:'m| am) (?:(?:also|really|very|quite|just|generally) )*(?:a|an|someone|the (?:kind|type)|known|comfortable|passionate|good|great|organi[sz]ed|proactive|motivated|results?|detail|committed|always|not afraid|proud|able|open|flexible|calm)\b/i,
  /\b(?:I|we|you) (?:(?:really|also|truly|strongly|firmly|just) )?(?:believe|love|like to|thrive|value|respect|enjoy|pride|strive|aim|tend|care)\b/i,
  /(?<!\b(?:since then|since|now|today),? (?:I|we)(?:'ve| have)? )\b(?:always|usually|generally|typically|whenever|in general|every ?time|no matter|as they say|at the end of the day|in my opinion|day to day)\b/i,
  /\b(?:is|are) (?:the )?(?:key|crucial|essential|vital|important|everything|paramount|a must|all about|never easy|part of (?:life|the job))\b/i,
  /\b(?:it|that)(?:'s| is) (?:(?:really|very|so|all) )?(?:important|key|crucial|essential|about|not about)\b/i,
  /\byou(?:'ve got to| have to| need to| must| should| gotta|'d better)\b/i,
  /\b(?:one|everyone|everybody|people|teams?|a (?:good|great|healthy|strong) \p{L}+) (?:should|must|has to|needs? to|makes?|learns?|wins?)\b/iu,
  /\b(?:team player|fast learner|quick learner|perfectionist|outside the box|big picture|same page|positive attitude|lifelong|stepping stone|extra mile|win-win|comfort zone|go the extra|work hard, play hard|open door|results-driven|hands-on|self-starter|bring(?:s)? to the table|next level|move mountains|people person|(?:cool|level) head|the journey|finish line|(?:only )?constant is|mindset|walk(?:ing)? the talk|tough get going)\b/i,
  /,? as (?:\p{Lu}\p{Ll}+ ){1,2}(?:said|once said|says|put it)\b|\b(?:it's|that's|this is|we're|I'm) all about\b/u,
];
/**
 * Words that pin something to a time or size. A sentence with them tells of an event, whatever else it says.
 */
const fixed =
  /\b(?:yesterday|last (?:week|month|year|spring|summer|autumn|fall|winter|job|team|\p{L}+day)|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|june|july|august|september|october|november|december|(?:19|20)\d\d|once|one (?:day|morning|evening|night)|ago|(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:minutes?|hours?|days?|weeks?|months?))\b/iu;

export const isFixed = ({ text }: Sentence): boolean => fixed.test(text);

/** A sentence that does not tell of an event: a trait, a maxim, a habit or a wish. */
export const isMaxim = ({ text }: Sentence): boolean => {
  const plain = text.replace(/[’]/g, "'");
  return general.some((pattern) => pattern.test(plain)) && !fixed.test(plain);
};
