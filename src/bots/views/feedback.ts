/** What is shown about an answer once it is judged. */
import { type Answer, asksOn, type Dimension, dimensions, type Evaluation } from '../../domain.ts';
import { mostJudgedCharacters } from '../../pipeline/evaluation-types.ts';
import { doubtsOf, doubtToAsk } from '../../pipeline/hearing/doubts.ts';
import { type WordedPoint, wordFeedback, wordPoints } from '../../wording/feedback.ts';
import type { Wording } from '../../wording/wording.ts';
import { type BarRow, type Block, clock, type Point, type View } from '../view.ts';

/** The feedback card: the scores, what was good, the one fix, what to say next, and the follow-up. */
export function viewFeedback(answer: Answer, wording: Wording): View {
  const { evaluation, turn, previous, peers, interviewerScore } = answer;
  const { say } = wording;
  if (!evaluation) return { title: say('feedback.not-judged'), meta: [], blocks: [] };
  return {
    title: titleOf(wording, evaluation, previous),
    meta: [
      turn.kind === 'question'
        ? say('question.title', { number: turn.number, of: turn.of })
        : say(`feedback.turn.${turn.kind}`),
      say('question.kind.question', { kind: turn.question.kind }),
      ...(evaluation.measures.durationMs === undefined ? [] : [clock(evaluation.measures.durationMs)]),
      ...(answer.receivedShare === null
        ? []
        : [say('feedback.received', { percent: Math.round(answer.receivedShare * 100) })]),
      ...(answer.clarified === 0 ? [] : [say('feedback.clarified', { count: answer.clarified })]),
      say('feedback.confidence', { confidence: evaluation.confidence }),
      ...rangeNote(wording, evaluation),
      ...checkedWith(wording, evaluation),
      ...lengthNote(wording, evaluation),
    ],
    blocks: [
      { type: 'text', text: say('feedback.quote', { words: turn.question.text, time: 'none' }) },
      ...mainBlocks(wording, evaluation, previous),
      ...(interviewerScore === null
        ? []
        : [
            {
              type: 'text' as const,
              text: say('feedback.interviewer', {
                theirs: Math.round(interviewerScore),
                score:
                  evaluation.overall === null ? say('feedback.no-score') : Math.round(evaluation.overall),
              }),
            },
          ]),
      ...(peers === null || interviewerScore !== null
        ? []
        : [
            {
              type: 'text' as const,
              text: say('feedback.peers', {
                peers: Math.round(peers.median),
                count: peers.count,
                score:
                  evaluation.overall === null ? say('feedback.no-score') : Math.round(evaluation.overall),
              }),
            },
          ]),
    ],
  };
}

/**
 * What was heard where something else was understood, and what to ask about. Empty for a typed answer and where nothing is in
 * doubt.
 */
export function viewDoubts({ transcript }: Answer, { say }: Wording): Block[] {
  if (!transcript) return [];
  const asked = doubtToAsk(transcript);
  const lines = doubtsOf(transcript)
    .filter(({ isWritten, startMs }) => isWritten || startMs === asked?.startMs)
    .slice(0, mostDoubts)
    .map(({ heard, meant, isWritten }) =>
      say(isWritten ? 'feedback.understood' : 'feedback.did-you-say', { heard, meant }),
    );
  return lines.length === 0 ? [] : [{ type: 'text', text: lines.join('\n') }];
}

/** Where the judge is unsure: between which totals the right one is likely to be. */
const rangeNote = ({ say }: Wording, { range }: Evaluation): string[] =>
  range === undefined ? [] : [say('feedback.range', { low: range.low, high: range.high })];

const mostDoubts = 3;

/**
 * What the scores are based on, shown on request: each concept and part with its words, what was heard, and
 * what was not judged.
 */
export function viewDetails({ evaluation }: Answer, wording: Wording): View {
  const { say } = wording;
  if (!evaluation) return { title: say('feedback.not-judged'), meta: [], blocks: [] };
  const { summary } = wordFeedback(wording, evaluation);
  return {
    title: say('feedback.details'),
    meta: [
      say('feedback.confidence', { confidence: evaluation.confidence }),
      ...rangeNote(wording, evaluation),
      ...checkedWith(wording, evaluation),
    ],
    blocks: [{ type: 'text', text: summary }, ...foundBlocks(wording, evaluation)],
  };
}

/** An evaluation on its own, outside any interview: the card and its details in one. */
export function viewEvaluation(evaluation: Evaluation, question: string, wording: Wording): View {
  return {
    title: titleOf(wording, evaluation, null),
    meta: [
      wording.say('feedback.confidence', { confidence: evaluation.confidence }),
      ...checkedWith(wording, evaluation),
      ...lengthNote(wording, evaluation),
    ],
    blocks: [
      { type: 'text', text: wording.say('feedback.quote', { words: question, time: 'none' }) },
      ...mainBlocks(wording, evaluation, null),
      ...foundBlocks(wording, evaluation),
    ],
  };
}

/** People must know if only the beginning of their answer was judged. */
const lengthNote = ({ say }: Wording, { degraded }: Evaluation): string[] =>
  degraded.includes('length') ? [say('feedback.read-in-part', { count: mostJudgedCharacters })] : [];

