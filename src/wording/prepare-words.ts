/** Puts questions about a person's own work into words. */
import type { Wording } from './wording.ts';

/** What preparing an interview needs; a name and a quote stand in the question letter by letter. */
export const prepareWords = ({ say }: Wording) => ({
  ways: { project: 3, deed: 3, skill: 2 },
  project: (name: string, way: number): string => say('prepare.ask.project', { way: String(way), name }),
  deed: (quote: string, way: number): string => say('prepare.ask.deed', { way: String(way), quote }),
  skill: (name: string, way: number): string => say('prepare.ask.skill', { way: String(way), skill: name }),
});
