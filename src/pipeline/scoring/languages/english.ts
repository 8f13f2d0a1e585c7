import { englishArgument } from './english-argument.ts';
import { englishStory } from './english-story.ts';
import type { LanguageRules } from './rule-lists.ts';

const subject = '(?:i|we|you|they|it|he|she|there|this|that)';
const hesitation = '(?:um+|uh+m?|er+m?|hmm+)';

export const englishRules: LanguageRules = {
  hardFillers: ['um+', 'uh+m?', 'erm+', '(?<!\\d\\s?)mm+', 'er', 'hm+', 'ah+', 'eh'],
  softFillers: [
    // "like" is a verb, a comparison or an approximation far more often than a filler: only these uses are
    // none of the three.
    { pattern: '(?<=,\\s)like(?=,)' },
    { pattern: '(?<=^|,\\s)like(?=,)' },
    { pattern: `(?<=\\b(?:and|so|but|because|then|just|yeah)\\s)like(?=,?\\s${subject}\\b)` },
    {
      pattern: `(?<=\\b${subject}\\s)like(?=\\s(?:had|was|were|basically|actually|really|literally|just|totally|kind of|sort of|${subject})\\b)`,
    },
    {
      pattern:
        "(?<=\\b(?:is|was|are|were|be|been|'s|'re|'m)\\s)like(?=\\s(?:super|really|totally|so|very|literally|pretty|just)\\b)",
    },
    { pattern: `like(?=,?\\s${hesitation}\\b)` },
    { pattern: `(?<=\\b${hesitation},?\\s)like(?=,|\\s${subject}\\b)` },
    { pattern: '(?<=\\blike,?\\s)like' },
    {
      pattern:
        '(?<=\\b(?:get|gets|got|have|has|had|need|needs|for|with)\\s)like(?=\\s(?:a|an|the|some|this)\\b)',
    },
    {
      pattern:
        '(?<!\\b(?:do|did|if|as|let|once|how|what|that|would|should|when|make|lets?|because) )you know(?=,|\\.|\\?|$)',
    },
    { pattern: '(?<=,\\s)you know' },
    {
      pattern: `(?<!\\b(?:do|did|if|as|let|once|how|what|would|should|when|before|after|must|to) )you know(?=\\s(?:${subject}|like|just|basically)\\b)`,
    },
    { pattern: '(?<!\\b(?:what|that|which|as|by|do|if) )i mean(?=,|\\.|$|\\s(?!to\\b|that\\b|by\\b|is\\b))' },
    {
      pattern:
        '(?<=^|,\\s|^(?:so|and|but|well|yeah|okay),?\\s)(?:basically|actually|literally|honestly|obviously)',
    },
    { pattern: '(?:basically|actually|literally)', atLeast: 3 },
    {
      pattern:
        '(?<!\\b(?:a|an|the|this|that|these|those|what|which|any|some|one|every|each|same|certain|another|other|of|no|different|special|new|right|wrong|first|second|third|two|three|only|best|main|common) )(?:sort|kind) of',
    },
    { pattern: '(?<=^)so', atLeast: 3 },
  ],
  hedges: [
    'i think',
    'i guess',
    'i suppose',
    'i feel like',
    'maybe',
    'perhaps',
    'probably',
    '(?<!\\b(?:a|the|this|that|what|which|any|some|one|every|each|same|certain|another|other|no) )(?:kind|sort) of',
    'or something(?: like that)?',
    'or whatever',
    'not (?:really |quite |entirely |so |very )?sure',
    "i don't (?:really )?know",
    'more or less',
  ],
  honestHedges: [
    "(?:i'm|i am) not (?:really |quite |entirely |so |very |100 ?% )?sure,? but",
    "i don't know (?:for sure|exactly|the exact \\p{L}+),? but",
    "i haven't (?:used|done|seen) (?:it|this|that),? but",
  ],
  restarts: [
    '(?:no|sorry),? (?:wait|i mean|let me)',
    'let me (?:rephrase|start over|start again|try again|go back)',
    'what i (?:meant|wanted to say)',
    'scratch that',
    'or rather',
    'i mean,? (?:no|not)',
  ],
  doubles: [
    'very',
    'that',
    'had',
    'really',
    'so',
    'no',
    'much',
    'many',
    'more',
    'bye',
    'knock',
    'is',
    'far',
    'on',
    'in',
  ],
  connectives: [
    'because',
    'since',
    'so(?: that)?',
    'therefore',
    'which (?:means|is why|lets?|makes?|gives?|allows?)',
    "that(?:'s| is) why",
    'as a result',
    'but',
    'however',
    'although',
    'though',
    'whereas',
    'while',
    'instead(?: of)?',
    'on the other hand',
    'first(?:ly)?',
    'second(?:ly)?',
    'third(?:ly)?',
    'then',
    'next',
    'finally',
    'after(?: that)?',
    'before',
    'for example',
    'for instance',
    'such as',
    'if',
    'when',
    'in order to',
    'due to',
    'unless',
    'once',
    'also',
    'in short',
    'to sum up',
    'overall',
  ],
  vague: [
    'stuff',
    '(?:some|a few|many|other|these|those|all) things',
    'things like that',
    'and so on',
    'and so forth',
    'and everything',
    'or whatever',
    'somehow',
    'something like that',
    'a (?:bunch|lot) of (?:stuff|things)',
    'et ?cetera',
    'etc',
    'all that',
    'kinds of things',
    'the usual',
    'various things',
    'do things',
  ],
  numbers: [
    'zero|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|a (?:half|third|quarter)|percent|twice|double[ds]?|halved|tripled|dozens?',
    // "two keys" says nothing about size; "two days" does.
    '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:times|percent|(?:milli|micro)?seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|people|users|customers|engineers|developers|teams|servers|requests|errors|incidents?|outages?|bugs|releases|tickets|dollars|euros|points)',
    '(?:only|just|under|over|about|to|from|by|than) (?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?= (?:percent|\\p{L}+s?)|[.,]|$)',
  ],
  story: englishStory,
  argument: englishArgument,
};

/** How the speaker's sentence continues to what it left out; what only they know is in brackets. */
export const completions = {
  result: [
    'As a result, [result], from [number] to [number].',
    'In the end, [result], which saved [number].',
  ],
  number: ['by [number]', 'from [number] to [number]'],
  action: ['my part was to [what you did yourself]'],
  reason: ['because [reason]'],
  'trade-off': ['The price is [what it costs], and that is fine here because [reason].'],
};
