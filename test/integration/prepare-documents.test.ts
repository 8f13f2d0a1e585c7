import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/pipeline/prepare/read-document.ts';
import { tidyDocument } from '../../src/pipeline/prepare/tidy-document.ts';
import { failureOf } from '../support/failure-of.ts';

const file = (name: string): Buffer => readFileSync(new URL(`../fixtures/prepare/${name}`, import.meta.url));
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
/** The sentence that a person reads. */
const refused = async (bytes: Uint8Array, options = {}): Promise<string> =>
  (await failureOf(readDocument(bytes, options)))?.sentence ?? '';

describe('a document', () => {
  it('is read from a PDF line by line', async () => {
    const text = tidyDocument(file('backend-resume.txt').toString());
    expect(lines(await readDocument(file('backend-resume.pdf')))).toEqual(lines(text));
  });

  it('is read from a Word file paragraph by paragraph', async () => {
    const text = tidyDocument(file('data-job.txt').toString()).replaceAll('• ', '');
    expect(lines(await readDocument(file('data-job.docx')))).toEqual(lines(text));
  });

  it.each([
    ['UTF-8', Buffer.from('Développeur Go\n\t- Python')],
    ['UTF-16', Buffer.from('\uFEFFDéveloppeur Go\n\t- Python', 'utf16le')],
    ['Windows-1252', Buffer.from('Développeur Go\n\t- Python', 'latin1')],
  ])('is read from a text in %s', async (_, bytes) => {
    expect(await readDocument(bytes)).toBe('Développeur Go\n• Python');
  });

  it('says in one sentence what is wrong with a file, and what to do', async () => {
    expect(await refused(file('encrypted.pdf'))).toMatch(/^That PDF has a password; .*paste the text\.$/);
    expect(await refused(file('pictures-only.pdf'))).toMatch(/^That PDF holds pictures of text/);
    expect(await refused(file('backend-resume.pdf').subarray(0, 300))).toMatch(/damaged/);
    expect(await refused(file('data-job.docx').subarray(0, 700))).toMatch(/damaged/);
    expect(await refused(zipSync({ 'a.txt': strToU8('no Word file') }))).toMatch(
      /PDF, Word \(DOCX\) and text/,
    );
    expect(await refused(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]))).toMatch(/PDF, Word \(DOCX\) and text/);
    expect(await refused(Buffer.from('{\\rtf1 hello}'))).toMatch(/old Word format/);
    expect(await refused(Buffer.from('  \n ... \n'))).toMatch(/no text/);
    expect(await refused(Buffer.alloc(6 * 2 ** 20, 'a'))).toMatch(/larger than 5 MB/);
  });

  it('is given up when reading it takes too long', async () => {
    expect(await refused(file('backend-resume.pdf'), { timeoutMs: 1 })).toMatch(/took too long/);
  });

  it('is given up when it unpacks to far too much, whether it says so or not', async () => {
    const big = zipSync({ 'word/document.xml': new Uint8Array(200 * 2 ** 20) }, { level: 1 });
    expect(big.byteLength).toBeLessThan(5 * 2 ** 20);
    expect(await refused(big)).toMatch(/unpacks to far too much/);
    const lying = Buffer.from(big);
    // The size that the list of contents and the entry itself give.
    const entry = lying.lastIndexOf(Buffer.from('PK\u0001\u0002'));
    lying.writeUInt32LE(1_000, entry + 24);
    lying.writeUInt32LE(1_000, 22);
    expect(await refused(lying)).toMatch(/unpacks to far too much|damaged/);
  });

  it('holds nothing invisible, and one kind of bullet', async () => {
    const bytes = Buffer.from('Py\u200Bthon\u0007 \u202E and\u00A0SQL\r\n▪ ﬁrst\r– second\n\n\n\nthird');
    expect(await readDocument(bytes)).toBe('Python and SQL\n• first\n• second\n\nthird');
  });
});