/** The language model whose second opinion changed what is shown. */
function checkedWith({ say }: Wording, { dimensions: { technical } }: Evaluation): string[] {
  const model = technical.findings.map(({ values }) => values?.checkedWith).find((one) => one !== undefined);
  return typeof model === 'string' ? [say('feedback.checked-with', { model })] : [];
}

/** The score with one word for it and, for a second try, how it compares with the first. */
function titleOf({ say }: Wording, { overall, band }: Evaluation, previous: Evaluation | null): string {
  if (overall === null || band === null) return say('feedback.unscored');
  const title = say('feedback.score', { score: Math.round(overall), band: say(`band.${band}`) });
  const before = previous?.overall ?? null;
  return before === null
    ? title
    : `${title} (${say('feedback.against-first', { change: signed(overall - before) })})`;
}

const signed = (value: number) => `${value >= 0 ? '+' : '−'}${Math.abs(Math.round(value))}`;

function mainBlocks(wording: Wording, evaluation: Evaluation, previous: Evaluation | null): Block[] {
  const { say } = wording;
  const { strength, fix, rewrite, followUp, reasons } = wordFeedback(wording, evaluation);
  const remark = (kind: Extract<Block, { type: 'remark' }>['kind'], label: string, text: string): Block => ({
    type: 'remark',
    kind,
    label,
    text,
  });
  return [
    { type: 'bars', rows: barRows(wording, evaluation, { previous, reasons }) },
    ...(strength === null ? [] : [remark('strength', say('feedback.keep'), strength)]),
    remark('fix', say('feedback.fix'), fix),
    ...(rewrite === undefined ? [] : [remark('rewrite', say('feedback.rewrite'), rewrite)]),
    remark('follow-up', say(asksOn(evaluation.followUp) ? 'question.follow-up' : 'feedback.close'), followUp),
  ];
}

/**
 * A bar for each judged dimension, and always for the content: if it was not judged, the reason matters most.
 */
function barRows(
  { say }: Wording,
  evaluation: Evaluation,
  {
    previous,
    reasons,
  }: { previous: Evaluation | null; reasons: Readonly<Partial<Record<Dimension, string>>> },
): BarRow[] {
  return dimensions.flatMap((name) => {
    const { score } = evaluation.dimensions[name];
    if (score === null && name !== 'technical') return [];
    const before = previous?.dimensions[name].score ?? null;
    const note = score === null || before === null ? reasons[name] : signed(score - before);
    return [{ label: say(`dimension.${name}`), score, ...(note === undefined ? {} : { note }) }];
  });
}

const mostPoints = 6;

/** The verdicts on concepts and parts, and the remarks on clarity, wording and delivery. */
function foundBlocks(wording: Wording, evaluation: Evaluation): Block[] {
  const { say } = wording;
  const shown = new Set<string>();
  const points = dimensions.flatMap((name): Block[] => {
    const found = wordPoints(wording, evaluation.dimensions[name].findings).slice(0, mostPoints);
    return found.length === 0
      ? []
      : [
          {
            type: 'points',
            title: say(`feedback.points.${name}`),
            points: found.map((point) => toPoint(point, shown)),
          },
        ];
  });
  const { reasons } = wordFeedback(wording, evaluation);
  const notJudged = dimensions.flatMap((name) =>
    evaluation.dimensions[name].score === null && reasons[name] !== undefined
      ? [say('feedback.without', { dimension: say(`dimension.${name}`), reason: reasons[name] })]
      : [],
  );
  return [
    ...points,
    ...(notJudged.length === 0 ? [] : [{ type: 'text' as const, text: notJudged.join('\n') }]),
  ];
}

/** Words that a point above already shows are not repeated. */
function toPoint({ verdict, label, note, evidence = {} }: WordedPoint, shown: Set<string>): Point {
  const { quote, startMs } = evidence;
  const isNew = quote !== undefined && !shown.has(quote);
  if (quote !== undefined) shown.add(quote);
  return {
    mark: verdict ?? 'info',
    text: [label, note].filter((part) => part !== undefined).join(' — '),
    ...(isNew && { quote }),
    ...(startMs === undefined || !isNew ? {} : { startMs }),
  };
}

/** The model answer as an outline, one line per concept, shown on request. */
export function viewOutline(answer: Answer, wording: Wording): View {
  const { question } = answer.turn;
  return {
    title: wording.say('outline.title'),
    meta: [
      wording.say('question.kind.question', { kind: question.kind }),
      wording.say(`term.level.${question.level}`),
    ],
    blocks: [
      {
        type: 'points',
        title: question.text,
        points: question.concepts.map((concept) => ({ mark: 'info' as const, text: concept.statement })),
      },
      ...(question.modelAnswer === null ? [] : [{ type: 'text' as const, text: question.modelAnswer }]),
    ],
  };
}

/** The transcript as Markdown, one line per stretch of speech with its time. */
export function transcriptMarkdown(answer: Answer, wording: Wording): string {
  const lines = answer.transcript
    ? answer.transcript.segments.map((segment) => `**${clock(segment.startMs)}** ${segment.text.trim()}`)
    : [answer.text];
  const source = answer.transcript
    ? `\n\n_${wording.say('feedback.heard-by', { model: answer.transcript.model })}_`
    : '';
  return `# ${answer.turn.question.text}\n\n${lines.join('\n\n')}${source}\n`;
}
