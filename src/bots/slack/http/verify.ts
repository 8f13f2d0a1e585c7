/** Tells requests of Slack from forged, stale and repeated ones. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Slack's own limit: requests that are older, or from a clock that far ahead, are not taken. */
const windowSeconds = 300;

export type Verifier = {
  /** Why a request is refused, or null for one that Slack sent just now. */
  refusal(request: {
    timestamp: string | undefined;
    signature: string | undefined;
    body: string;
  }): string | null;
};

export function createVerifier(signingSecret: string, now: () => Date): Verifier {
  const seen = new Map<string, number>();
  return {
    refusal({ timestamp, signature, body }) {
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
      // Slack signs a repetition anew; the same signature again is somebody who listened.
      if (seen.has(signature)) return 'repeated';
      seen.set(signature, nowSeconds + 2 * windowSeconds);
      return null;
    },
  };
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
