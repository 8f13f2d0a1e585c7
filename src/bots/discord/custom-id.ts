/** What a button means, written into it, so that it works after a restart too. */
import type { TenantId } from '../../domain.ts';
import type { ActionName } from '../view.ts';

export type ButtonAction =
  | ActionName
  | 'answer'
  | 'agree'
  | 'revoke'
  | 'seat'
  | 'close'
  | 'join'
  | 'follow-up'
  | 'rate'
  | 'show'
  | 'forget'
  | 'forget-all';

export type ButtonMeaning = {
  action: ButtonAction | 'score' | 'score-message';
  /** Id of the session or answer it is about. */
  about: string;
  tenant: TenantId;
  /** More that the action needs: a rating. */
  value: string;
};

const mark = 'gr';

/** At most 100 characters: `gr|done|<uuid>|<server>|`. */
export const customId = ({ action, about, tenant, value }: ButtonMeaning): string =>
  [mark, action, about, tenant.slice('discord:'.length), value].join('|');

/** Null for a button that is not ours. */
export function readCustomId(id: string): ButtonMeaning | null {
  const [first, action, about, server, value] = id.split('|');
  if (first !== mark || !action || about === undefined || !server) return null;
  return { action: action as ButtonAction, about, tenant: `discord:${server}`, value: value ?? '' };
}
