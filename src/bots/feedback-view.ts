/** What is shown of an answer once it is judged. */
import { dimensions, type Evaluation, type Evidence } from '../domain.ts';
import type { AnswerView } from '../pipeline/interview/interview-types.ts';
import { type BarRow, type Block, clock, dimensionLabels, type Point, type View } from './view.ts';

/** The feedback card: scores with who gave them, the words that earned them, one strength, one fix, one better sentence. */
export function viewFeedback(answer: AnswerView): View {
  const { evaluation, turn } = answer;
  if (!evaluation) return { title: 'Not judged yet', meta: [], blocks: [], actions: [] };
  return {
    title: `${verdictOf(evaluation)}${change(answer)}`,
    meta: [
      turn.kind === 'question'
        ? `Question ${turn.number} of ${turn.of}`
        : turn.kind === 'retry'
          ? 'Second try'
          : 'Follow-up',
      turn.question.kind,
      ...(evaluation.measures.durationMs === undefined ? [] : [clock(evaluation.measures.durationMs)]),
      ...(answer.receivedShare === null
        ? []
        : [`${Math.round(answer.receivedShare * 100)} % of your audio received`]),
      `confidence ${evaluation.confidence}`,
      `scored by ${scorersOf(evaluation)}`,
    ],
    blocks: [
      { type: 'text', text: `“${turn.question.text}”` },
      { type: 'bars', rows: barRows(answer) },
      ...judgedBlocks(evaluation),
      ...(answer.peers === null
        ? []
        : [
            {
              type: 'text',
              text: `Your peers gave ${Math.round(answer.peers.median)} (median of ${answer.peers.count}); I gave ${evaluation.overall ?? 'no score'}.`,
            } as const,
          ]),
    ],
    actions: [
      { name: 'retry', label: 'Re-answer', about: answer.id },
      { name: 'transcript', label: 'Transcript', about: answer.id },
      ...(turn.question.modelAnswer === null
        ? []
        : [{ name: 'outline', label: 'Model answer', about: answer.id } as const]),
      { name: 'share', label: 'Share', about: answer.id },
      { name: 'delete', label: 'Delete', about: answer.id },
    ],
  };
}

/** What was found in the answer: concepts, delivery, one strength, one fix, one better sentence, the follow-up. */
function judgedBlocks(evaluation: Evaluation): Block[] {
  const { feedback, followUp, degraded } = evaluation;
  const remark = (kind: Extract<Block, { type: 'remark' }>['kind'], label: string, text: string): Block => ({
    type: 'remark',
    kind,
    label,
    text,
  });
  return [
    ...conceptBlocks(evaluation),
    ...deliveryBlock(evaluation),
    remark('strength', 'Keep', feedback.strength),
    remark('fix', 'Fix one thing', feedback.fix),
    ...(feedback.rewrite === undefined ? [] : [remark('rewrite', 'Try saying', feedback.rewrite)]),
    ...(degraded.length === 0
      ? []
      : [remark('warning', 'Judged without', `${degraded.join(', ')}: this score rests on simpler rules.`)]),
    remark('follow-up', followUp.aimedAt === 'done' ? 'To close' : 'Follow-up', followUp.text),
  ];
}

/** An evaluation on its own, outside any interview. */
export function viewEvaluation(evaluation: Evaluation, question: string): View {
  return {
    title: verdictOf(evaluation),
    meta: [`confidence ${evaluation.confidence}`, `scored by ${scorersOf(evaluation)}`],
    blocks: [
      { type: 'text', text: `“${question}”` },
      {
        type: 'bars',
        rows: dimensions.map((name) => {
          const { score, reason } = evaluation.dimensions[name];
          return { label: dimensionLabels[name], score, ...(reason === undefined ? {} : { note: reason }) };
        }),
      },
      ...judgedBlocks(evaluation),
    ],
    actions: [],
  };
}

function verdictOf({ overall, band }: Evaluation): string {
  return overall === null ? 'No overall score' : `${Math.round(overall)} of 100 · ${band ?? ''}`;
}

