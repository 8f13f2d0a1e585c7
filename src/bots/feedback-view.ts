/** What is shown of an answer once it is judged. */
import { dimensions, type Evaluation } from '../domain.ts';
import type { AnswerView } from '../pipeline/interview/interview-types.ts';
import { type WordedPoint, wordFeedback, wordPoints } from '../wording/feedback.ts';
import { englishWording, type Wording } from '../wording/wording.ts';
import { type BarRow, type Block, clock, type Point, type View } from './view.ts';

/** The feedback card: scores with who gave them, the words that earned them, one strength, one fix, one better sentence. */
export function viewFeedback(answer: AnswerView, wording: Wording = englishWording): View {
  const { evaluation, turn } = answer;
  if (!evaluation) return { title: 'Not judged yet', meta: [], blocks: [], actions: [] };
  return {
    title: `${verdictOf(wording, evaluation)}${change(wording, answer)}`,
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
      { type: 'bars', rows: barRows(wording, answer) },
      ...judgedBlocks(wording, evaluation),
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
function judgedBlocks(wording: Wording, evaluation: Evaluation): Block[] {
  const { degraded } = evaluation;
  const { strength, fix, rewrite, followUp } = wordFeedback(wording, evaluation);
  const remark = (kind: Extract<Block, { type: 'remark' }>['kind'], label: string, text: string): Block => ({
    type: 'remark',
    kind,
    label,
    text,
  });
  return [
    ...pointBlocks(wording, evaluation),
    ...deliveryBlock(wording, evaluation),
    ...(strength === null ? [] : [remark('strength', wording.say('feedback.keep'), strength)]),
    remark('fix', wording.say('feedback.fix'), fix),
    ...(rewrite === undefined ? [] : [remark('rewrite', wording.say('feedback.rewrite'), rewrite)]),
    ...(degraded.length === 0
      ? []
      : [
          remark(
            'warning',
            wording.say('feedback.judged-without'),
            wording.say('feedback.simpler-rules', { missing: degraded.join(', ') }),
          ),
        ]),
    remark(
      'follow-up',
      wording.say(evaluation.followUp.text === null ? 'feedback.close' : 'question.follow-up'),
      followUp,
    ),
  ];
}

/** An evaluation on its own, outside any interview. */
export function viewEvaluation(
  evaluation: Evaluation,
  question: string,
  wording: Wording = englishWording,
): View {
  return {
    title: verdictOf(wording, evaluation),
    meta: [`confidence ${evaluation.confidence}`, `scored by ${scorersOf(evaluation)}`],
    blocks: [
      { type: 'text', text: `“${question}”` },
      {
        type: 'bars',
        rows: rowsOf(wording, evaluation, null),
      },
      ...judgedBlocks(wording, evaluation),
    ],
    actions: [],
  };
}

function verdictOf({ say }: Wording, { overall, band }: Evaluation): string {
  return overall === null || band === null
    ? say('feedback.no-score')
    : say('feedback.score', { score: Math.round(overall), band: say(`band.${band}`) });
}

/** How a second try compares with the first. */
function change({ say }: Wording, { evaluation, previous }: AnswerView): string {
  const [now, before] = [evaluation?.overall ?? null, previous?.overall ?? null];
  return now === null || before === null
    ? ''
    : ` (${say('feedback.against-first', { change: signed(now - before) })})`;
}

const signed = (value: number) => `${value >= 0 ? '+' : '−'}${Math.abs(Math.round(value))}`;

const barRows = (wording: Wording, { evaluation, previous }: AnswerView): BarRow[] =>
  evaluation ? rowsOf(wording, evaluation, previous) : [];

function rowsOf(wording: Wording, evaluation: Evaluation, previous: Evaluation | null): BarRow[] {
  const { reasons } = wordFeedback(wording, evaluation);
  return dimensions.map((name) => {
    const { score } = evaluation.dimensions[name];
    const before = previous?.dimensions[name].score ?? null;
    const note = score === null || before === null ? reasons[name] : signed(score - before);
    return { label: wording.say(`dimension.${name}`), score, ...(note === undefined ? {} : { note }) };
  });
}

/** Which scorers gave the numbers, each once. */
function scorersOf(evaluation: Evaluation): string {
  const judged = dimensions
    .map((name) => evaluation.dimensions[name])
    .filter((dimension) => dimension.score !== null);
  return [...new Set(judged.map((dimension) => dimension.scorer))].join(', ') || 'nobody';
}

const mostPoints = 6;

/** The verdicts on concepts and parts; words that a point above shows already are not shown again. */
function pointBlocks(wording: Wording, { dimensions: judged }: Evaluation): Block[] {
  const shown = new Set<string>();
  const toPoint = ({ verdict, label, note, evidence = {} }: WordedPoint): Point => {
    const { quote, startMs } = evidence;
    const isNew = quote !== undefined && !shown.has(quote);
    if (quote !== undefined) shown.add(quote);
    return {
      mark: verdict ?? 'info',
      text: [label, note].filter((part) => part !== undefined).join(' — '),
      ...(isNew && { quote, ...(startMs === undefined ? {} : { startMs }) }),
    };
  };
  return (['technical', 'structure'] as const).flatMap((name) => {
    const found = wordPoints(wording, judged[name].findings).filter(({ verdict }) => verdict !== undefined);
    return found.length === 0
      ? []
      : [
          {
            type: 'points' as const,
            title: wording.say(`feedback.points.${name}`),
            points: found.slice(0, mostPoints).map(toPoint),
          },
        ];
  });
}

function deliveryBlock({ say }: Wording, { measures, dimensions: scores }: Evaluation): Block[] {
  if (scores.delivery.score === null) return [];
  const { fillers, pauses, wordsPerMinute } = measures;
  const count = fillers === null ? 0 : fillers.hard + fillers.soft;
  const facts = [
    ...(wordsPerMinute === undefined ? [] : [say('feedback.pace', { wordsPerMinute })]),
    ...(pauses === undefined
      ? []
      : [say('feedback.longest-pause', { seconds: (pauses.longestMs / 1000).toFixed(1) })]),
    ...(count === 0 ? [] : [say('feedback.fillers', { count })]),
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
