/** A part of an answer that is said again: what is asked for, and what changed by it. */
import { type Answer, dimensions, type Evaluation, type Fix, type Turn, type Verdict } from '../../domain.ts';
import { type ChangedPoint, comparePoints, isBetter } from '../../pipeline/interview/compare-points.ts';
import { wordFix, wordPoints } from '../../wording/feedback.ts';
import type { Wording } from '../../wording/wording.ts';
import type { BarRow, Block, Point, View } from '../view.ts';

/** What to say again. `fix` is in the person's own words where only they can read it. */
export function viewPartAsked(wording: Wording, { question }: Turn, fix: Fix): View {
  const { say } = wording;
  return {
    title: say('again.question.title'),
    meta: [say('again.meta')],
    blocks: [
      { type: 'text', text: say('again.question.text') },
      { type: 'remark', kind: 'fix', label: say('feedback.fix'), text: wordFix(wording, fix) },
      { type: 'text', text: say('again.question.of', { question: question.text }) },
    ],
  };
}

export type PartAgain = { view: View; isMended: boolean };

/** What the part changed in the answer that it belongs to. */
export function viewPartAgain(
  wording: Wording,
  { text, turn, evaluation, previous }: Answer,
): PartAgain | null {
  const { part: fix } = turn;
  if (!fix || !evaluation || !previous) return null;
  const { say } = wording;
  const changed = comparePoints(previous, evaluation);
  const isMended = mends(fix, changed, evaluation);
  const points = changed.slice(0, mostPoints).map((point) => changedPoint(wording, point, previous));
  const isSaidAnew = isMended && !changed.some((point) => isTarget(fix, point)) && fix.evidence?.quote;
  if (isSaidAnew)
    points.unshift(
      {
        mark: 'covered',
        text: `${say('again.was')}: “${fix.evidence?.quote}”`,
      },
      { mark: 'covered', text: say('again.now'), quote: text.trim() },
    );
  const bars = changedBars(wording, previous, evaluation);
  const blocks: Block[] = [
    ...(points.length === 0
      ? [{ type: 'text' as const, text: say('again.same') }]
      : [{ type: 'points' as const, title: say('again.points'), points }]),
    ...(bars.length === 0 ? [] : [{ type: 'bars' as const, rows: bars }]),
    ...(isMended
      ? []
      : [
          {
            type: 'remark' as const,
            kind: 'fix' as const,
            label: say('again.still'),
            text: wordFix(wording, fix),
          },
        ]),
    { type: 'text', text: say('again.not-counted') },
  ];
  const title = isMended ? 'better' : changed.length > 0 ? 'other' : 'same';
  return {
    view: { title: say(`again.title.${title}`), meta: metaOf(wording, previous, evaluation), blocks },
    isMended,
  };
}

const mostPoints = 5;

const metaOf = (
  { say }: Wording,
  { overall: before }: Evaluation,
  { overall: after }: Evaluation,
): string[] => [
  say('again.meta'),
  ...(before === null || after === null
    ? []
    : [say('again.meta.score', { before: Math.round(before), after: Math.round(after) })]),
];

/** The point that a fix is about, by its name in the findings. */
function isTarget({ kind, about, values }: Fix, { finding }: ChangedPoint): boolean {
  const part = partNames[kind] ?? (kind === 'setting' ? String(values?.case) : about);
  return part !== undefined && (finding.about === part || finding.about?.startsWith(`${part}-`) === true);
}
const partNames: Partial<Record<Fix['kind'], string>> = {
  ...{ result: 'result', number: 'result', action: 'action' },
  ...{ reason: 'reason', 'trade-off': 'trade-off', example: 'example' },
};

/** A point is mended when it is judged better; a sentence, when it is no longer what to change first. */
function mends(fix: Fix, changed: readonly ChangedPoint[], { feedback }: Evaluation): boolean {
  const target = changed.find((point) => isTarget(fix, point));
  if (target) return isBetter(target);
  if (!sentenceFixes.has(fix.kind)) return false;
  const now = feedback.fix;
  return now.kind !== fix.kind || now.evidence?.quote !== fix.evidence?.quote;
}
const sentenceFixes = new Set<Fix['kind']>(['vague', 'hedges', 'long', 'number', 'action', 'doubt']);

function changedPoint(
  wording: Wording,
  { before, after, finding }: ChangedPoint,
  previous: Evaluation,
): Point {
  const { say } = wording;
  const [worded] = wordPoints(wording, [finding]);
  const word = (verdict: Verdict) => say('again.verdict', { verdict });
  const old = previous.dimensions[finding.dimension].findings.find(
    ({ about, code }) => about === finding.about && code === before,
  )?.evidence?.quote;
  const quote = finding.evidence?.quote;
  const about = { label: worded?.label ?? '', before: word(before), after: word(after) };
  return {
    mark: after,
    text:
      old === undefined || old === quote
        ? say('again.point', about)
        : say('again.point-quoted', { ...about, quote: old }),
    ...(quote === undefined ? {} : { quote }),
  };
}

/** Only what moved: the other bars stand on the first card. */
function changedBars({ say }: Wording, previous: Evaluation, evaluation: Evaluation): BarRow[] {
  return dimensions.flatMap((name) => {
    const { score } = evaluation.dimensions[name];
    const before = previous.dimensions[name].score;
    if (score === null || before === null) return [];
    const change = Math.round(score) - Math.round(before);
    if (change === 0) return [];
    return [{ label: say(`dimension.${name}`), score, note: `${change > 0 ? '+' : '−'}${Math.abs(change)}` }];
  });
}
