/** Everything that is kept about a person, as one zip that they can read without this program. */
import { strToU8 } from 'fflate';
import { z } from 'zod';
import { siblingScript } from '../../async/sibling-script.ts';
import { openWorkerCalls } from '../../async/worker-calls.ts';
import type { Evaluation, HistoryEntry, Moment } from '../../domain.ts';
import { evaluationSchema } from '../../store/evaluations.ts';
import type { HeldTables } from '../../store/export-person.ts';

export type ExportFile = { name: string; bytes: Uint8Array; alt: string };

/** An evaluation in the shape for programs, with the sentences that people read. */
export type WordEvaluation = (evaluation: Evaluation) => { feedback: { strength: string; fix: string } };

/** Writes the pages of an export that people read, by file name. */
export type WritePages = (contents: {
  accounts: { tenant: string; userId: string }[];
  history: readonly HistoryEntry[];
  recordings: number;
  /** Recordings that are kept but too large for one file. */
  recordingsLeftOut: number;
  charts: readonly ExportFile[];
  at: Moment;
}) => Record<string, string>;

/** Packs it in a separate thread, which asks for the recordings one by one. */
export async function packExport(given: {
  tables: HeldTables;
  history: readonly HistoryEntry[];
  sounds: {
    utteranceIds: string[];
    leftOut: number;
    /** Null once it has been dropped. */
    read(utteranceId: string): Promise<Buffer | null>;
  };
  charts: readonly ExportFile[];
  wordEvaluation: WordEvaluation;
  writePages: WritePages;
  at: Date;
}): Promise<Uint8Array> {
  const { history, sounds, charts, wordEvaluation, writePages, at } = given;
  const tables = { ...given.tables, evaluations: (given.tables.evaluations ?? []).map(worded) };
  const accounts = (given.tables.accounts ?? []).map(({ tenant, user_id: userId }) => ({
    tenant: String(tenant),
    userId: String(userId),
  }));
  const exportedAt = at.toISOString();
  const pages = writePages({
    accounts,
    history,
    recordings: sounds.utteranceIds.length,
    recordingsLeftOut: sounds.leftOut,
    charts,
    at: exportedAt,
  });
  const data = { format: 'greenroom-export-1', exportedAt, tables };
  const files: Record<string, Uint8Array> = { 'data.json': strToU8(JSON.stringify(data, null, 2)) };
  for (const [name, page] of Object.entries(pages)) files[name] = strToU8(page);
  function worded({ scores, evaluation, ...row }: HeldTables[string][number]) {
    return { ...row, scores, evaluation: wordEvaluation(evaluationSchema.parse(evaluation)) };
  }
  for (const { name, bytes } of charts) files[`charts/${name}`] = bytes;
  const worker = openWorkerCalls(siblingScript(import.meta.url, 'zip-worker'), 'export', {
    onAsk: (utteranceId) => sounds.read(z.string().parse(utteranceId)),
  });
  try {
    const message = { files, utteranceIds: sounds.utteranceIds, at };
    return await worker.call(message, (zip) => z.instanceof(Uint8Array).parse(zip));
  } finally {
    await worker.close();
  }
}
