import { type DestinationStream, destination, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { CoachError } from './errors.ts';
import { visibleText, withoutPasswords } from './given-text.ts';

export type Log = Logger;

/**
 * Opens the log on standard error: readable on a terminal, one JSON object a line elsewhere, unless `format` says
 * which. Messages are fixed sentences; data goes into fields, as ids only. No line contains a transcript, answer, name, audio or
 * token.
 */
export function openLog(
  level: string,
  to?: DestinationStream,
  format: 'auto' | 'json' | 'pretty' = 'auto',
): Log {
  const options = {
    level,
    base: undefined,
    hooks: { streamWrite: (line: string) => withoutPasswords(visibleText(line)) },
    redact: ['token', '*.token', 'headers', '*.headers'],
    serializers: { err: describeError, error: describeError },
  };
  if (to) return pino(options, to);
  const isPretty = format === 'auto' ? process.stderr.isTTY : format === 'pretty';
  return isPretty
    ? pino(options, pretty({ destination: 2, sync: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' }))
    : pino(options, destination({ fd: 2, sync: true }));
}

/** A silent log, for one-shot commands and tests. */
export const silentLog = (): Log => pino({ level: 'silent' });

/**
 * What is logged of an error: where it happened, and its message only if it is ours or the system's. Other
 * messages may quote input, which may be what somebody said.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const isHarmless = error instanceof CoachError || code !== undefined;
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    ...(isHarmless ? { message: error.message } : {}),
    stack: error.stack?.split('\n').filter((line) => /^\s+at /.test(line)),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
