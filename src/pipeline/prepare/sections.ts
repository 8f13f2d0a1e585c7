/** The parts of a job description or résumé, by its headings. */
export type Section =
  | 'must'
  | 'nice'
  | 'duties'
  | 'about'
  | 'offer'
  | 'projects'
  | 'work'
  | 'education'
  | 'skills'
  | 'none';

export type Line = {
  text: string;
  section: Section;
  /** It stands as an item of a list. */
  isItem: boolean;
  isHeading: boolean;
};

/** The lines of a text, each with the section that it stands in. Lines that address a machine are left out. */
export function sectionedLines(text: string): Line[] {
  let section: Section = 'none';
  return text.split('\n').flatMap((raw): Line[] => {
    const line = raw.trim();
    if (line === '' || addressesAMachine(line)) return [];
    const isItem = line.startsWith('• ');
    const bare = line.replace(/^• /, '');
    const heading = isItem ? null : headingOf(bare);
    if (heading !== null) section = heading;
    return [
      { text: bare, section, isItem, isHeading: heading !== null && wordsIn(bare) <= mostHeadingWords },
    ];
  });
}

const mostHeadingWords = 7;
const wordsIn = (text: string): number => text.split(/\s+/).length;

/** In this order: "nice to have skills" is not a list of skills that must be there. */
const headings: readonly (readonly [Section, RegExp])[] = [
  [
    'nice',
    /^(?:nice[- ]to[- ]haves?|bonus(?: points| skills)?|preferred(?: \w+)*|desirable(?: \w+)*|(?:it(?:'|’)s |it is )?(?:a|an) (?:plus|advantage|bonus)|pluses|extra credit|also (?:great|good|nice)|would be nice|ideally)\b/i,
  ],
  [
    'offer',
    /^(?:benefits|perks(?: \w+)*|what we offer|we offer|our offer|why (?:join|work|you|us)(?: \w+)*|compensation(?: \w+)*|salary(?: \w+)*|what(?:'|’)s in it for you|how to apply|equal opportunit\w+|diversity(?: \w+)*)\b/i,
  ],
  [
    'about',
    /^(?:about (?:us|the (?:company|team)|our \w+|[A-Z]\w*)|who we are|our (?:company|mission|story)|the company)\b/i,
  ],
  [
    'must',
    /^(?:(?:minimum |basic |key |essential |job )?(?:requirements|qualifications|must[- ]haves?)|required(?: \w+)*|essential(?: \w+)*|what (?:you(?:'|’)ll|you will)? ?(?:bring|need|you(?:'|’)ll need|you bring|you need|we(?:'|’)re looking for|we look for|we are looking for|we expect|you should have)(?: \w+)*|you (?:have|bring|need|are|should have|must have)|who you are|your (?:profile|background|experience|skills)|about you|skills (?:and|&) experience|the ideal candidate)\b/i,
  ],
  [
    'duties',
    /^(?:responsibilities|duties|your (?:role|tasks|responsibilities|work|day)|the (?:role|job|position|work)|about the (?:role|job|position)|what you(?:'|’)ll (?:do|be doing|work on)|what you will (?:do|be doing|work on)|day to day|key responsibilities|you will|our (?:tech )?stack|tech(?:nology)? stack)\b/i,
  ],
  [
    'projects',
    /^(?:(?:selected |personal |key |side |notable |open[- ]source )*projects(?: \w+)*|portfolio|open[- ]source(?: \w+)?)\b/i,
  ],
  [
    'work',
    /^(?:(?:work |professional |relevant )*(?:experience|employment|history)|career(?: \w+)*|employment history)\b/i,
  ],
  [
    'education',
    /^(?:education|studies|degrees?|certifications?|certificates|courses|training|languages|interests|hobbies|references|publications|awards)\b/i,
  ],
  [
    'skills',
    /^(?:(?:technical |core |key |hard |soft )*(?:skills|competenc(?:ies|es)|technologies|tools|toolbox)(?: \w+)*|summary|profile)\b/i,
  ],
];

/** The section that a line begins: a short line of its own, or the words before a colon. */
function headingOf(line: string): Section | null {
  const before = /^([^:]{3,60}):/.exec(line)?.[1];
  const words = wordsIn(line);
  const head = (before ?? (words <= mostHeadingWords && !/[.!?,;]$/.test(line) ? line : null))?.replace(
    /^[#*\s]+/,
    '',
  );
  if (head === undefined || head === null) return null;
  const found = headings.find(([, pattern]) => pattern.test(head));
  // "Requirements engineering with …" is no heading: a heading has little beside its own words.
  if (!found || wordsIn(head) > mostHeadingWords) return null;
  // "Experience with Airflow" asks for something; "Experience" begins a part.
  const [section] = found;
  return ofPeople.has(section) && before === undefined && /\b(?:with|in|of|for|at|as)\b/i.test(head)
    ? null
    : section;
}

const ofPeople = new Set<Section>(['work', 'education', 'skills', 'projects']);

/** Words in a document that are meant for a program that reads it. They are no part of what a person says about themselves. */
const addressesAMachine = (line: string): boolean =>
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules|guidelines|above|previous|prior|everything)\b|\b(?:system|developer) ?(?:prompt|message)\b|\byou are (?:now )?(?:an?|the) (?:\w+ )?(?:ai|assistant|language model|llm|chatbot|interviewer|recruiter|grader|model)\b|\bas an? (?:ai|language model)\b|\b(?:give|grant|award|assign|rate|score|rank)\b.{0,30}\b(?:candidate|applicant|me|resume|résumé)\b.{0,40}\b(?:score|points|marks?|100|10\/10|highest|perfect|top)\b|\b(?:do not|don't|never) ask\b|<\|?\/?(?:im_start|im_end|system|assistant|user|inst)\b|\[\/?INST\]|\bBEGIN (?:SYSTEM|PROMPT)\b|^(?:system|assistant|user) ?:/i.test(
    line,
  );
