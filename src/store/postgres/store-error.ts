import { CoachError, type FaultKey, isCoachError } from '../../errors.ts';

/** What a failure of PostgreSQL means for the owner; any other error, and a conflict between transactions, as it is. */
export function storeError(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || isCoachError(error) || isConflict(error)) return error;
  const fault = faultOf(codeOf(error), error.message);
  return fault === null
    ? error
    : new CoachError('store_unavailable', fault, { path: name }, { cause: error });
}

/** Two transactions got in each other's way: the one that hears of it can simply be run again. */
export const isConflict = (error: unknown): boolean => ['40001', '40P01'].includes(codeOf(error));

/** A key that another transaction has used, or that names what another has deleted. */
export const isBrokenKey = (error: unknown): boolean => ['23503', '23505'].includes(codeOf(error));

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** By SQLSTATE, by the codes of Node, or by the words of the client where there is no code. */
function faultOf(code: string, message: string): PostgresFault | null {
  const known = faults[code];
  if (known) return known;
  if (/^08|^57P0/.test(code)) return 'fault.store-server-away';
  if (/^28/.test(code)) return 'fault.store-refuses-user';
  if (/CERT|SSL|TLS/.test(code) || /SSL|TLS|certificate|self-signed/i.test(message)) return 'fault.store-tls';
  if (/timeout exceeded when trying to connect/.test(message)) return 'fault.store-too-many';
  if (/Connection terminated|Client has encountered a connection error|timeout expired/.test(message))
    return 'fault.store-server-away';
  return null;
}

type PostgresFault = Extract<FaultKey, `fault.store-${string}`>;

const faults: Record<string, PostgresFault> = {
  ECONNREFUSED: 'fault.store-no-server',
  ENOENT: 'fault.store-no-server',
  ENOTFOUND: 'fault.store-no-server',
  EAI_AGAIN: 'fault.store-no-server',
  EHOSTUNREACH: 'fault.store-no-server',
  ENETUNREACH: 'fault.store-no-server',
  ETIMEDOUT: 'fault.store-no-server',
  ECONNRESET: 'fault.store-server-away',
  EPIPE: 'fault.store-server-away',
  '3D000': 'fault.store-no-database',
  '42501': 'fault.store-no-rights',
  '53300': 'fault.store-too-many',
  '53100': 'fault.store-server-full',
  '25006': 'fault.store-standby',
  '55P03': 'fault.store-busy',
  '57014': 'fault.store-slow',
};
