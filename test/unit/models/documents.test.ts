import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { catalogue } from '../../../src/models/catalogue.ts';

const document = readFileSync(new URL('../../../docs/models.md', import.meta.url), 'utf8');

it.each(catalogue)(
  'the document has the size, memory and licence of $name as the catalogue does',
  (model) => {
    const bytes = model.files.reduce((sum, file) => sum + file.bytes, 0);
    const disk = bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
    const { name, memoryMb, languages, licence, repository } = model;
    expect(document).toContain(
      `| \`${name}\` | ${disk} | ${memoryMb} MB | ${languages} | ${licence} | \`${repository}\` |`,
    );
  },
);
