/** The child process of `readDocument`: `document-child pdf|docx`, the file on standard input, its text as JSON on standard output. */
import { buffer } from 'node:stream/consumers';
import { unzipSync } from 'fflate';
import type { DocumentReport } from './document-types.ts';

/** Far more than any description or résumé; a small archive that claims more is not one. */
const mostUnpackedBytes = 64 * 2 ** 20;
const mostPages = 50;

const bytes = await buffer(process.stdin);
const report = await (process.argv[2] === 'pdf' ? readPdf(bytes) : readWord(bytes));
process.stdout.write(JSON.stringify(report), () => process.exit(0));

async function readPdf(file: Uint8Array): Promise<DocumentReport> {
  const { getDocumentProxy } = await import('unpdf');
  try {
    const pdf = await getDocumentProxy(new Uint8Array(file));
    const pages: string[] = [];
    for (let number = 1; number <= Math.min(pdf.numPages, mostPages); number++) {
      const { items } = await (await pdf.getPage(number)).getTextContent();
      pages.push(textOfItems(items));
    }
    const text = pages.join('\n');
    // A scan has a word or two at most: a stamp, or the name of the scanner.
    return /\w{3}/.test(text) && text.split(/\s+/).length >= 5 ? { text } : { fault: 'pictures-only' };
  } catch (error) {
    return { fault: error instanceof Error && error.name === 'PasswordException' ? 'encrypted' : 'damaged' };
  }
}

/** Marks in between hold no text. */
function textOfItems(items: readonly object[]): string {
  return items
    .map((item) => {
      const text = 'str' in item ? String(item.str) : '';
      return 'hasEOL' in item && item.hasEOL === true ? `${text}\n` : text;
    })
    .join('');
}

async function readWord(file: Buffer): Promise<DocumentReport> {
  let unpacked = 0;
  let isWord = false;
  try {
    // Reads only the list of contents.
    unzipSync(file, {
      filter: ({ name, originalSize }) => {
        unpacked += originalSize;
        if (name === 'word/document.xml') isWord = true;
        return false;
      },
    });
  } catch {
    return { fault: 'damaged' };
  }
  if (!isWord) return { fault: 'unknown-kind' };
  if (unpacked > mostUnpackedBytes) return { fault: 'too-big-inside' };
  try {
    const { default: mammoth } = await import('mammoth');
    const noImages = mammoth.images.imgElement(async () => ({ src: '' }));
    const { value } = await mammoth.convertToHtml({ buffer: file }, { convertImage: noImages });
    return { text: textOfHtml(value) };
  } catch {
    return { fault: 'damaged' };
  }
}

/** The reader's own HTML: a few plain tags, with every other sign of its kind escaped. */
function textOfHtml(html: string): string {
  const entities: Record<string, string> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&amp;': '&',
  };
  return html
    .replace(/<li>/g, '\n• ')
    .replace(/<\/(?:p|li|h\d|tr|td|th)>|<br ?\/?>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity);
}
