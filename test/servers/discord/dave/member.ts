/** A person's DAVE client: a real MLS member that encrypts what the person says. */
import { DAVESession } from '@snazzah/davey';
import type { DaveClient, DeliveryService } from './delivery-service.ts';

export type DaveMember = ReturnType<typeof openDaveMember>;

export function openDaveMember(
  userId: string,
  channelId: string,
  service: DeliveryService,
  others: () => string[],
) {
  const session = new DAVESession(1, userId, channelId);
  const errors: string[] = [];
  let closed = false;

  function renew(): void {
    session.reinit(1, userId, channelId);
    session.setExternalSender(service.externalSender);
    service.takeKeyPackage(client, session.getSerializedKeyPackage());
  }
  function follow(op: number, payload: Buffer): void {
    const id = payload.readUInt16BE(0);
    try {
      if (op === 29) session.processCommit(payload.subarray(2));
      else session.processWelcome(payload.subarray(2));
      if (session.ownLeafIndex !== service.leafOf(userId)) errors.push('leaf index differs from the server');
      if (id > 0) service.ready(client, id);
    } catch (error) {
      errors.push(`op ${op}: ${error}`);
      service.invalid(client, id);
      renew();
    }
  }
  function receive(op: number, payload: Buffer): void {
    if (closed) return;
    if (op === 25) session.setExternalSender(payload);
    else if (op === 27) {
      const { commit, welcome } = session.processProposals(payload[0] ?? 0, payload.subarray(1), others());
      if (commit) service.takeCommit(client, welcome ? Buffer.concat([commit, welcome]) : commit);
    } else follow(op, payload);
  }
  const client: DaveClient = {
    kind: 'person',
    userId,
    flush: async () => true,
    sendBinary(op, payload) {
      const copy = Buffer.from(payload);
      queueMicrotask(() => {
        try {
          receive(op, copy);
        } catch (error) {
          errors.push(`op ${op}: ${error}`);
        }
      });
    },
    sendJson(op, data) {
      queueMicrotask(() => {
        if (!closed && op === 24 && 'epoch' in data && data.epoch === 1) renew();
      });
    },
  };

  return {
    errors,
    start(): void {
      service.connect(client);
      service.takeKeyPackage(client, session.getSerializedKeyPackage());
    },
    ready: () => session.ready,
    privacyCode: () => session.voicePrivacyCode,
    encrypt: (opus: Buffer): Buffer => session.encryptOpus(opus),
    close(): void {
      closed = true;
      service.disconnect(userId);
      session.reset();
    },
  };
}
