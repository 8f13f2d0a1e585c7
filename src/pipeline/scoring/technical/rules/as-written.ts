/**
 * Writes things that can be said in several ways in one way: numbers as words or digits, units, growth,
 * symbols, formulas, short forms, spelling. Nobody is shown the result; it only makes two texts comparable.
 */
import { americanSpelling } from './american-spelling.ts';
import { numbersInDigits } from './number-words.ts';

/** `expected`: texts in which a short form may be spelled out, "dead letter queue" for "DLQ"; the question among them. */
export function asWritten(text: string, expected: readonly string[] = []): string {
  const spelled = spelledOut(text.replace(/[’‘]/g, "'"), expected);
  return inSeconds(
    withUnits(withGrowth(numbersInDigits(withFormulas(withSymbols(americanSpelling(spelled)))))),
  );
}

/** Growth of a cost, as it is said: what stands in the brackets of O( ). */
const growths: readonly [RegExp, string][] = [
  [/n (?:times )?log(?:arithm)?(?: of)? n|n log-n/, 'n log n'],
  [/log(?:arithm)?(?: of)? n|log-n|lg n/, 'log n'],
  [/n (?:squared|square|to the (?:power of )?(?:two|2))|n ?\^ ?2|n²/, 'n^2'],
  [/(?:two|2) to the (?:power of )?n|2 ?\^ ?n/, '2^n'],
  [/one|1/, '1'],
  [/n/, 'n'],
];
function withGrowth(text: string): string {
  let plain = text.replace(/\bO\s*\(\s*([^)]{1,14}?)\s*\)/gi, (whole, inner: string) => {
    const known = growths.find(([form]) => new RegExp(`^(?:${form.source})$`, 'i').test(inner));
    return known ? `O(${known[1]})` : whole;
  });
  for (const [form, written] of growths)
    plain = plain.replace(
      new RegExp(`\\b(?:big[- ]?|the )?(?:o|oh|order)(?: of|-of)? (?:${form.source})(?![\\w^])`, 'gi'),
      `O(${written})`,
    );
  return plain.replace(/\bbig[- ]o\b(?: of)? ?(?=O\()/gi, '').replace(/\bbig[- ](?=O\()/gi, '');
}

const symbols: readonly [RegExp, string][] = [
  [/<=|≤/g, ' at most '],
  [/>=|≥/g, ' at least '],
  [/!=|≠/g, ' is not '],
  [/=>|->|→|⇒/g, ' then '],
  // Recognisers of speech write N+1 where somebody says "N plus one".
  [/(?<=\b[a-z]) ?\+ ?(?=\d)/gi, ' plus '],
  [/(?<=\b[1-5])xx\b/gi, '00'],
  [/(?<=\b[A-Z]{2,4})\/(?=[A-Z]{2,4}\b)/g, ' '],
  [/(?<=\s)&(?=\s)/g, 'and'],
  [/\bw\/o\b/gi, 'without'],
  [/\bw\/(?=\s)/gi, 'with'],
  [/(?<=[\w)])\s?==?\s?(?=[\w(])/g, ' is '],
];
const withSymbols = (text: string): string =>
  symbols.reduce((plain, [sign, words]) => plain.replace(sign, words), text);

/** A part divided by itself plus the rest is a share; the four counts of a classifier have names. */
function withFormulas(text: string): string {
  const shared = text.replace(
    /\b([A-Za-z]\w*)\s*\/\s*\(\s*\1\s*\+\s*([A-Za-z]\w*)\s*\)/g,
    (_, part: string, rest: string) =>
      part === 'TP' && rest === 'FP'
        ? 'the share of predicted positives that really are positive'
        : part === 'TP' && rest === 'FN'
          ? 'the share of actual positives that the model finds'
          : `the share of ${part} among ${part} and ${rest}`,
  );
  return shared
    .replace(/\bTPs?\b/g, 'true positives')
    .replace(/\bFPs?\b/g, 'false positives')
    .replace(/\bFNs?\b/g, 'false negatives')
    .replace(/\bTNs?\b/g, 'true negatives');
}

const units: readonly [string, string][] = [
  ['ms|msecs?|millis', 'milliseconds'],
  ['µs|us', 'microseconds'],
  ['s|secs?', 'seconds'],
  ['mins?', 'minutes'],
  ['h|hrs?', 'hours'],
  ['kb|kib', 'kilobytes'],
  ['mb|mib', 'megabytes'],
  ['gb|gib', 'gigabytes'],
  ['tb|tib', 'terabytes'],
  ['%|per ?cent', 'percent'],
];

function withUnits(text: string): string {
  let plain = text
    .replace(/(?<=\d),(?=\d{3}\b)/g, '')
    .replace(/\bp (?=\d\d(?:\.\d)?\b)/gi, 'p')
    .replace(/\b(\d+(?:\.\d+)?) ?k\b(?!\w)/gi, (_, value: string) => String(Number(value) * 1000));
  for (const [short, long] of units)
    plain = plain.replace(new RegExp(`(?<=\\d) ?(?:${short})(?![\\w/])`, 'gi'), ` ${long}`);
  return plain;
}

const seconds: Record<string, number> = { minute: 60, hour: 3600, day: 86_400 };
const inSeconds = (text: string): string =>
  text.replace(
    /\b(\d+(?:\.\d+)?) (minute|hour|day)s?\b/gi,
    (_, value: string, unit: string) => `${Number(value) * (seconds[unit.toLowerCase()] ?? 1)} seconds`,
  );

/** Short forms that everybody in the field uses. */
const shortForms = new Map(
  Object.entries({
    db: 'database',
    dbs: 'databases',
    vm: 'virtual machine',
    vms: 'virtual machines',
    os: 'operating system',
    authn: 'authentication',
    authz: 'authorisation',
    lb: 'load balancer',
    fk: 'foreign key',
    pk: 'primary key',
    repo: 'repository',
    config: 'configuration',
    prod: 'production',
    pwd: 'password',
    pw: 'password',
    idx: 'index',
    msg: 'message',
    msgs: 'messages',
    req: 'request',
    reqs: 'requests',
    conn: 'connection',
    mem: 'memory',
    mq: 'message queue',
    dlq: 'dead letter queue',
    gc: 'garbage collection',
    tx: 'transaction',
    perf: 'performance',
    perms: 'permissions',
    sync: 'synchronous',
    async: 'asynchronous',
    ttl: 'time to live',
    k8s: 'kubernetes',
    sli: 'service level indicator',
    slo: 'service level objective',
    p2p: 'peer to peer',
    e2e: 'end to end',
  }),
);

function spelledOut(text: string, expected: readonly string[]): string {
  const letters = lettersThatStandFor(text, expected);
  return text.replace(/(?<![\w.'-])[A-Za-z][\w]{0,5}(?![\w']|\.\w)/g, (word) => {
    const letter = letters.get(word);
    if (letter !== undefined) return letter;
    const known = shortForms.get(word.toLowerCase());
    if (known !== undefined) return known;
    return /^[A-Z]{2,4}$/.test(word) ? (initialsIn(expected, word) ?? word) : word;
  });
}

/** "P = …" where one word of what is expected begins with P and stands in the question. */
function lettersThatStandFor(text: string, [question = '']: readonly string[]): Map<string, string> {
  const words = question.toLowerCase().match(/[a-z]{4,}/g) ?? [];
  const found = new Map<string, string>();
  for (const [, letter = ''] of text.matchAll(/(?<![\w(+/])([A-Z])\s*=/g)) {
    const own = [...new Set(words.filter((word) => word.startsWith(letter.toLowerCase())))];
    if (own.length === 1 && own[0]) found.set(letter, own[0]);
  }
  return found;
}

/** The words of an expected text whose initials the short form is, unless a text has the short form itself. */
function initialsIn(expected: readonly string[], short: string): string | null {
  const pattern = new RegExp(`\\b${[...short].map((letter) => `${letter}[a-z]+`).join('[- ]')}\\b`, 'i');
  if (expected.some((text) => text.includes(short))) return null;
  for (const text of expected) {
    const [found] = pattern.exec(text) ?? [];
    if (found) return found;
  }
  return null;
}
