/** The few MLS wire formats (RFC 9420) that a delivery service reads and writes; the clients' own MLS is real. */
import { createHash } from 'node:crypto';

export const u8 = (value: number) => Buffer.from([value]);
export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
export function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}

/** A variable-size vector: its length as a QUIC-style integer, then its bytes (RFC 9420, 2.1.2). */
export function vector(bytes: Buffer): Buffer {
  const length = bytes.length;
  if (length < 0x40) return Buffer.concat([u8(length), bytes]);
  if (length < 0x4000) return Buffer.concat([u16(length | 0x4000), bytes]);
  return Buffer.concat([u32((length | 0x80000000) >>> 0), bytes]);
}

/** SHA-256 of a label and a value: how MLS names a proposal or a key package. */
export const reference = (label: string, value: Buffer): Buffer =>
  createHash('sha256')
    .update(vector(Buffer.from(`MLS 1.0 ${label} Reference`)))
    .update(vector(value))
    .digest();

/** What is signed for `content` under `label` (RFC 9420, 5.1.2). */
export const signedContent = (label: string, content: Buffer): Buffer =>
  Buffer.concat([vector(Buffer.from(`MLS 1.0 ${label}`)), vector(content)]);

type Reader = ReturnType<typeof openReader>;
function openReader(bytes: Buffer, start = 0) {
  let offset = start;
  const take = (count: number): Buffer => {
    if (offset + count > bytes.length) throw new Error('truncated MLS message');
    offset += count;
    return bytes.subarray(offset - count, offset);
  };
  const reader = {
    take,
    u8: () => take(1).readUInt8(),
    u16: () => take(2).readUInt16BE(),
    u32: () => take(4).readUInt32BE(),
    u64: () => take(8).readBigUInt64BE(),
    vector(): Buffer {
      const kind = (bytes[offset] ?? 0xff) >> 6;
      if (kind === 0) return take(reader.u8());
      if (kind === 1) return take(reader.u16() & 0x3fff);
      if (kind === 2) return take(reader.u32() & 0x3fffffff);
      throw new Error('not a vector length');
    },
    offset: () => offset,
    left: () => bytes.length - offset,
  };
  return reader;
}

function readLeafNode(reader: Reader) {
  reader.vector();
  const signatureKey = reader.vector();
  if (reader.u16() !== 1) throw new Error('credential is not basic');
  const identity = reader.vector();
  for (let part = 0; part < 5; part++) reader.vector();
  const source = reader.u8();
  let lifetime: [bigint, bigint] | null = null;
  if (source === 1) lifetime = [reader.u64(), reader.u64()];
  else if (source === 3) reader.vector();
  reader.vector();
  reader.vector();
  return { signatureKey, identity, lifetime };
}

export type KeyPackage = ReturnType<typeof readKeyPackage>;
/** Reads a key package, framed as an MLSMessage or bare (as Discord's clients send it). */
export function readKeyPackage(message: Buffer) {
  const framed = message.readUInt16BE(2) === 5 && message.readUInt16BE(4) === 1;
  const bytes = framed ? message.subarray(4) : message;
  const reader = openReader(bytes);
  const version = reader.u16();
  const suite = reader.u16();
  reader.vector();
  const leaf = readLeafNode(reader);
  reader.vector();
  const signed = bytes.subarray(0, reader.offset());
  const signature = reader.vector();
  if (reader.left() > 0) throw new Error('trailing bytes after key package');
  return { version, suite, leaf, signed, signature, bytes, reference: reference('KeyPackage', bytes) };
}

export type Welcome = ReturnType<typeof readWelcome>;
/** Reads a commit and the welcome that may follow it. */
export function readCommit(bytes: Buffer) {
  const reader = openReader(bytes);
  if (reader.u16() !== 1 || reader.u16() !== 1) throw new Error('not an MLS 1.0 PublicMessage');
  const groupId = reader.vector();
  const epoch = reader.u64();
  if (reader.u8() !== 1) throw new Error('not sent by a member');
  const senderLeaf = reader.u32();
  reader.vector();
  if (reader.u8() !== 3) throw new Error('not a commit');
  const proposals = openReader(reader.vector());
  const references: Buffer[] = [];
  while (proposals.left() > 0) {
    if (proposals.u8() !== 2) throw new Error('commit has an inline proposal');
    references.push(Buffer.from(proposals.vector()));
  }
  if (reader.u8() === 1) {
    readLeafNode(reader);
    reader.vector();
  }
  for (let part = 0; part < 3; part++) reader.vector();
  const commit = bytes.subarray(0, reader.offset());
  const welcome = reader.left() > 0 ? readWelcome(bytes.subarray(reader.offset())) : null;
  return { groupId, epoch, senderLeaf, references, commit, welcome };
}

function readWelcome(bytes: Buffer) {
  const framed = bytes.readUInt16BE(0) === 1 && bytes.readUInt16BE(2) === 3;
  const reader = openReader(bytes, framed ? 4 : 0);
  const suite = reader.u16();
  const list = reader.vector();
  const entries = openReader(list);
  const secrets: { reference: Buffer; bytes: Buffer }[] = [];
  while (entries.left() > 0) {
    const start = entries.offset();
    const of = Buffer.from(entries.vector());
    entries.vector();
    entries.vector();
    secrets.push({ reference: of, bytes: list.subarray(start, entries.offset()) });
  }
  return { suite, secrets, groupInfo: reader.vector() };
}

/** The welcome as one new member gets it: with that member's secret alone. */
export function welcomeFor(welcome: Welcome, keyPackage: KeyPackage): Buffer | null {
  const secret = welcome.secrets.find((entry) => entry.reference.equals(keyPackage.reference));
  return secret ? Buffer.concat([u16(welcome.suite), vector(secret.bytes), vector(welcome.groupInfo)]) : null;
}
