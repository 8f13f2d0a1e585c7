/** Makes the PDF and Word files of `test/fixtures/prepare` from the texts there: `node scripts/document-fixtures.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';

const folder = join(import.meta.dirname, '..', 'test', 'fixtures', 'prepare');
const textOf = (name: string): string => readFileSync(join(folder, `${name}.txt`), 'utf8');
const save = (name: string, bytes: Uint8Array): void => writeFileSync(join(folder, name), bytes);

save('backend-resume.pdf', pdfOf(textOf('backend-resume')));
save('data-job.docx', wordOf(textOf('data-job')));
save('pictures-only.pdf', pdfOf(null));
save('encrypted.pdf', pdfOf('This cannot be read.', { encrypted: true }));

/** One page of lines; null: a page that holds a picture and no text. */
function pdfOf(text: string | null, { encrypted = false } = {}): Buffer {
  const lines = (text ?? '').split('\n').map((line) => `(${escaped(line)}) Tj T*`);
  const content =
    text === null
      ? '100 0 0 100 50 600 cm 0.5 g 0 0 1 1 re f'
      : `BT /F1 9 Tf 11 TL 50 800 Td\n${lines.join('\n')}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${'5a'.repeat(32)}> /U <${'c3'.repeat(32)}> >>`,
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = Buffer.byteLength(body, 'latin1');
    body += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const id = '0123456789abcdef0123456789abcdef';
  const trailer = `<< /Size ${objects.length + 1} /Root 1 0 R /ID [<${id}> <${id}>]${encrypted ? ' /Encrypt 6 0 R' : ''} >>`;
  const start = Buffer.byteLength(body, 'latin1');
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n${trailer}\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(body, 'latin1');
}

/** Windows-1252, as the font has it. */
function escaped(line: string): string {
  const special: Record<string, string> = { '•': '\u0095', '–': '\u0096', '—': '\u0097', '’': '\u0092' };
  return [...line]
    .map((letter) => special[letter] ?? letter)
    .join('')
    .replace(/[\\()]/g, '\\$&');
}

function wordOf(text: string): Uint8Array {
  const paragraphs = text.split('\n').map((line) => {
    const isItem = line.startsWith('• ');
    const list = isItem ? '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>' : '';
    const words = line.replace(/^• /, '').replace(/&/g, '&amp;').replace(/</g, '&lt;');
    return `<w:p>${list}<w:r><w:t xml:space="preserve">${words}</w:t></w:r></w:p>`;
  });
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument';
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const types = 'http://schemas.openxmlformats.org/package/2006/content-types';
  const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  return zipSync(
    {
      '[Content_Types].xml': strToU8(
        `${head}<Types xmlns="${types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`,
      ),
      '_rels/.rels': strToU8(
        `${head}<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}" Target="word/document.xml"/></Relationships>`,
      ),
      'word/document.xml': strToU8(
        `${head}<w:document xmlns:w="${word}"><w:body>${paragraphs.join('')}</w:body></w:document>`,
      ),
    },
    { mtime: '2026-01-01T00:00:00Z' },
  );
}
