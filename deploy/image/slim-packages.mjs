/**
 * Removes from node_modules what the program never reads while it runs: what helps to debug, type and build packages, and
 * builds for other machines. Licences stay. Run in the image only: an install keeps everything. `--list` shows the parts
 * that are named below and removes nothing.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const packages = 'node_modules';
const prebuilds = `${packages}/better-sqlite3/prebuilds`;
const parts = [
  // The server of whisper.cpp was built before.
  'nodejs-whisper/cpp',
  'better-sqlite3/deps',
  'better-sqlite3/src',
  ...readdirSync(prebuilds)
    .filter((name) => !name.startsWith(`${process.platform}-${process.arch}.`))
    .map((name) => `better-sqlite3/prebuilds/${name}`),
  // The checker is read from its smaller binary.
  ...['binaryInlined.js', 'slimBinaryInlined.js', 'harper_wasm_bg.wasm'].map(
    (name) => `harper.js/dist/${name}`,
  ),
].map((part) => join(packages, part));

// A package that is laid out anew must not grow the image without a word.
for (const part of parts)
  if (!existsSync(part)) throw new Error(`${part} is not there any more: look at this list again.`);

if (process.argv.includes('--list')) process.stdout.write(`${parts.join('\n')}\n`);
else {
  for (const part of parts) rmSync(part, { recursive: true });
  removeByName();
}

function removeByName() {
  const uselessFile = /\.(map|tsbuildinfo|d\.[cm]?ts)$|^(readme|changelog|history)(\.(md|markdown|txt))?$/i;
  const uselessFolder = /^(test|tests|__tests__|docs|examples?|\.github)$/;
  const isTopOfPackage = (path) => /(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/.test(path);
  for (const entry of readdirSync(packages, { recursive: true, withFileTypes: true })) {
    const isUseless = entry.isDirectory()
      ? uselessFolder.test(entry.name) && isTopOfPackage(entry.parentPath)
      : uselessFile.test(entry.name);
    if (isUseless) rmSync(join(entry.parentPath, entry.name), { recursive: true, force: true });
  }
}
