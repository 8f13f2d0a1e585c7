import { z } from 'zod';

/** Some of the shards into which Discord divides the servers of a bot, and how many there are in all. */
export type Shards = { ids: readonly number[]; count: number };

const form = /^(\d+(-\d+)?(,\d+(-\d+)?)*)\/([1-9]\d*)$/;

/** `auto`, or shards of a number of them: `0-3/16`, `0,2,5/16`. */
export const discordShards = z
  .string()
  .regex(/^auto$|^\d[\d,-]*\/\d+$/)
  .default('auto')
  .transform((given, context): Shards | 'auto' => {
    if (given === 'auto') return given;
    const [, list = '', , , , total = ''] = form.exec(given) ?? [];
    const count = Number(total);
    const ranges = list.split(',').map((part) => {
      const [first = count, last = first] = part.split('-').map(Number);
      return { first, last };
    });
    const isWhole = list !== '' && ranges.every(({ first, last }) => first <= last && last < count);
    if (!isWhole) {
      context.addIssue({ code: 'custom', message: 'no such shards' });
      return z.NEVER;
    }
    const all = Array.from({ length: count }, (_, id) => id);
    const ids = all.filter((id) => ranges.some(({ first, last }) => first <= id && id <= last));
    return { ids, count };
  });
