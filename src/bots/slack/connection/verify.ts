/** Tells requests of Slack from forged and stale ones, and knows which came before. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Slack's own limit: requests that are older, or from a clock that far ahead, are not taken. */
const windowSeconds = 300;

export type Verifier = {
  /** `repeated`: the very same request came before; it is Slack's, but may be sent again by somebody who listened. */
  judge(request: {
    timestamp: string | undefined;
    signature: string | undefined;
    body: string;
  }): 'new' | 'repeated' | 'unsigned' | 'stale' | 'forged';
};

export function createVerifier(signingSecret: string, now: () => Date): Verifier {
  const seen = new Map<string, number>();
  return {
    judge({ timestamp, signature, body }) {
      if (!timestamp || !signature) return 'unsigned';
      const seconds = Number(timestamp);
      const nowSeconds = now().getTime() / 1000;
      if (!Number.isFinite(seconds) || Math.abs(nowSeconds - seconds) > windowSeconds) return 'stale';
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
