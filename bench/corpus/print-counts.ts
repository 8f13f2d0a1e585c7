/** Prints how often each name occurs, the most frequent first. */
export function printCounts(title: string, names: readonly string[]): void {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  console.log(`${title}: ${sorted.map(([name, many]) => `${name} ${many}`).join(', ')}`);
}
