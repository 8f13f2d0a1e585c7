/**
 * The voice gateway's part of DAVE: it proposes members as an external sender, picks the winning commit of an epoch and
 * hands commits and welcomes to the members. It never holds a media key.
 */
import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { afterServed } from '../../served-time.ts';
import {
  type KeyPackage,
  readCommit,
  readKeyPackage,
  reference,
  signedContent,
  u8,
  u16,
  u32,
  u64,
  vector,
  welcomeFor,
} from './wire.ts';

/** One side of the conversation: the bot's voice socket, or a simulated member. */
export type DaveClient = {
  kind: 'bot' | 'person';
  userId: string;
  sendBinary(op: number, payload: Buffer): void;
  sendJson(op: number, data: object): void;
  /** Resolves when the client has handled all that was sent so far. */
  flush(): Promise<unknown>;
};
type Seat = {
  client: DaveClient;
  status: 'pending' | 'member';
  keyPackage: KeyPackage | null;
  seen: Set<string>;
};
type Proposal = {
  kind: 'add' | 'remove';
  userId: string;
  keyPackage: KeyPackage | null;
  message: Buffer;
  reference: Buffer;
};
type Transition = {
  id: number;
  waiting: Set<string>;
  released: boolean;
  done: boolean;
  callOff?: () => void;
};
export type DaveNote = { what: string; userId?: string; by?: string; why?: string };
export type DeliveryService = ReturnType<typeof openDeliveryService>;

const transitionTimeoutMs = 2000;
const preferredCommitDelayMs = 400;

