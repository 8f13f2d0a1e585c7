/**
 * Runs SQL outside any transaction. Without values, the text may hold several statements, and the rows of all of them
 * are returned together.
 */
export type SqlRunner = (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;