/** How this compares: with the first try where there is one, else with the mean of the last three. */
function change({ evaluation, previous, earlierOverall }: AnswerView): string {
  const now = evaluation?.overall ?? null;
  if (now === null) return '';
  if (previous?.overall !== undefined && previous.overall !== null) {
    return ` (${signed(now - previous.overall)} against your first try)`;
  }
  const last = earlierOverall.slice(-3);
  if (last.length < 3) return '';
  return ` (${signed(now - last.reduce((sum, score) => sum + score, 0) / last.length)} against your last 3)`;
}

const signed = (value: number) => `${value >= 0 ? '+' : '−'}${Math.abs(Math.round(value))}`;

function barRows({ evaluation, previous }: AnswerView): BarRow[] {
  if (!evaluation) return [];
  return dimensions.map((name) => {
    const { score, reason } = evaluation.dimensions[name];
    const before = previous?.dimensions[name].score ?? null;
    const note = score === null ? reason : before === null ? undefined : signed(score - before);
    return { label: dimensionLabels[name], score, ...(note === undefined ? {} : { note }) };
  });
}

/** Which scorers gave the numbers, each once. */
function scorersOf(evaluation: Evaluation): string {
  const judged = dimensions
    .map((name) => evaluation.dimensions[name])
    .filter((dimension) => dimension.score !== null);
  return [...new Set(judged.map((dimension) => dimension.scorer))].join(', ') || 'nobody';
}

const conceptLimit = 6;

function conceptBlocks(evaluation: Evaluation): Block[] {
  const points = (['technical', 'structure'] as const).flatMap((name) => {
    const found = evaluation.dimensions[name].evidence.filter((item) => item.verdict !== undefined);
    return found.length === 0
      ? []
      : [
          {
            type: 'points' as const,
            title: name === 'technical' ? 'What it covered' : 'How it was built',
            points: found.slice(0, conceptLimit).map(toPoint),
          },
        ];
  });
  return points;
}

function toPoint(item: Evidence): Point {
  return {
    mark: item.verdict ?? 'info',
    text: [item.concept, item.note].filter((part) => part !== undefined).join(' — '),
    ...(item.quote === undefined ? {} : { quote: item.quote }),
    ...(item.startMs === undefined ? {} : { startMs: item.startMs }),
  };
}

function deliveryBlock({ measures, dimensions: scores }: Evaluation): Block[] {
  if (scores.delivery.score === null) return [];
  const { fillers, pauses, wordsPerMinute } = measures;
  const facts = [
    ...(wordsPerMinute === undefined ? [] : [`${Math.round(wordsPerMinute)} words a minute`]),
    ...(pauses === undefined ? [] : [`longest pause ${(pauses.longestMs / 1000).toFixed(1)} s`]),
    ...(fillers === null ? [] : [`at least ${fillers.hard + fillers.soft} fillers`]),
  ];
  return [{ type: 'text', text: facts.join(' · ') }];
}

/** The model answer as an outline, one line a concept, for when the person asks for it. */
export function viewOutline(answer: AnswerView): View {
  const { question } = answer.turn;
  return {
    title: 'What a strong answer holds',
    meta: [question.kind, question.level],
    blocks: [
      {
        type: 'points',
        title: question.text,
        points: question.concepts.map((concept) => ({ mark: 'info' as const, text: concept.statement })),
      },
      ...(question.modelAnswer === null ? [] : [{ type: 'text' as const, text: question.modelAnswer }]),
    ],
    actions: [],
  };
}

/** The transcript as Markdown, one line a stretch of speech with its time. */
export function transcriptMarkdown(answer: AnswerView): string {
  const lines = answer.transcript
    ? answer.transcript.segments.map((segment) => `**${clock(segment.startMs)}** ${segment.text.trim()}`)
    : [answer.text];
  const source = answer.transcript ? `\n\n_Heard by ${answer.transcript.model}._` : '';
  return `# ${answer.turn.question.text}\n\n${lines.join('\n\n')}${source}\n`;
}