export function openDeliveryService(channelId: string) {
  const groupId = u64(BigInt(channelId));
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([
    u8(4),
    Buffer.from(jwk.x ?? '', 'base64url'),
    Buffer.from(jwk.y ?? '', 'base64url'),
  ]);
  const externalSender = Buffer.concat([vector(point), u16(1), vector(randomBytes(8))]);
  const seats = new Map<string, Seat>();
  const history: DaveNote[] = [];
  let epoch = 0n;
  let established = false;
  let tree: (string | null)[] = [];
  let proposals: Proposal[] = [];
  let held: { client: DaveClient; bytes: Buffer } | null = null;
  let transition: Transition | null = null;
  let nextTransition = 1;
  let commits = 0;

  const note = (what: string, extra: Omit<DaveNote, 'what'> = {}) => history.push({ what, ...extra });
  const members = () => [...seats.values()].filter((seat) => seat.status === 'member');

  function propose(
    kind: 'add' | 'remove',
    userId: string,
    body: Buffer,
    keyPackage: KeyPackage | null,
  ): Proposal {
    const type = kind === 'add' ? 1 : 3;
    const content = Buffer.concat([
      vector(groupId),
      u64(epoch),
      u8(2),
      u32(0),
      vector(Buffer.alloc(0)),
      u8(2),
      u16(type),
      body,
    ]);
    const framed = Buffer.concat([u16(1), u16(1), content]);
    const signature = vector(
      sign('sha256', signedContent('FramedContentTBS', framed), { key: privateKey, dsaEncoding: 'der' }),
    );
    return {
      kind,
      userId,
      keyPackage,
      message: Buffer.concat([framed, signature]),
      reference: reference('Proposal', Buffer.concat([u16(1), content, signature])),
    };
  }
  function sendProposals(seat: Seat, list: Proposal[]): void {
    if (list.length === 0) return;
    for (const proposal of list) seat.seen.add(proposal.reference.toString('hex'));
    const messages = vector(Buffer.concat(list.map((proposal) => proposal.message)));
    seat.client.sendBinary(27, Buffer.concat([u8(0), messages]));
  }
  function broadcast(list: Proposal[]): void {
    proposals.push(...list);
    for (const seat of members()) sendProposals(seat, list);
  }
  function revoke(which: (proposal: Proposal) => boolean): void {
    const gone = proposals.filter(which);
    proposals = proposals.filter((proposal) => !which(proposal));
    for (const seat of seats.values()) {
      const seen = gone.filter((proposal) => seat.seen.has(proposal.reference.toString('hex')));
      if (seen.length === 0) continue;
      const references = Buffer.concat(seen.map((proposal) => vector(proposal.reference)));
      seat.client.sendBinary(27, Buffer.concat([u8(1), vector(references)]));
    }
  }
  function removal(userId: string): Proposal[] {
    const leaf = tree.indexOf(userId);
    const pending = proposals.some((proposal) => proposal.kind === 'remove' && proposal.userId === userId);
    return leaf < 0 || pending ? [] : [propose('remove', userId, u32(leaf), null)];
  }
  function startOver(): void {
    note('reset');
    epoch = 0n;
    established = false;
    tree = [];
    proposals = [];
    held = null;
  }

  /** Whose commit should win this epoch: the bot's and the people's take turns, so that both ways are walked. */
  function preferredKind(): DaveClient['kind'] | null {
    const wanted = commits % 2 === 0 ? 'bot' : 'person';
    const able = [...seats.values()].some(
      (seat) =>
        (established ? seat.status === 'member' : seat.keyPackage !== null) && seat.client.kind === wanted,
    );
    return able ? wanted : null;
  }
  function accept(client: DaveClient, bytes: Buffer): void {
    const reject = (why: string) => {
      note('commit-rejected', { userId: client.userId, why });
    };
    const seat = seats.get(client.userId);
    if (!seat) {
      reject('not connected');
      return;
    }
    const commit = readCommit(bytes);
    if (!commit.groupId.equals(groupId)) {
      reject('wrong group');
      return;
    }
    if (commit.epoch !== epoch) {
      reject('another epoch');
      return;
    }
    if (established && tree[commit.senderLeaf] !== client.userId) {
      reject('another leaf');
      return;
    }
    const expected = proposals.filter((proposal) => established || proposal.userId !== client.userId);
    const taken = commit.references.map((of) => expected.find((known) => known.reference.equals(of)));
    if (taken.length === 0 || taken.length !== expected.length || taken.includes(undefined)) {
      reject('does not cover the proposals');
      return;
    }
    held = null;
    if (!established) {
      tree = [client.userId];
      seat.status = 'member';
    }
    const before = members();
    const added = expected.filter((proposal) => proposal.kind === 'add');
    const removed = expected.filter((proposal) => proposal.kind === 'remove');
    for (const { userId } of removed) if (tree.includes(userId)) tree[tree.indexOf(userId)] = null;
    while (tree.at(-1) === null) tree.pop();
    for (const { userId } of added) {
      const free = tree.indexOf(null);
      tree[free < 0 ? tree.length : free] = userId;
    }
    const id = established ? nextTransition++ : 0;
    established = true;
    epoch++;
    commits++;
    proposals = [];
    for (const other of seats.values()) other.seen.clear();
    note('commit', { by: client.kind, userId: client.userId });
    const welcomed = new Set(added.map((proposal) => proposal.userId));
    const targets: { seat: Seat; op: number; body: Buffer }[] = before
      .filter((other) => !welcomed.has(other.client.userId))
      .map((other) => ({ seat: other, op: 29, body: commit.commit }));
    for (const { userId, keyPackage } of added) {
      const other = seats.get(userId);
      if (!other || !keyPackage || !commit.welcome) continue;
      other.status = 'member';
      const welcome = welcomeFor(commit.welcome, keyPackage);
      if (welcome) targets.push({ seat: other, op: 30, body: welcome });
    }
    deliver(id, targets);
  }
  /** The bot is told first, so that nobody's media of the new epoch overtakes the news. */
  function deliver(id: number, targets: { seat: Seat; op: number; body: Buffer }[]): void {
    const current: Transition = { id, waiting: new Set(), released: false, done: false };
    transition = current;
    const send = ({ seat, op, body }: { seat: Seat; op: number; body: Buffer }) => {
      if (id > 0) current.waiting.add(seat.client.userId);
      seat.client.sendBinary(op, Buffer.concat([u16(id), body]));
    };
    const bots = targets.filter(({ seat }) => seat.client.kind === 'bot');
    const people = targets.filter(({ seat }) => seat.client.kind === 'person');
    for (const target of bots) send(target);
    const release = () => {
      if (current.released) return;
      current.released = true;
      for (const target of people) send(target);
    };
    const execute = () => {
      if (current.done) return;
      current.done = true;
      current.callOff?.();
      release();
      if (id > 0) for (const seat of members()) seat.client.sendJson(22, { transition_id: id });
      note('executed');
    };
    advance = () => {
      if (transition !== current) return;
      if (![...current.waiting].some((userId) => seats.get(userId)?.client.kind === 'bot')) release();
      if (current.released && current.waiting.size === 0) execute();
    };
    if (id === 0) {
      void Promise.all(bots.map(({ seat }) => seat.client.flush())).then(execute);
      return;
    }
    current.callOff = afterServed(transitionTimeoutMs, execute);
    advance();
  }
  let advance = () => {};

  return {
    externalSender,
    history,
    /** True when everyone connected is a member and no change of keys is under way. */
    settled: () =>
      established &&
      proposals.length === 0 &&
      (transition?.done ?? false) &&
      [...seats.values()].every((seat) => seat.status === 'member'),
    leafOf: (userId: string) => tree.indexOf(userId),
    connect(client: DaveClient): void {
      seats.set(client.userId, { client, status: 'pending', keyPackage: null, seen: new Set() });
      client.sendBinary(25, externalSender);
    },
    takeKeyPackage(client: DaveClient, bytes: Buffer): void {
      const seat = seats.get(client.userId);
      if (!seat) return;
      const keyPackage = readKeyPackage(bytes);
      const fault = faultOf(keyPackage, client.userId);
      if (fault) {
        note('bad-key-package', { userId: client.userId, why: fault });
        return;
      }
      seat.keyPackage = keyPackage;
      revoke((proposal) => proposal.kind === 'add' && proposal.userId === client.userId);
      const add = propose('add', client.userId, keyPackage.bytes, keyPackage);
      if (established) {
        seat.status = 'pending';
        broadcast([...removal(client.userId), add]);
        return;
      }
      const earlier = [...proposals];
      proposals.push(add);
      for (const other of seats.values()) if (other !== seat && other.keyPackage) sendProposals(other, [add]);
      sendProposals(seat, earlier);
    },
    takeCommit(client: DaveClient, bytes: Buffer): void {
      const wanted = preferredKind();
      if (!wanted || client.kind === wanted) {
        accept(client, Buffer.from(bytes));
        return;
      }
      const waiting = held === null;
      const mine = { client, bytes: Buffer.from(bytes) };
      held = mine;
      if (!waiting) return;
      setTimeout(() => {
        if (!held) return;
        const last = held;
        held = null;
        accept(last.client, last.bytes);
      }, preferredCommitDelayMs).unref();
    },
    ready(client: DaveClient, id: number): void {
      if (transition?.id !== id) return;
      transition.waiting.delete(client.userId);
      advance();
    },
    /** A member could not follow a commit: it is removed and added again, or the group starts over. */
    invalid(client: DaveClient, id: number): void {
      note('invalid-commit-welcome', { userId: client.userId });
      if (transition?.id === id) {
        transition.waiting.delete(client.userId);
        advance();
      }
      const seat = seats.get(client.userId);
      if (!seat) return;
      seat.keyPackage = null;
      if (established && members().length <= 2) {
        startOver();
        for (const other of seats.values()) {
          other.seen.clear();
          other.status = 'pending';
          other.keyPackage = null;
          if (other !== seat) sendReset(other.client);
        }
        return;
      }
      seat.status = 'pending';
      if (established) broadcast(removal(client.userId));
    },
    disconnect(userId: string): void {
      if (!seats.delete(userId)) return;
      revoke((proposal) => proposal.kind === 'add' && proposal.userId === userId);
      if (!established) return;
      if (members().length > 1) {
        broadcast(removal(userId));
        return;
      }
      startOver();
      for (const seat of seats.values()) {
        seat.seen.clear();
        const known = seat.status === 'member' || seat.keyPackage === null;
        seat.status = 'pending';
        seat.keyPackage = null;
        seat.client.sendJson(24, { protocol_version: 1, epoch: 1 });
        if (known) seat.client.sendJson(21, { protocol_version: 1, transition_id: 0 });
      }
    },
  };
}

function sendReset(client: DaveClient): void {
  client.sendJson(24, { protocol_version: 1, epoch: 1 });
  client.sendJson(21, { protocol_version: 1, transition_id: 0 });
}

function faultOf(keyPackage: KeyPackage, userId: string): string | null {
  const { leaf } = keyPackage;
  if (keyPackage.version !== 1 || keyPackage.suite !== 2) return 'not MLS 1.0 with suite 2';
  if (leaf.identity.length !== 8 || leaf.identity.readBigUInt64BE().toString() !== userId)
    return 'identity is not the user';
  if (leaf.lifetime?.[0] !== 0n || leaf.lifetime[1] !== 0xffffffffffffffffn) return 'lifetime is not maximal';
  const key = createPublicKey({
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: leaf.signatureKey.subarray(1, 33).toString('base64url'),
      y: leaf.signatureKey.subarray(33).toString('base64url'),
    },
    format: 'jwk',
  });
  const signed = signedContent('KeyPackageTBS', keyPackage.signed);
  return verify('sha256', signed, { key, dsaEncoding: 'der' }, keyPackage.signature) ? null : 'bad signature';
}
