/**
 * Puts an evaluation into words: its feedback, its findings, and the whole in the shape that programs read.
 */
import {
  type Dimension,
  dimensions,
  type Evaluation,
  type Evidence,
  type Finding,
  type FindingValues,
  type Fix,
  type Verdict,
} from '../domain.ts';
import { wordFollowUp } from './follow-up.ts';
import type { Wording } from './wording.ts';

export type WordedFeedback = {
  /** Null where there is nothing to praise. */
  strength: string | null;
  fix: string;
  rewrite?: string;
  /** How the answer stands and the next step, in two short sentences. */
  summary: string;
  followUp: string;
  /** Why a dimension has no score, or no higher one. */
  reasons: Partial<Record<Dimension, string>>;
};

export function wordFeedback(wording: Wording, evaluation: Evaluation): WordedFeedback {
  const { strength, fix, rewrite, way } = evaluation.feedback;
  const reasons = dimensions.flatMap((name) => {
    const { reason } = evaluation.dimensions[name];
    return reason ? [[name, wordFinding(wording, reason)]] : [];
  });
  const followUp = wordFollowUp(wording, evaluation.followUp);
  // The same question is asked once, by the follow-up.
  const ask = fix.values?.ask;
  const isAskedBelow = typeof ask === 'string' && ask !== 'none' && followUp.endsWith(ask);
  const once = isAskedBelow ? { ...fix, values: { ...fix.values, ask: 'below' } } : fix;
  return {
    strength: strength && wordFinding(wording, strength, way),
    fix: wordFix(wording, once, way),
    ...(rewrite === undefined ? {} : { rewrite }),
    summary: wordSummary(wording, evaluation),
    followUp,
    reasons: Object.fromEntries(reasons),
  };
}

export const wordFix = (wording: Wording, fix: Fix, way = 0): string =>
  wording.say(`fix.${fix.kind}`, factsOf(wording, fix, way));

function wordSummary(wording: Wording, { overall, band, feedback }: Evaluation): string {
  const { substance, points, fix, way } = feedback;
  const facts = { ...factsOf(wording, fix, way), ...points, band: band ?? 'none' };
  const next = wording.say(`next.${fix.kind}`, facts);
  if (fix.kind === 'legacy') return next;
  const about = substance === 'answer' && overall === null ? 'form-only' : substance;
  return `${wording.say(`substance.${about}`, facts)} ${next}`;
}

/** A finding as a sentence. A verdict becomes what it is about or, for a missing part, what to say. */
export function wordFinding(wording: Wording, finding: Finding, way = 0): string {
  const { code, about = '', values = {} } = finding;
  const facts = factsOf(wording, finding, way);
  switch (code) {
    case 'covered':
    case 'partial':
    case 'contradicted':
    case 'missed': {
      if (typeof values.statement === 'string') return values.statement;
      const part = option(about);
      return wording.say(code === 'missed' ? 'part.missing' : 'part.name', { part });
    }
    default:
      return wording.say(`finding.${code}`, facts);
  }
}

/** A verdict on a concept or part, with its remark; any other finding is just a note. */
export type WordedPoint = {
  code: Finding['code'];
  verdict?: Verdict;
  /** The concept's statement, or the name of the part. */
  label?: string;
  note?: string;
  /** How sure the judge is of the verdict, 0–1, where it can tell. */
  probability?: number;
  /** The language model whose second opinion counted. */
  checkedWith?: string;
  evidence?: Evidence;
};

export function wordPoints(wording: Wording, findings: readonly Finding[]): WordedPoint[] {
  const points: (WordedPoint & { about?: string })[] = [];
  for (const finding of findings) {
    const { code, about, values, evidence } = finding;
    const verdict = verdictOf(code);
    if (verdict) {
      const part = values?.statement === undefined;
      points.push({
        code,
        verdict,
        label: part ? wording.say('part.name', { part: option(about ?? '') }) : wordFinding(wording, finding),
        ...(part && verdict === 'missed' ? { note: wordFinding(wording, finding) } : {}),
        ...(typeof values?.probability === 'number' ? { probability: values.probability } : {}),
        ...(typeof values?.checkedWith === 'string' ? { checkedWith: values.checkedWith } : {}),
        ...(evidence && { evidence }),
        ...(about === undefined ? {} : { about }),
      });
      continue;
    }
    const note = wordFinding(wording, finding);
    const remarked = about === undefined ? undefined : points.find((point) => point.about === about);
    if (remarked) remarked.note = note;
    else points.push({ code, note, ...(evidence && { evidence }) });
  }
  return points.map(({ about, ...point }) => point);
}

