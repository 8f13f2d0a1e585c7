/**
 * A WebAssembly module without the content of its memory. V8 keeps the bytes of a module for as long as it runs, and more
 * than half of the checker's are data that its image holds too.
 */
export function withoutData(module: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [module.subarray(0, headBytes)];
  for (let at = headBytes; at < module.length; ) {
    const [length, start] = readNumber(module, at + 1);
    const end = start + length;
    if (module[at] !== dataSection && module[at] !== dataCountSection) kept.push(module.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

/** The mark and the version; what follows are sections: a number for the kind, the length of the content, the content. */
const headBytes = 8;
/** https://webassembly.github.io/spec/core/binary/modules.html#sections */
const dataSection = 11;
const dataCountSection = 12;

/** An unsigned LEB128 number, and where it ends. */
function readNumber(bytes: Uint8Array, from: number): [value: number, end: number] {
  let value = 0;
  for (let at = from, shift = 0; ; at += 1, shift += 7) {
    const byte = bytes[at];
    if (byte === undefined) throw new Error('The module ends in the middle of a number.');
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at + 1];
  }
}
