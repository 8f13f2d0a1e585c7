/** RTP with Discord's `aead_aes256_gcm_rtpsize`: the header is authenticated, the rest encrypted, the nonce appended. */
import { createCipheriv, createDecipheriv } from 'node:crypto';

export const encryptionMode = 'aead_aes256_gcm_rtpsize';

export function sealRtp(
  key: Buffer,
  counter: number,
  rtp: { ssrc: number; sequence: number; timestamp: number },
  payload: Buffer,
): Buffer {
  const header = Buffer.alloc(16);
  header[0] = 0x90;
  header[1] = 0x78;
  header.writeUInt16BE(rtp.sequence & 0xffff, 2);
  header.writeUInt32BE(rtp.timestamp >>> 0, 4);
  header.writeUInt32BE(rtp.ssrc >>> 0, 8);
  header.writeUInt16BE(0xbede, 12);
  header.writeUInt16BE(1, 14);
  const nonce = Buffer.alloc(4);
  nonce.writeUInt32BE(counter >>> 0);
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.concat([nonce, Buffer.alloc(8)]));
  cipher.setAAD(header);
  const extension = Buffer.from([0x10, 0xff, 0, 0]);
  return Buffer.concat([
    header,
    cipher.update(Buffer.concat([extension, payload])),
    cipher.final(),
    cipher.getAuthTag(),
    nonce,
  ]);
}

/** Throws when the packet was not sealed with this key. */
export function openRtp(key: Buffer, packet: Buffer): Buffer {
  const first = packet[0] ?? 0;
  let header = 12 + 4 * (first & 15);
  let extension = 0;
  if ((first & 0x10) !== 0) {
    extension = packet.readUInt16BE(header + 2) * 4;
    header += 4;
  }
  const nonce = Buffer.concat([packet.subarray(packet.length - 4), Buffer.alloc(8)]);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(packet.subarray(0, header));
  decipher.setAuthTag(packet.subarray(packet.length - 20, packet.length - 4));
  const plain = Buffer.concat([
    decipher.update(packet.subarray(header, packet.length - 20)),
    decipher.final(),
  ]);
  return plain.subarray(extension);
}
