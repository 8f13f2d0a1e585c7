import type { HistoryEntry, Moment } from '../domain.ts';
import type { Wording } from './wording.ts';

export type ExportContents = {
  accounts: readonly { tenant: string; userId: string }[];
  history: readonly HistoryEntry[];
  recordings: number;
  recordingsLeftOut: number;
  charts: readonly { name: string; alt: string }[];
  at: Moment;
};

/** The human-readable pages of an export, by file name. */
export function exportPages(
  wording: Wording,
  { accounts, history, recordings, recordingsLeftOut, charts, at }: ExportContents,
  feedbackOf: (entry: HistoryEntry) => { strength: string; fix: string } | null,
): Record<string, string> {
  const { say } = wording;
  const readme = say('export.readme', {
    at: minuteOf(at),
    accounts:
      accounts.map((account) => say('export.account', account)).join('\n') || say('export.no-account'),
    answers: history.length,
    charts: charts.map(({ name, alt }) => say('export.chart', { name, alt })).join('\n'),
    recordings,
    leftOut: recordingsLeftOut,
  });
  const parts = history.map((entry) => answerPart(wording, entry, feedbackOf(entry)));
  const answers = parts.length === 0 ? [say('export.no-answers')] : parts;
  return {
    'README.md': readme,
    'answers.md': `${[say('export.answers'), ...answers].join('\n\n')}\n`,
  };
}

function answerPart(
  { say }: Wording,
  { at, domain, level, question, text, evaluation, state }: HistoryEntry,
  feedback: { strength: string; fix: string } | null,
): string {
  const lines = [
    say('export.answer', { at: minuteOf(at), domain, level }),
    `**${question}**`,
    quoted(text === '' ? say('export.no-words') : text),
  ];
  if (!evaluation || !feedback) return [...lines, say('export.not-judged', { state })].join('\n\n');
  const known = Object.entries(evaluation.dimensions).filter(([, { score }]) => score !== null);
  const scores = known.map(([name, { score }]) => `${name} ${Math.round(score ?? 0)}`).join(', ');
  const inBrackets = { scores: scores === '' ? '' : ` (${scores})` };
  const { overall } = evaluation;
  return [
    ...lines,
    overall === null
      ? say('export.no-overall', inBrackets)
      : say('export.overall', { overall: Math.round(overall), ...inBrackets }),
    ...(feedback.strength === '' ? [] : [say('export.good', { text: feedback.strength })]),
    say('export.next-time', { text: feedback.fix }),
  ].join('\n\n');
}

const minuteOf = (at: Moment): string => at.slice(0, 16).replace('T', ' ');

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
