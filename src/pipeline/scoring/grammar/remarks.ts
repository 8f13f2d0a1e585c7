import type { Analysis, Sentence } from '../text/analysis.ts';

/** A place where something else is usually said, and what. Offsets are in the answer. */
export type WordingRemark = { rule: string; start: number; end: number; replacement: string };

type Rule = {
  name: string;
  pattern: RegExp;
  replacement: (match: RegExpExecArray) => string;
  /** Only if the person typed it: a recogniser cannot hear the difference, or it depends on the accent. */
  typedOnly?: true;
};

const participles: Record<string, string> = {
  went: 'gone',
  wrote: 'written',
  took: 'taken',
  saw: 'seen',
  did: 'done',
  broke: 'broken',
  chose: 'chosen',
  began: 'begun',
  gave: 'given',
  spoke: 'spoken',
  drove: 'driven',
  fell: 'fallen',
  forgot: 'forgotten',
};
const infinitives: Record<string, string> = {
  went: 'go',
  knew: 'know',
  had: 'have',
  was: 'be',
  saw: 'see',
  took: 'take',
  made: 'make',
  came: 'come',
  wrote: 'write',
  thought: 'think',
  found: 'find',
  got: 'get',
  gave: 'give',
  told: 'tell',
  said: 'say',
  understood: 'understand',
};
const plain: Record<string, string> = {
  informations: 'information',
  advices: 'advice',
  softwares: 'software',
  feedbacks: 'feedback',
  equipments: 'equipment',
  knowledges: 'knowledge',
  hardwares: 'hardware',
};
const singularVerb: Record<string, string> = { have: 'has', are: 'is', were: 'was', do: 'does' };
const oneOf = (words: Record<string, string>): string => Object.keys(words).join('|');
const look = (words: Record<string, string>, word: string | undefined): string =>
  words[(word ?? '').toLowerCase()] ?? word ?? '';

/** What the checker misses, and what is worth catching when it is off. Nothing that marks a dialect. */
const rules: Rule[] = [
  {
    name: 'am-agree',
    pattern: /\bI(?:'m| am) (agree|disagree)(?= |[,.;]|$)/gi,
    replacement: (match) => `I ${match[1]}`,
  },
  {
    name: 'there-are',
    pattern: /\bthere (is|was) (many|several|two|three|four|five|six|seven|eight|nine|ten)(?= [a-z]+s\b)/gi,
    replacement: (match) => `there ${match[1]?.toLowerCase() === 'is' ? 'are' : 'were'} ${match[2]}`,
  },
  {
    name: 'every-has',
    pattern:
      /\b(every|each) ((?!of\b|other\b|one\b|time\b|day\b)[a-z]+[^s\W]) (have|are|were|do)(?= (?:a|an|the|not|its|their|to|in|on|no|one|[a-z]+ed|[a-z]+ing)\b)/gi,
    replacement: (match) => `${match[1]} ${match[2]} ${look(singularVerb, match[3])}`,
  },
  {
    name: 'depends-on',
    pattern: /\bdepend(s|ed|ing)? of\b/gi,
    replacement: (match) => `depend${match[1] ?? ''} on`,
  },
  {
    name: 'discuss',
    pattern: /\b(discuss(?:es|ed|ing)?) about\b/gi,
    replacement: (match) => match[1] ?? '',
  },
  {
    name: 'explain-to',
    pattern: /\b(explain(?:s|ed)?) (me|him|us|them)\b(?= (?:how|why|what|that|the|a|an|this|it)\b)/gi,
    replacement: (match) => `${match[1]} to ${match[2]}`,
  },
  {
    name: 'uncountable',
    pattern: new RegExp(`\\b(${oneOf(plain)})\\b`, 'gi'),
    replacement: (match) => look(plain, match[1]),
  },
  {
    name: 'since-for',
    pattern:
      /\bsince ((?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|many|several|some) (?:years|months|weeks|days))\b(?! ago)/gi,
    replacement: (match) => `for ${match[1]}`,
  },
  {
    name: 'these-are',
    pattern: /\bthis (are|were)\b/gi,
    replacement: (match) => `these ${match[1]}`,
  },
  {
    name: 'did-not',
    pattern: new RegExp(`\\b(didn't|did not) (${oneOf(infinitives)})\\b`, 'gi'),
    replacement: (match) => `${match[1]} ${look(infinitives, match[2])}`,
  },
  {
    name: 'participle',
    pattern: new RegExp(`\\b(have|has|had|I've|we've|they've) (${oneOf(participles)})\\b`, 'gi'),
    replacement: (match) => `${match[1]} ${look(participles, match[2])}`,
  },
  {
    name: 'double-comparative',
    pattern:
      /\bmore (better|faster|easier|slower|bigger|smaller|cheaper|simpler|larger|stronger|cleaner)\b/gi,
    replacement: (match) => match[1] ?? '',
  },
  {
    name: 'could-have',
    pattern: /\b(could|should|would|must|might) of(?! course\b)\b/gi,
    replacement: (match) => `${match[1]} have`,
    typedOnly: true,
  },
  { name: 'its-own', pattern: /\bit's own\b/gi, replacement: () => 'its own', typedOnly: true },
  {
    name: 'doubled-word',
    pattern: /\b(the|a|an|of|to|and|we|it|for|with|is|are|they|you|because|this) \1\b/gi,
    replacement: (match) => match[1] ?? '',
    typedOnly: true,
  },
];

/** What our own rules remark on, in order. Never case or punctuation. */
export function remarksByRule(analysis: Analysis, recognised: boolean): WordingRemark[] {
  const usable = rules.filter(({ typedOnly }) => !(typedOnly && recognised));
  return analysis.sentences
    .flatMap((sentence) => {
      const text = sentence.text.replace(/[’]/g, "'");
      const found = usable.flatMap(({ name, pattern, replacement }): WordingRemark[] =>
        [...text.matchAll(pattern)].map((match) => ({
          rule: name,
          start: sentence.start + match.index,
          end: sentence.start + match.index + match[0].length,
          replacement: replacement(match),
        })),
      );
      return [...found, ...pluralSubject(sentence)];
    })
    .sort((a, b) => a.start - b.start);
}

const pluralVerb: Record<string, string> = { is: 'are', was: 'were', has: 'have', does: 'do' };

/** "The lookups is fast": a plural at the start of a sentence or clause, directly before its verb. */
function pluralSubject({ words, text, start }: Sentence): WordingRemark[] {
  return words.flatMap((article, at): WordingRemark[] => {
    const [noun, verb] = [words[at + 1], words[at + 2]];
    if (!/^(?:the|these|those|our|all)$/.test(article.lower) || !noun || !verb) return [];
    const opens = at === 0 || /^(?:because|and|but|so|then|if|when)$/.test(words[at - 1]?.lower ?? '');
    const plural =
      noun.pos === 'NOUN' && noun.lower === `${noun.lemma}s` && !/(?:ss|ics|us|is)$/.test(noun.lower);
    const replacement = pluralVerb[verb.lower];
    if (!opens || !plural || replacement === undefined) return [];
    if (/^(?:and|or|of|in|for|on|with)$/.test(words[at - 2]?.lower ?? '')) return [];
    const from = noun.start - start;
    if (/[^\w\s]/.test(text.slice(from, verb.end - start))) return [];
    return [
      { rule: 'plural-verb', start: noun.start, end: verb.end, replacement: `${noun.text} ${replacement}` },
    ];
  });
}