const verdictOf = (code: Finding['code']): Verdict | null =>
  code === 'covered' || code === 'partial' || code === 'missed' || code === 'contradicted' ? code : null;

/**
 * The one shape of an evaluation for programs, in `--json` and exports: the sentences that people read,
 * evidence with notes, and the findings behind them.
 */
export function evaluationForPrograms(wording: Wording, evaluation: Evaluation) {
  const { strength, fix, rewrite, summary, followUp, reasons } = wordFeedback(wording, evaluation);
  const judged = dimensions.map((name) => {
    const { score, range, scorer, confidence, findings } = evaluation.dimensions[name];
    const evidence = wordPoints(wording, findings).map(({ code, label, evidence: place, ...point }) => {
      // Findings about delivery have always had a name.
      const concept = label ?? (name === 'delivery' ? code.replaceAll('-', ' ') : undefined);
      return { ...place, ...(concept === undefined ? {} : { concept }), ...point };
    });
    const reason = reasons[name] === undefined ? {} : { reason: reasons[name] };
    const likely = range === undefined ? {} : { range };
    return [name, { score, ...likely, ...reason, scorer, confidence, evidence, findings }];
  });
  const { source, aimedAt, concept } = evaluation.followUp;
  const statement = evaluation.dimensions.technical.findings.find(({ about }) => about === concept)?.values
    ?.statement;
  return {
    ...evaluation,
    dimensions: Object.fromEntries(judged),
    feedback: {
      strength: strength ?? '',
      fix,
      ...(rewrite === undefined ? {} : { rewrite }),
      summary,
      findings: { strength: evaluation.feedback.strength, fix: evaluation.feedback.fix },
    },
    followUp: {
      text: followUp,
      source,
      aimedAt: aimedAt === 'covered' ? 'done' : concept === undefined ? aimedAt : (statement ?? aimedAt),
    },
  };
}

/** Every value that a sentence about a finding or a fix may use. */
function factsOf(
  wording: Wording,
  { values = {}, evidence }: { values?: FindingValues; evidence?: Evidence },
  way: number,
) {
  const text = (name: string): string => {
    const value = values[name];
    if (value === undefined) return 'none';
    return typeof value === 'object'
      ? value.length === 0
        ? 'none'
        : wording.list(value.map((word) => wording.say('feedback.word', { word })))
      : String(value);
  };
  const number = (name: string): number => (typeof values[name] === 'number' ? values[name] : 0);
  const { quote, startMs, endMs } = evidence ?? {};
  const time = startMs === undefined ? 'none' : clock(startMs);
  return {
    way: String(way),
    quote: quote === undefined ? 'none' : wording.say('feedback.quote', { words: quote, time }),
    time,
    seconds: (((endMs ?? 0) - (startMs ?? 0)) / 1000).toFixed(1),
    statement: text('statement'),
    ask: text('ask'),
    cue: text('cue'),
    language: nameOf(wording, text('language')),
    case: option(text('case')),
    opening: text('opening'),
    weight: text('weight'),
    sure: text('sure'),
    misconception: text('misconception'),
    word: text('word'),
    said: text('said'),
    better: values.better === '' ? 'none' : text('better'),
    band: option(text('band')),
    examples: text('examples'),
    terms: text('terms'),
    text: text('text'),
    summary: text('summary'),
    percent: text('percent'),
    fewest: text('fewest'),
    long: text('long'),
    wordsPerMinute: number('wordsPerMinute'),
    perMinute: number('perMinute'),
    count: number('count'),
    words: number('words'),
    made: 0,
    of: 0,
  };
}

/** The usual name of a language; `none` where it is unknown. */
function nameOf(wording: Wording, language: string): string {
  if (language === 'none' || language === 'und') return 'none';
  // Some languages cannot be told apart by their letters.
  if (language === 'ms' || language === 'hr') return wording.say(`language.${language}`);
  return new Intl.DisplayNames(wording.locale, { type: 'language', fallback: 'none' }).of(language) ?? 'none';
}

/** Names of options in ICU MessageFormat have no hyphen. */
const option = (name: string): string => name.replaceAll('-', '');

/** `41000` → `0:41`. */
const clock = (ms: number): string =>
  `${Math.floor(ms / 60_000)}:${String(Math.floor((ms % 60_000) / 1000)).padStart(2, '0')}`;
