import { fileNameOf, secretNames } from './secret-files.ts';

/**
 * Variables that are not settings but look like one: `DISCORD_TOKN`, or `LOG_LEVEL_FILE`, since only secrets may stand in
 * files.
 */
export function misspeltAmong(
  environment: Record<string, string | undefined>,
  settingNames: readonly string[],
): { name: string; meant: string }[] {
  const known = [...settingNames, ...secretNames.map(fileNameOf)];
  return Object.keys(environment).flatMap((name) => {
    // Short names have too many neighbours.
    if (known.includes(name) || name.length < 6) return [];
    const withoutFile = name.replace(/_FILE$/, '');
    if (withoutFile !== name && settingNames.includes(withoutFile)) return [{ name, meant: withoutFile }];
    const [meant] = known
      .map((setting) => ({ setting, edits: editsBetween(name, setting) }))
      .filter(({ setting, edits }) => setting.length >= 6 && edits <= 2)
      .toSorted((one, other) => one.edits - other.edits);
    return meant ? [{ name, meant: meant.setting }] : [];
  });
}

/** How many letters must be added, removed or changed (Levenshtein 1966). */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [index, wanted] of [...other].entries())
      next.push(
        Math.min(
          (next[index] ?? 0) + 1,
          (row[index + 1] ?? 0) + 1,
          (row[index] ?? 0) + (letter === wanted ? 0 : 1),
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
