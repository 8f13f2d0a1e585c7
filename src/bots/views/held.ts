/** What is kept about a person. */
import type { Held } from '../../pipeline/privacy/privacy-types.ts';
import { momentMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { View } from '../view.ts';

/**
 * `throughRole`: the consent role through which the person is heard, if they have not answered themselves.
 */
export function viewHeld(wording: Wording, held: Held, throughRole: string | null): View {
  const { say, list } = wording;
  const { answers, transcripts, evaluations, recordings, oldest } = held;
  const counts = { answers, transcripts, evaluations, recordings };
  const consents = held.consents.map(({ scope, textVersion: version, grantedAt, revokedAt }) => ({
    mark: revokedAt === null ? ('covered' as const) : ('missed' as const),
    text:
      revokedAt === null
        ? say('privacy.agreed', { scope, at: momentMark(grantedAt), version })
        : revokedAt === grantedAt
          ? say('privacy.refused', { scope, at: momentMark(grantedAt) })
          : say('privacy.agreed-revoked', {
              scope,
              at: momentMark(grantedAt),
              version,
              revoked: momentMark(revokedAt),
            }),
  }));
  const { audioDays: audio, transcriptsDays, evaluationsDays } = held.retention;
  const texts = [
    oldest === null
      ? say('privacy.counts', counts)
      : say('privacy.counts-since', { ...counts, oldest: oldest.slice(0, 10) }),
    say('privacy.retention', { audio, transcripts: transcriptsDays, evaluations: evaluationsDays }),
    ...(held.linkedAccounts.length === 0
      ? []
      : [say('privacy.linked', { accounts: list(held.linkedAccounts) })]),
    ...(consents.length > 0
      ? []
      : [
          throughRole === null
            ? say('privacy.no-consent')
            : say('privacy.through-role', { role: throughRole }),
        ]),
  ];
  return {
    title: say('privacy.title'),
    meta: [say('privacy.where')],
    blocks: [
      ...texts.map((text) => ({ type: 'text' as const, text })),
      ...(consents.length === 0
        ? []
        : [{ type: 'points' as const, title: say('privacy.consent'), points: consents }]),
    ],
  };
}
