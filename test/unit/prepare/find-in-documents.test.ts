import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findInDocuments, tellDocument } from '../../../src/pipeline/prepare/find-in-documents.ts';
import type { Found, Need } from '../../../src/pipeline/prepare/prepare-types.ts';
import { tidyDocument } from '../../../src/pipeline/prepare/tidy-document.ts';
import { openBank } from '../../../src/pipeline/questions/bank.ts';

const read = (name: string): string =>
  tidyDocument(readFileSync(new URL(`../../fixtures/prepare/${name}.txt`, import.meta.url), 'utf8'));
const domains = openBank().domains();
const find = (documents: { job?: string; resume?: string }) => findInDocuments(documents, domains);
const skills = ({ skills: all }: Found, need: Need | null): string[] =>
  all.flatMap((one) => (one.need === need ? [one.name] : [])).toSorted();
const skillsIn = (job: string) => find({ job: `Backend Engineer\n${job}` }).skills.map(({ name }) => name);

const expected = {
  backend: {
    level: 'senior',
    domains: ['backend'],
    must: ['Automated testing', 'Go', 'PostgreSQL', 'REST APIs'],
    named: ['Incident response', 'Kafka', 'Mentoring', 'Payments', 'Teamwork'],
    nice: ['Kubernetes', 'Rust', 'Terraform'],
    own: ['Docker', 'Git', 'MySQL', 'Python', 'Redis', 'Vue'],
    projects: ['Larder', 'Quayside'],
  },
  data: {
    level: 'mid',
    domains: ['data-engineering'],
    must: ['Airflow', 'Data pipelines', 'Data quality', 'Python', 'SQL'],
    named: [],
    nice: ['Data warehouses', 'Kafka', 'Spark', 'Stream processing', 'dbt'],
    own: ['PostgreSQL', 'Statistics', 'pandas'],
    projects: ['Tidewatch'],
  },
  frontend: {
    level: 'junior',
    domains: ['frontend'],
    must: ['CSS', 'HTML', 'JavaScript', 'Learning', 'React'],
    named: ['Code review', 'TypeScript', 'Web accessibility'],
    nice: ['Automated testing', 'Design systems', 'GraphQL'],
    own: ['Mentoring', 'Python', 'Vue'],
    projects: ['Seedling Swap', 'Homework Heron'],
  },
} as const;

