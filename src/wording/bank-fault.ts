/** Puts the faults of question files into words. */
import type { BankFault } from '../domain.ts';
import type { Wording } from './wording.ts';

export function wordBankFault(wording: Wording, { code, place, values = {} }: BankFault): string {
  const text = (name: string): string => {
    const value = values[name] ?? '';
    return typeof value === 'object' ? value.join(', ') : String(value);
  };
  return wording.say(`bank.fault.${code}`, {
    place,
    names: text('names'),
    reason: text('reason'),
    start: text('start'),
    other: text('other'),
    words: text('words'),
    least: text('least'),
    most: text('most'),
    count: typeof values.count === 'number' ? values.count : 0,
  });
}

/** Faults, one per line: `backend.yaml:14: …`. */
export const printFaults = (wording: Wording, faults: readonly BankFault[]): string =>
  faults
    .map((fault) => wording.say('bank.line', { ...fault, message: wordBankFault(wording, fault) }))
    .join('\n');
