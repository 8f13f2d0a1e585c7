/**
 * The way of one answer, from submitting to its card, as spans that share a trace over all processes. Nothing is traced
 * unless somebody listens (`OTEL_EXPORTER_OTLP_ENDPOINT`). A span has ids and times, never words.
 */
export type AnswerSpan = {
  answerId: string;
  /** `answer` is the whole way; the others are its parts. */
  name: 'answer' | 'transcribe' | 'judge' | 'deliver';
  /** Milliseconds since 1970. */
  startMs: number;
  endMs: number;
  hasFailed: boolean;
  attributes: Readonly<Record<string, string | number>>;
};

export type AnswerTracer = {
  add(span: AnswerSpan): void;
  /** Sends what has not been sent yet. */
  close(): Promise<void>;
};

let tracer: Pick<AnswerTracer, 'add'> | null = null;

/** From now on the spans of this process go to `given`; null stops that. */
export function traceAnswers(given: Pick<AnswerTracer, 'add'> | null): void {
  tracer = given;
}

export const addSpan = (span: AnswerSpan): void => tracer?.add(span);
