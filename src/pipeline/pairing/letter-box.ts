/** Puts letters about matches, rounds and planned practices into the queue that the bot of their platform empties. */
import { z } from 'zod';
import { type Platform, platforms, type TenantId } from '../../domain.ts';
import type { Store, Trx } from '../../store/store.ts';
import { matchLetters } from './pairing-types.ts';

/** Only ids and codes, and whom it is for: what it says is read when it is shown. */
export const letterJob = z.object({
  tenant: z.string().refine((text): text is TenantId => text.includes(':')),
  kind: z.enum([...matchLetters, 'room', 'left-out', 'preview', 'digest', 'practice-soon']),
  /** What the platform calls the person; null for nobody in particular. */
  to: z.string().nullable(),
  /** The id of the match, the round or the plan. */
  about: z.string(),
});
export type LetterJob = z.infer<typeof letterJob>;

export const letterQueue = (platform: Platform): string => `letter:${platform}`;

export const platformOf = (tenant: TenantId): Platform =>
  platforms.find((platform) => tenant.startsWith(`${platform}:`)) ?? 'terminal';

/** `again`: distinguishes it from an earlier letter of the same kind; otherwise each comes once. */
export async function addLetter(
  store: Pick<Store, 'queue'>,
  trx: Trx,
  { tenant, kind, to, about, again = '' }: LetterJob & { again?: string },
): Promise<void> {
  await store.queue.add(trx, {
    queue: letterQueue(platformOf(tenant)),
    // Whoever is erased is found by the beginning of this key.
    key: `letter:${tenant} ${to ?? ''} ${kind} ${about}${again}`,
    tenant,
    payload: { tenant, kind, to, about } satisfies LetterJob,
    maxAttempts: 12,
  });
}
