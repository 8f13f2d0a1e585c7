/** What is held of a person as one zip that they can read without this program. */
import { strToU8, zipSync } from 'fflate';
import type { Evaluation } from '../../domain.ts';
import { evaluationSchema } from '../../store/evaluations.ts';
import type { HeldSound, HeldTables } from '../../store/export-person.ts';
import type { HistoryEntry } from '../progress/progress-types.ts';

export type ExportFile = { name: string; bytes: Uint8Array; alt: string };

/** An evaluation as programs read it, with the sentences that people read. */
export type WordEvaluation = (evaluation: Evaluation) => { feedback: { strength: string; fix: string } };

export function packExport(given: {
  tables: HeldTables;
  history: readonly HistoryEntry[];
  sounds: readonly HeldSound[];
  charts: readonly ExportFile[];
  wordEvaluation: WordEvaluation;
  at: Date;
}): Uint8Array {
  const { history, sounds, charts, wordEvaluation, at } = given;
  const tables = { ...given.tables, evaluations: (given.tables.evaluations ?? []).map(worded) };
  const files: Record<string, Uint8Array> = {
    'README.md': strToU8(readme(given)),
    'answers.md': strToU8(answersPage(history, wordEvaluation)),
    'data.json': strToU8(
      JSON.stringify({ format: 'greenroom-export-1', exportedAt: at.toISOString(), tables }, null, 2),
    ),
  };
  function worded({ scores, evaluation, ...row }: HeldTables[string][number]) {
    return { ...row, scores, evaluation: wordEvaluation(evaluationSchema.parse(evaluation)) };
  }
  for (const { name, bytes } of charts) files[`charts/${name}`] = bytes;
  for (const { utteranceId, pcm } of sounds) files[`recordings/${utteranceId}.wav`] = toWav(pcm);
  return zipSync(files, { mtime: at });
}

function readme({ tables, history, sounds, charts, at }: Parameters<typeof packExport>[0]): string {
  const accounts = (tables.accounts ?? []).map(({ tenant, user_id }) => `- ${tenant}, as ${user_id}`);
  return `# What Greenroom holds of you

Written on ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC, of these accounts:

${accounts.join('\n') || '- none'}

- **answers.md**: your ${history.length} answers, with what was asked, what you said and how it was judged.
- **data.json**: everything, table by table, as it is stored. Who else took part or rated you is left out.
${charts.map(({ name, alt }) => `- **charts/${name}**: ${alt}`).join('\n')}
${sounds.length === 0 ? 'No recording of your voice is held.' : `- **recordings/**: the ${sounds.length} recordings that are held, as WAV.`}

To have all of this erased, use the command \`privacy forget\` where you practise, or \`greenroom forget\` in a terminal.
`;
}

function answersPage(history: readonly HistoryEntry[], wordEvaluation: WordEvaluation): string {
  if (history.length === 0) return '# Your answers\n\nNothing has been answered yet.\n';
  return `# Your answers\n\n${history.map((entry) => answerPart(entry, wordEvaluation)).join('\n')}`;
}

function answerPart(
  { at, domain, level, question, text, evaluation, state }: HistoryEntry,
  wordEvaluation: WordEvaluation,
): string {
  const lines = [
    `## ${at.slice(0, 16).replace('T', ' ')} UTC · ${domain} · ${level}`,
    `**${question}**`,
    quoted(text === '' ? 'The words are no longer kept.' : text),
  ];
  if (evaluation) {
    const { strength, fix } = wordEvaluation(evaluation).feedback;
    const scores = Object.entries(evaluation.dimensions)
      .filter(([, { score }]) => score !== null)
      .map(([name, { score }]) => `${name} ${Math.round(score ?? 0)}`);
    lines.push(
      `Overall: ${evaluation.overall === null ? 'not scored' : `${Math.round(evaluation.overall)} of 100`}${scores.length > 0 ? ` (${scores.join(', ')})` : ''}.`,
      ...(strength === '' ? [] : [`Good: ${strength}`]),
      `Next time: ${fix}`,
    );
  } else lines.push(`Not judged (${state}).`);
  return `${lines.join('\n\n')}\n`;
}

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

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
