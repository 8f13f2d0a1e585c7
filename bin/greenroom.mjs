#!/usr/bin/env node
/**
 * The door to the program, in plain JavaScript that any Node can read: says so when this Node is too old to load the rest.
 * A clone runs its TypeScript as it is written; a package runs what was compiled from it.
 */
import { existsSync } from 'node:fs';
import { becomeLean } from './lean-node.mjs';

const source = new URL('../src/main.ts', import.meta.url);
const isClone = existsSync(source);
// Node strips types by itself since 22.18; the packages that Greenroom uses need 22.12.
const [leastMajor, leastMinor] = isClone ? [22, 18] : [22, 12];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
  const remedy = isClone
    ? 'Run "npm ci", which brings a newer Node along, and start with "npm start", or install a newer Node.'
    : 'Install a newer Node.';
  process.stderr.write(
    `greenroom: This is Node ${process.versions.node}; Greenroom needs ${leastMajor}.${leastMinor} or newer. ${remedy}\n`,
  );
  process.exitCode = 2;
} else {
  // Other commands end too soon to be worth it.
  if (['start', 'practice', undefined].includes(process.argv[2])) becomeLean();
  await import(isClone ? source.href : new URL('../dist/main.js', import.meta.url).href);
}
