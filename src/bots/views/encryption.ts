import type { Wording } from '../../wording/wording.ts';
import { type View, viewText } from '../view.ts';

/** What everybody in a call can compare, so that they know that nobody listens in between. Null: there is no call. */
export function viewEncryption(
  call: { channelName: string; code: string | null } | null,
  { say }: Wording,
): View {
  const title = say('encryption.title');
  if (!call) return viewText(title, say('encryption.no-call'));
  const channel = call.channelName;
  if (call.code === null) return viewText(title, say('encryption.none', { channel }));
  const groups = call.code.match(/\d{1,5}/g) ?? [call.code];
  return viewText(title, groups.join(' '), say('encryption.compare', { channel }));
}
