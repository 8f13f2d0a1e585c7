import { CoachError } from '../../errors.ts';
import { findDomains } from './find-domains.ts';
import { findLevel } from './find-level.ts';
import { findProjects } from './find-projects.ts';
import { findSkills, joinSkills } from './find-skills.ts';
import type { Found, Source } from './prepare-types.ts';

/** Everything that the documents say about the interview to come. Throws `bad_input` when they say nothing about it. */
export function findInDocuments(
  documents: { job?: string; resume?: string },
  known: readonly { name: string; title: string }[],
): Found {
  const { job = '', resume = '' } = documents;
  const skills = joinSkills(findSkills(job, 'job'), findSkills(resume, 'resume'));
  const texts = ([['job', job] as const, ['resume', resume] as const] satisfies [Source, string][])
    .filter(([, text]) => text !== '')
    .map(([source, text]) => ({ source, text }));
  const domains = findDomains({ texts, skills, known });
  const projects = findProjects(resume);
  if (domains.length + skills.length + projects.length === 0)
    throw new CoachError('bad_input', 'fault.nothing-to-prepare', {});
  const level = findLevel(job, 'job') ?? findLevel(resume, 'resume');
  return { level: level ?? { level: 'mid', quote: null, years: null }, domains, skills, projects };
}

/** Whether a text is a job description or a résumé: by what people call its file, otherwise by how it reads. */
export function tellDocument(text: string, fileName = ''): Source {
  const part =
    /(?:^|[^a-z])(?:(cv|resume|résumé|lebenslauf|curriculum)|job|jd|role|vacancy|posting|description|position)(?:[^a-z]|$)/i;
  const named = part.exec(fileName);
  if (named) return named[1] === undefined ? 'job' : 'resume';
  const job =
    /\b(?:we are looking|we(?:'|’)re (?:looking|hiring)|you will|you(?:'|’)ll|your (?:role|profile|tasks)|requirements|responsibilities|what we offer|we offer|benefits|nice to have|about us|apply|equal opportunit\w+|the ideal candidate|join (?:us|our))\b/gi;
  const resume =
    /\b(?:curriculum vitae|résumé|resume|education|references|work experience|professional experience|employment|bachelor|master|university|b\.?sc|m\.?sc|gpa|present|linkedin|github\.com|projects)\b|[\w.+-]+@[\w-]+\.\w+|\b(?:19|20)\d\d ?[-–—] ?(?:(?:19|20)\d\d|present|now|today)\b/gi;
  const count = (pattern: RegExp) => [...text.matchAll(pattern)].length;
  return count(resume) > count(job) ? 'resume' : 'job';
}
