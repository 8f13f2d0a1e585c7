/** What of an answer is judged. */
import { notUnderstood, type Transcript } from '../../domain.ts';
import { type AnswerToJudge, mostJudgedCharacters } from '../evaluation-types.ts';

/** A longer answer is judged by its beginning, up to the end of a sentence or word; `degraded` says so. */
export function cutToRead(answer: AnswerToJudge): AnswerToJudge {
  const { text, transcript } = answer;
  if (text.length <= mostJudgedCharacters) return answer;
  const beginning = text.slice(0, mostJudgedCharacters);
  const end = /^[\s\S]*[.?!\n]/.exec(beginning)?.[0] ?? beginning;
  const kept = end.length > mostJudgedCharacters / 2 ? end : beginning.replace(/[\uD800-\uDBFF]$/, '');
  return { ...answer, text: kept, transcript: transcript && cutTranscript(transcript, kept.length) };
}

/** Unintelligible parts are neither counted nor judged: they are not the person's words. */
export function withoutGaps(answer: AnswerToJudge): AnswerToJudge {
  const { text, transcript } = answer;
  if (!transcript || !text.includes(notUnderstood)) return answer;
  const heard = (words: string) => words.replaceAll(notUnderstood, ' ').replace(/\s+/g, ' ').trim();
  const [gaps, segments] = [true, false].map((isGap) =>
    transcript.segments.filter((segment) => (segment.text === notUnderstood) === isGap),
  );
  const notUnderstoodMs = (gaps ?? []).reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return {
    ...answer,
    notUnderstoodMs,
    text: heard(text),
    transcript: { ...transcript, text: heard(transcript.text), segments: segments ?? [] },
  };
}

function cutTranscript(transcript: Transcript, characters: number): Transcript {
  let length = 0;
  const segments = transcript.segments.filter(({ text }) => {
    length += text.trim().length + 1;
    return length <= characters + 1;
  });
  const durationMs = segments.at(-1)?.endMs ?? 0;
  return {
    ...transcript,
    text: segments.map(({ text }) => text.trim()).join(' '),
    segments,
    speech: transcript.speech.filter(({ startMs }) => startMs < durationMs),
    durationMs,
  };
}
