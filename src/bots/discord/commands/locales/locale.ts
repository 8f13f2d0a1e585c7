/** The names and descriptions of commands in one language, by their English names. */
export type Locale = {
  /** The Discord locale codes that this file covers: `es-ES`, `es-419`. */
  codes: readonly ('de' | 'es-ES' | 'es-419' | 'fr')[];
  /** `interview`, `interview start`: lower case, no spaces, at most 32 characters. */
  names: Readonly<Record<string, string>>;
  /** By English name: `interview start`, `interview start.domain` for an option; at most 100 characters. */
  descriptions: Readonly<Record<string, string>>;
};
