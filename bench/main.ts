/** `npm run bench -- NAME [options]`: runs `bench/NAME.ts`, which exports `bench(args)` and prints its own table. */
import { readdirSync } from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';

const [name = '', ...args] = process.argv.slice(2);
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -3));
if (!known.includes(name)) {
  console.error(`There is no bench "${name}". Choose one of: ${known.join(', ')}.`);
  process.exit(2);
}
const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
const gib = Math.round(totalmem() / 2 ** 30);
console.log(
  `${new Date().toISOString().slice(0, 10)} · ${cpus().length} × ${processor} (${arch()}) · ${gib} GiB · Node ${process.versions.node}\n`,
);
const { bench } = (await import(`./${name}.ts`)) as { bench: (args: string[]) => Promise<void> };
await bench(args);
