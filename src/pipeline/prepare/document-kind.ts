export type DocumentKind = 'pdf' | 'docx' | 'old-word' | 'text' | 'unknown';

/** What a file is by its content; names and declared types are often wrong. */
export function documentKind(bytes: Uint8Array): DocumentKind {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  // Readers accept a PDF that begins a little later, as some mail programs write them.
  if (head.includes('%PDF-')) return 'pdf';
  if (head.startsWith('PK\u0003\u0004')) return 'docx';
  if (head.startsWith('\u00d0\u00cf\u0011\u00e0') || head.startsWith('{\\rtf')) return 'old-word';
  return textOfBytes(bytes) === null ? 'unknown' : 'text';
}

/** A text file in UTF-8, UTF-16 with its mark, or Windows-1252; null for anything that is no text. */
export function textOfBytes(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes);
    return hasControls(text) ? null : text;
  }
}

const hasControls = (text: string): boolean => /[[\p{Cc}]--[\t\n\r\f]]/v.test(text);
