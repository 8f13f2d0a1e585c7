/**
 * `npm run names`: an exported name means one thing in all of `src`. It is defined once, unless files that do
 * the same job on different platforms, store engines or languages each define it. Add --count to print
 * without failing.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from '@swc/core';
import { sourceFiles } from './source-files.ts';

const root = join(import.meta.dirname, '..');

/** Each name that two files of `sources` define for different jobs, with the files, sorted by name. */
export function namesWithTwoMeanings(sources: ReadonlyMap<string, string>): Map<string, string[]> {
  const filesOf = new Map<string, string[]>();
  for (const [file, source] of sources)
    for (const name of new Set(exportedNames(source)))
      filesOf.set(name, [...(filesOf.get(name) ?? []), file]);
  return new Map(
    [...filesOf]
      .filter(([, files]) => new Set(files.map(jobOf)).size > 1)
      .toSorted(([one], [other]) => one.localeCompare(other)),
  );
}

/** Twin files do the same job: the same path inside each platform's folder, each engine's, or each language's. */
const jobOf = (file: string): string =>
  file
    .replace(/\bbots\/(discord|slack|terminal)\//, 'bots/PLATFORM/')
    .replace(/\bstore\/(sqlite|postgres)\//, 'store/ENGINE/')
    .replace(/\bwording\/[a-z]{2}\//, 'wording/LANGUAGE/');

/** What a module defines and exports; re-exports are defined elsewhere. */
function exportedNames(source: string): string[] {
  return parseSync(source, { syntax: 'typescript', target: 'es2024' }).body.flatMap((item) => {
    if (item.type !== 'ExportDeclaration') return [];
    const made = item.declaration;
    switch (made.type) {
      case 'VariableDeclaration':
        return made.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.value] : []));
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
        return [made.identifier.value];
      case 'TsTypeAliasDeclaration':
      case 'TsInterfaceDeclaration':
        return [made.id.value];
      default:
        return [];
    }
  });
}

if (import.meta.main) {
  const files = sourceFiles(join(root, 'src')).map(
    (file) => [relative(root, file), readFileSync(file, 'utf8')] as const,
  );
  const found = namesWithTwoMeanings(new Map(files));
  for (const [name, places] of found)
    console.log(`${name}\n${places.map((place) => `  ${place}`).join('\n')}`);
  console.log(
    found.size === 0
      ? 'Every exported name is defined once.'
      : `${found.size} exported names are defined for more than one job.`,
  );
  if (found.size > 0 && !process.argv.includes('--count')) process.exitCode = 1;
}
