import { keepNewest } from '../../keep-newest.ts';
import type { Grader } from '../../models/ports.ts';

type Readings = Awaited<ReturnType<Grader['grade']>>;

/** The readings of about twenty answers. */
const mostKept = 500;
/** So many stretches are read at once: what was read before a stop is kept. */
const atOnce = 4;

/**
 * Keeps what a grader read, so that an answer that grows is not read again from its beginning. A reading depends on nothing
 * but its pair, so the numbers are the same.
 */
export function rememberReadings(): (grader: Grader) => Grader {
  const kept = new Map<string, Readings[number]>();
  return (grader) => {
    const keyOf = (pair: object) => `${grader.name} ${JSON.stringify(pair)}`;
    return {
      ...grader,
      async grade(pairs, options) {
        const own = new Map(pairs.map((pair) => [keyOf(pair), kept.get(keyOf(pair))]));
        const unread = pairs.filter((pair) => !own.get(keyOf(pair)));
        for (let at = 0; at < unread.length; at += atOnce) {
          options?.signal?.throwIfAborted();
          const some = unread.slice(at, at + atOnce);
          for (const [index, reading] of (await grader.grade(some, options)).entries()) {
            own.set(keyOf(some[index] ?? {}), reading);
            kept.set(keyOf(some[index] ?? {}), reading);
          }
        }
        keepNewest(kept, mostKept);
        return pairs.flatMap((pair) => own.get(keyOf(pair)) ?? []);
      },
    };
  };
}
