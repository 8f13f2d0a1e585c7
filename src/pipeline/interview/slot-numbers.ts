/** Where a session stands in which two people interview each other. */
import type { SlotRow } from '../../store/interview-slots.ts';
import type { SessionRow } from '../../store/sessions.ts';

/** Somebody was asked to take part, and nothing has been asked yet. */
export const isInvitationOpen = (slots: readonly SlotRow[]): boolean =>
  slots.length > 0 && slots.every(({ begun_at }) => begun_at === null);

/** Questions are numbered through both slots; people count those of their own. */
export const numberInSlot = (
  { style, questions_planned }: Pick<SessionRow, 'style' | 'questions_planned'>,
  number: number,
): number => (style === 'peer' ? ((number - 1) % questions_planned) + 1 : number);
