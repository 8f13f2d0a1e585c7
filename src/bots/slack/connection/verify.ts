/** Separates Slack's requests from forged and stale ones, and recognises repeats. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Slack's own limit: requests that are older, or from a clock that far ahead, are refused. */
const windowSeconds = 300;

export type Verifier = {
  /** The reason to refuse a request judging by its headers alone; null if its body must be read. */
  unlike(headers: {
    timestamp: string | undefined;
    signature: string | undefined;
  }): 'unsigned' | 'stale' | 'forged' | null;
  /**
   * `repeated`: exactly the same request came before; it is genuine, but an eavesdropper may be replaying it.
   */
  judge(request: {
    timestamp: string | undefined;
    signature: string | undefined;
    body: string;
  }): 'new' | 'repeated' | 'unsigned' | 'stale' | 'forged';
};

export function createVerifier(signingSecret: string, now: () => Date): Verifier {
  const seen = new Map<string, number>();
  const unlike: Verifier['unlike'] = ({ timestamp, signature }) => {
    if (!timestamp || !signature) return 'unsigned';
    const away = Math.abs(now().getTime() / 1000 - Number(timestamp));
    if (!(away <= windowSeconds)) return 'stale';
    return /^v0=[0-9a-f]{64}$/.test(signature) ? null : 'forged';
  };
  return {
    unlike,
    judge({ timestamp, signature, body }) {
      const known = unlike({ timestamp, signature });
      if (known) return known;
      if (!timestamp || !signature) return 'unsigned';
      const nowSeconds = now().getTime() / 1000;
      const expected = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
      if (!isSame(signature, expected)) return 'forged';
      for (const [known, until] of seen) {
        if (until > nowSeconds) break;
        seen.delete(known);
      }
      if (seen.has(signature)) return 'repeated';
      seen.set(signature, nowSeconds + 2 * windowSeconds);
      return 'new';
    },
  };
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
