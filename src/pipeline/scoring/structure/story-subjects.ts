/**
 * The subjects of questions that ask for a story, and words that nearly every such story uses. In English.
 */
const subjects: readonly { asked: RegExp; told: RegExp }[] = [
  {
    asked: /\b(?:mistake|turned out to be wrong|failed or was stopped|went wrong)\b/i,
    told: /\b(?:mistakes?|fault|errors?|of mine|wrong(?:ly)?|by accident|accidentally|typo|broke|broken|forg[eo]t|overlooked|mis(?:read|judged|took|sed)|mixed up|should(?:n't)? have|fail(?:ed|s|ure)?|deleted?|overw\p{L}+|stopped|shut|cancel\p{L}*|down|gone|dead|lost)\b/iu,
  },
  {
    asked: /\b(?:deadline|off track|several people wanted)\b/i,
    told: /\b(?:deadlines?|due|(?:on|in) time|too late|late|behind|slipp?\p{L}*|wo(?:uld)?n't (?:make|fit|be|all)|would not (?:make|fit|be)|(?:not|n't) (?:make|finish|fit|be ready|possible)|(?:days?|weeks?|hours?|months?) (?:left|before|of work|missing|to go|short)|left out|leave out|leaving out|postpon\p{L}*|scope|priorit\p{L}*|rank\p{L}*|dropped|cut|go-live|only \p{L}+ (?:of them )?(?:were|was) done|at once|at the same time|all wanted|wants?|wanted|first|milestones?|dates?|options)\b/iu,
  },
  {
    asked: /\b(?:conflict|disagree\p{L}*)\b/iu,
    told: /\b(?:disagree\p{L}*|argu\p{L}*|clash\p{L}*|conflict|tension|reject\p{L}*|insist\p{L}*|refus\p{L}*|against|oppos\p{L}*|object\p{L}*|convinc\p{L}*|persuad\p{L}*|want(?:s|ed)?|angry|annoy\p{L}*|fought|fight|quarrel\p{L}*|blam\p{L}*|hurt|says?|said|thought|agree\p{L}*|instead|differ\p{L}*|view|side|decid\p{L}*|idea|prefer\p{L}*|still)\b/iu,
  },
  {
    asked: /\b(?:incident|on call|outage)\b/i,
    told: /\b(?:incidents?|alerts?|alarm\p{L}*|paged?r?|on call|down|outage|tim(?:ed|ing|e)[ -]?outs?|crash\p{L}*|roll(?:ed|ing)? (?:\p{L}+ ){0,4}back|5\d\d|errors?|fail\p{L}*|broke\p{L}*|restor\p{L}*|recover\p{L}*|post-?mortem|dead|slow|leak\p{L}*|full|returned|logins?|rotation|took)\b/iu,
  },
  {
    asked: /\blearn a new\b/i,
    told: /\b(?:learn\p{L}*|never (?:used|done|touched|seen|written)|new|course|tutorials?|docs|documentation|toy|prototype|scratch|first (?:day|evening|week)|didn't know|read|built|tried|test page|small)\b/iu,
  },
  {
    asked: /\b(?:helped a teammate|junior colleague|developed into a leader)\b/i,
    told: /\b(?:help\p{L}*|mentor\p{L}*|coach\p{L}*|teach|taught|show(?:ed|s)? (?:him|her|them|me)|pair\p{L}*|explain\p{L}*|intern|junior|grew|grow|stuck|struggl\p{L}*|overwhelmed|beside|alone|(?:him|her|herself|himself|she|he) )\b/iu,
  },
  {
    asked: /\b(?:unclear|very little information)\b/i,
    told: /\b(?:unclear|vague\p{L}*|(?:nobody|no one) (?:knew|could|knows)|didn't know|no (?:clue|idea|data)|ask(?:ed|s)?|means?|meant|guess\p{L}*|assum\p{L}*|clarif\p{L}*|understood|direction|little|description|what for|confirm\p{L}*)\b|["“]/iu,
  },
  {
    asked: /\b(?:critical feedback that you received)\b/i,
    told: /\b(?:feedback|criti\p{L}*|told (?:me|us)|said|review\p{L}*|comments?|complain\p{L}*|too (?:\p{L}+)|hurt|listen\p{L}*|hear)\b/iu,
  },
];

/** Whether a story has a word of what was asked for; null for a question with another subject. */
export function tellsOfSubject(question: string, story: string): boolean | null {
  const asked = subjects.filter((subject) => subject.asked.test(question));
  return asked.length === 0 ? null : asked.some(({ told }) => told.test(story.replaceAll('’', "'")));
}
