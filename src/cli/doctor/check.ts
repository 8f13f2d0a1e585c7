/** `warn`: works, but something that may be wanted is absent. */
export type Check = {
  name: string;
  status: 'ok' | 'warn' | 'fail';
  detail: string;
  fix?: string;
  /** The numbers behind the detail, for programs. */
  counts?: unknown;
};
