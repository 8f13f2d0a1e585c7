/** What is held of a person as one zip that they can read without this program. */
import { strToU8, zipSync } from 'fflate';
import type { Evaluation, HistoryEntry, Moment } from '../../domain.ts';
import { evaluationSchema } from '../../store/evaluations.ts';
import type { HeldSound, HeldTables } from '../../store/export-person.ts';

export type ExportFile = { name: string; bytes: Uint8Array; alt: string };

/** An evaluation as programs read it, with the sentences that people read. */
export type WordEvaluation = (evaluation: Evaluation) => { feedback: { strength: string; fix: string } };

/** Writes the pages of an export that people read, by file name. */
export type WritePages = (contents: {
  accounts: { tenant: string; userId: string }[];
  history: readonly HistoryEntry[];
  recordings: number;
  charts: readonly ExportFile[];
  at: Moment;
}) => Record<string, string>;

export function packExport(given: {
  tables: HeldTables;
  history: readonly HistoryEntry[];
  sounds: readonly HeldSound[];
  charts: readonly ExportFile[];
  wordEvaluation: WordEvaluation;
  writePages: WritePages;
  at: Date;
}): Uint8Array {
  const { history, sounds, charts, wordEvaluation, writePages, at } = given;
  const tables = { ...given.tables, evaluations: (given.tables.evaluations ?? []).map(worded) };
  const accounts = (given.tables.accounts ?? []).map(({ tenant, user_id: userId }) => ({
    tenant: String(tenant),
    userId: String(userId),
  }));
  const exportedAt = at.toISOString();
  const pages = writePages({ accounts, history, recordings: sounds.length, charts, at: exportedAt });
  const data = { format: 'greenroom-export-1', exportedAt, tables };
  const files: Record<string, Uint8Array> = { 'data.json': strToU8(JSON.stringify(data, null, 2)) };
  for (const [name, page] of Object.entries(pages)) files[name] = strToU8(page);
  function worded({ scores, evaluation, ...row }: HeldTables[string][number]) {
    return { ...row, scores, evaluation: wordEvaluation(evaluationSchema.parse(evaluation)) };
  }
  for (const { name, bytes } of charts) files[`charts/${name}`] = bytes;
  for (const { utteranceId, pcm } of sounds) files[`recordings/${utteranceId}.wav`] = toWav(pcm);
  return zipSync(files, { mtime: at });
}

/** 16-bit mono at 16 kHz as a WAV file (the canonical 44-byte header of RIFF WAVE, PCM). */
function toWav(pcm: Buffer): Uint8Array {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + pcm.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(16_000, 24);
  header.writeUInt32LE(32_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(pcm.length, 40);
  return Buffer.concat([header, pcm]);
}