describe('what a job description and a résumé say', () => {
  it.each(Object.entries(expected))(
    'is found in the %s ones, and nothing that is not there',
    (name, wanted) => {
      const found = find({ job: read(`${name}-job`), resume: read(`${name}-resume`) });
      expect(found.level.level).toBe(wanted.level);
      expect(found.domains.map((domain) => domain.name)).toEqual(wanted.domains);
      expect(skills(found, 'must')).toEqual(wanted.must);
      expect(skills(found, 'named')).toEqual(wanted.named);
      expect(skills(found, 'nice')).toEqual(wanted.nice);
      expect(skills(found, null)).toEqual(wanted.own);
      expect(found.projects.flatMap(({ name: project }) => project ?? [])).toEqual(wanted.projects);
    },
  );

  it.each(Object.keys(expected))('is shown with their own words in the %s ones, letter by letter', (name) => {
    const documents = { job: read(`${name}-job`), resume: read(`${name}-resume`) };
    const found = find(documents);
    const quotes = [...found.skills, ...found.domains].flatMap((one) => one.quotes);
    expect(quotes.length).toBeGreaterThan(10);
    for (const { source, quote } of quotes) expect(documents[source]).toContain(quote);
    for (const { quote } of found.projects) expect(documents.resume).toContain(quote);
    for (const { name: skill, quotes: given } of found.skills) expect(given.length, skill).toBeGreaterThan(0);
  });

  it('is no title where somebody works with people who have it', () => {
    const job =
      'Backend Engineer\nYou work closely with our product managers and report to the engineering manager.';
    expect(find({ job }).domains.map(({ name }) => name)).toEqual(['backend']);
    expect(find({ job: 'Product Manager\nYou own the roadmap.' }).domains[0]?.name).toBe('product');
  });

  it.each([
    ['5+ years of experience with backend services', 'senior'],
    ['at least three years of professional experience', 'mid'],
    ['2–4 years working as a developer', 'mid'],
    ['Minimum of 7 yrs experience in Java', 'senior'],
    ['1-2 years of experience', 'junior'],
    ['0 to 1 years of experience', 'junior'],
    ['Senior Python Engineer', 'senior'],
    ['Staff Engineer, Payments', 'senior'],
    ['Graduate Software Engineer', 'junior'],
    ['Software Engineer II', 'mid'],
  ])('“%s” says the level: %s', (line, level) => {
    expect(find({ job: `${line}\nYou write Python.` }).level).toMatchObject({
      level,
      quote: { quote: line },
    });
  });

  it.each([
    'We have been in business for 25 years.',
    'You will mentor junior engineers.',
    'You report to our senior architect.',
    'A company car after 2 years.',
  ])('“%s” says no level', (line) => {
    expect(find({ job: `Software Engineer\n${line}\nYou write Python.` }).level).toEqual({
      level: 'mid',
      quote: null,
      years: null,
    });
  });

  it.each([
    ['We do not expect any Kubernetes experience.', 'Kubernetes'],
    ['No Docker needed.', 'Docker'],
    ['You do not need to know React.', 'React'],
    ['Go to market with us, go live, and go beyond.', 'Go'],
    ['You excel at working fast; spring is our busy season.', 'Spring'],
    ['Mail us at jobs@example.net', 'C#'],
    ['Work in our R&D department.', 'R'],
    ['You react quickly and express yourself well.', 'React'],
  ])('“%s” asks for no %s', (line, skill) => {
    expect(skillsIn(line)).not.toContain(skill);
  });

  it.each([
    ['Not only Kubernetes but also its network.', 'Kubernetes'],
    ['Services in Go and Rust', 'Go'],
    ['C++, C# or .NET', 'C#'],
    ['Node.js, TypeScript', 'Node.js'],
    ['Statistics with Python or R', 'R'],
    ['CI/CD with GitHub Actions', 'CI/CD'],
  ])('“%s” names %s', (line, skill) => {
    expect(skillsIn(line)).toContain(skill);
  });

  it('takes no notice of words that are meant for a machine', () => {
    const resume = read('frontend-resume');
    const clean = resume
      .split('\n')
      .filter((line) => !/Ignore|System:|You are now/.test(line))
      .join('\n');
    expect(resume).not.toBe(clean);
    expect(find({ resume })).toEqual(find({ resume: clean }));
  });

  it('is refused where there is nothing to practise', () => {
    expect(() => find({ job: 'Dear Sir or Madam, the weather is nice today.' })).toThrow(
      'fault.nothing-to-prepare',
    );
  });

  it.each(Object.keys(expected))('tells the %s job description from the résumé', (name) => {
    expect(tellDocument(read(`${name}-job`))).toBe('job');
    expect(tellDocument(read(`${name}-resume`))).toBe('resume');
  });
});

describe('the level that a résumé shows', () => {
  it('is that of its headline or its years, not that of a first job long ago', () => {
    expect(find({ resume: read('backend-resume') }).level).toMatchObject({ level: 'senior', years: 6 });
  });

  it('is that of the newest position where it says nothing else', () => {
    const resume =
      'Kim Example\nExperience\nSenior Developer, Acme, 2020 – now\n• Built a shop in Python for small towns.\nJunior Developer, Acme';
    expect(find({ resume }).level).toMatchObject({ level: 'senior' });
  });
});

it('takes “Experience with Airflow” for something that is asked for, not for the heading of a part', () => {
  const job = 'Data Engineer\nRequired qualifications\nExperience with Airflow or the like\nVery good SQL';
  expect(skills(find({ job }), 'must')).toEqual(['Airflow', 'SQL']);
});
