/**
 * How often the language of a typed text is told right: in answers in other languages with the English words of the trade
 * in them, and in the English answers of the corpus. Beside it the identifier alone, without our rules.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { guessLanguage } from '../src/pipeline/scoring/languages/identifier.ts';
import { likelyLanguage } from '../src/pipeline/scoring/languages/likely-language.ts';
import { readCorpus } from './scoring/corpus-rows.ts';

const others = z.record(z.string(), z.array(z.string()));

/** `npm run bench -- languages` */
export async function bench(): Promise<void> {
  const file = new URL('../test/fixtures/other-languages.yaml', import.meta.url);
  const foreign = Object.entries(others.parse(parse(readFileSync(file, 'utf8')))).flatMap(
    ([language, texts]) => texts.map((text) => ({ language, text })),
  );
  const english = readCorpus().map(({ answer }) => ({ language: 'en', text: answer.text }));
  const languages = new Set(foreign.flatMap(({ language }) => (language === 'und' ? [] : language))).size;
  for (const [name, told] of [
    ['with the rules', likelyLanguage],
    ['identifier alone', alone],
  ] as const)
    console.log(
      `${name}: ${await right(foreign, told)} of ${foreign.length} answers in ${languages} other languages told right, ` +
        `${english.length - (await right(english, told))} of ${english.length} English ones called another language`,
    );
}

/** English where the identifier is not sure, as the program takes it. */
async function alone(text: string): Promise<string> {
  const guess = await guessLanguage(text);
  return guess?.sure ? guess.language : 'en';
}

/** `und` stands for a language that nobody has to name, as long as it is not called English. */
async function right(
  texts: readonly { language: string; text: string }[],
  told: (text: string) => Promise<string>,
): Promise<number> {
  let count = 0;
  for (const { language, text } of texts) {
    const found = await told(text);
    if (language === 'und' ? found !== 'en' : found === language) count++;
  }
  return count;
}
