import { readFileSync } from 'node:fs';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

export type Placed<Content> = {
  /** Null where the file is not as it should be. */
  content: Content | null;
  /** What is wrong with it, each with its place. */
  faults: string[];
  /** Where a part of it is, as `answers/backend.yaml:12`. */
  place(path: readonly PropertyKey[]): string;
};

/** Reads a YAML file that somebody wrote by hand. `name` is what the file is called in a place. */
export function readPlaced<Content>(path: string, name: string, form: z.ZodType<Content>): Placed<Content> {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines });
  const at = (offset: number) => `${name}:${lines.linePos(offset).line}`;
  const place: Placed<Content>['place'] = (parts) => {
    for (let end = parts.length; end >= 0; end--) {
      const node = document.getIn(parts.slice(0, end), true);
      if (isNode(node) && node.range) return at(node.range[0]);
    }
    return `${name}:1`;
  };
  const faulty = (faults: string[]): Placed<Content> => ({ content: null, faults, place });
  if (document.errors.length > 0)
    return faulty(document.errors.map(({ pos, message }) => `${at(pos[0])} ${message}`));
  const parsed = form.safeParse(document.toJS());
  if (!parsed.success)
    return faulty(parsed.error.issues.map((issue) => `${place(issue.path)} ${issue.message}`));
  return { content: parsed.data, faults: [], place };
}
