import { destination, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type Log = Logger;

/**
 * Opens the log on standard error: readable on a terminal, one JSON object a line elsewhere. Messages are fixed
 * sentences and data goes into fields, ids only: no transcript, answer, name, audio or token in any line.
 */
export function openLog(level: string): Log {
  const options = { level, base: undefined, redact: ['token', '*.token', 'headers', '*.headers'] };
  return process.stderr.isTTY
    ? pino(options, pretty({ destination: 2, sync: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' }))
    : pino(options, destination({ fd: 2, sync: true }));
}

/** A log that says nothing, for one-shot commands and tests. */
export const silentLog = (): Log => pino({ level: 'silent' });
