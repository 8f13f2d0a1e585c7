/** A post about several people, drawn anew without one of them. */
import { z } from 'zod';
import { cut } from './mrkdwn.ts';
import { type Content, type KnownBlock, limits } from './view-blocks.ts';

const section = z.looseObject({
  type: z.literal('section'),
  text: z.looseObject({ text: z.string() }).optional(),
});

/**
 * Takes the lines that name a person out of the blocks that Slack gives of a message. Where a block holds nothing but one
 * of them, the sections below it are about that person too, until the next one is named. Null where nobody is left.
 */
export function withoutPerson(posted: readonly unknown[], userId: string): Content | null {
  const blocks: unknown[] = [];
  const names = new RegExp(`<@${userId}(\\|[^>]*)?>`);
  let isAboutThem = false;
  for (const block of posted) {
    const { data } = section.safeParse(block);
    if (!data) {
      blocks.push(block);
      continue;
    }
    const lines = (data.text?.text ?? '').split('\n');
    const rest = lines.filter((line) => !names.test(line));
    if (lines.some(namesSomebody)) isAboutThem = !rest.some(namesSomebody);
    if (isAboutThem) continue;
    blocks.push(
      rest.length === lines.length ? block : { ...data, text: { ...data.text, text: rest.join('\n') } },
    );
  }
  if (!blocks.some((block) => textsOf(block).some(namesSomebody))) return null;
  return { text: cut(blocks.flatMap(textsOf).join('\n'), limits.fallback), blocks: blocks as KnownBlock[] };
}

const namesSomebody = (text: string) => /<@[UW][A-Z0-9]+(\|[^>]*)?>/.test(text);

/** All the text in a block, but for its buttons. */
function textsOf(block: unknown): string[] {
  const { data } = shown.safeParse(block);
  return data === undefined
    ? []
    : [data.text, ...(data.elements ?? []), ...(data.fields ?? [])].flatMap((part) => part?.text ?? []);
}
const text = z.looseObject({ text: z.string() });
const shown = z.looseObject({
  type: z.enum(['section', 'header', 'context']),
  text: text.optional(),
  elements: z.array(text).optional(),
  fields: z.array(text).optional(),
});
