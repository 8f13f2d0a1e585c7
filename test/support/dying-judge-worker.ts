/** The thread that judges, as it dies when it first reads an answer that asks for it; the next thread lives. */
import { existsSync, writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

const { DYING_JUDGE: marker = '' } = process.env;
parentPort?.on('message', ({ message }) => {
  if (message?.do !== 'judge' || !/\bdie\b/.test(message.answer.text)) return;
  if (!/always/.test(message.answer.text) && existsSync(marker)) return;
  writeFileSync(marker, '');
  process.exit(1);
});
await import('../../src/judging-worker.ts');
