import { takeText } from '../../given-text.ts';

/**
 * A document as lines of plain text: without invisible characters, with one kind of bullet, space and line end. Every quote is
 * taken from this text word for word.
 */
export const tidyDocument = (text: string): string =>
  takeText(text.normalize('NFKC').replace(/\r\n?|[\u2028\u2029\f\v]/g, '\n'))
    .replace(/[\u200B-\u200F\u2060\uFEFF\u00AD]/g, '')
    .replace(/[\p{Zs}\t]+/gu, ' ')
    .replace(/^ *[•●▪■◦‣⁃∙·*–—-] +/gmu, '• ')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
