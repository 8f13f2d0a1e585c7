import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AtBot, BotPlatform } from '../support/bots/platform.ts';
import { until } from '../support/temporary.ts';
import { seen } from './describe-bot.ts';

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/prepare/${name}`, import.meta.url));
const pdf = { name: 'Mira Okafor CV.pdf', type: 'application/pdf', bytes: fixture('backend-resume.pdf') };
const word = {
  name: 'vacancy.docx',
  type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  bytes: fixture('data-job.docx'),
};
const job = fixture('backend-job.txt').toString();
const resume = fixture('backend-resume.txt').toString();

const choices = { manner: 'usual', aim: 'exam' };

const everything = (at: AtBot): string[] => [...at.shown(), ...(at.replies?.() ?? [])];
const kept = async (at: AtBot) => await at.store.db.selectFrom('kept_plans').selectAll().execute();

/** What preparing for a real interview does alike where people chat. */
export function describePrepare(bot: BotPlatform): void {
  const facts = (text: string) => bot.displayed(text).replace(/\s+/g, ' ');
  /** The newest text with this, wherever the person sees it. */
  const told = (at: AtBot, what: RegExp) =>
    until(() =>
      everything(at)
        .map(facts)
        .findLast((text) => what.test(text)),
    );
  const withPlan = async () => {
    const at = await bot.open();
    await at.attach?.([pdf]);
    await told(at, /Your interview: backend/);
    return at;
  };

  describe(`preparing on ${bot.platform}`, () => {
    it('makes a plan of a résumé that was sent, with its words, and starts it', async () => {
      const at = await withPlan();
      const plan = await told(at, /Your interview: backend, senior/);
      expect(plan).toContain('Larder');
      expect(plan).toContain('Backend developer with 6 years of experience in Go and PostgreSQL');
      expect(plan).toContain('Send the job description too');
      expect(await kept(at)).toEqual([]);
      await at.press?.('Start');
      expect(facts(await seen(at, /Question 1 of 5/))).toContain('Larder');
    });

    it('joins a job description that comes later', async () => {
      const at = await withPlan();
      await at.attach?.([word]);
      const plan = await told(at, /Your interview: data-engineering, mid/);
      expect(plan).toContain('Airflow');
      expect(plan).toContain('Experience with Airflow or a similar orchestrator');
      expect(plan).toContain('Larder');
    });

    it('takes both from a dialog, in the kind of round that was chosen', async () => {
      const at = await bot.open();
      const opened = await at.opens?.({ command: 'prepare' });
      for (const label of ['Job description', 'Your résumé', 'Kind of round'])
        expect(opened).toContain(label);
      await at.fill?.({ command: 'prepare' }, { job, resume, ...choices, round: 'take-home-discussion' });
      const plan = await told(at, /Your interview: backend, senior/);
      expect(plan).toContain('round: Take-home discussion');
      expect(plan).toContain('Walk me through a piece of code or a design');
    });

    it('swaps and drops questions, and makes them easier, before anything starts', async () => {
      const at = await withPlan();
      const first = await told(at, /What I would ask/);
      await at.fill?.({ press: 'Swap or drop a question' }, { question: '0', how: 'drop' });
      const dropped = await told(at, /4 questions/);
      expect(dropped).not.toEqual(first);
      await at.press?.('Easier');
      await told(at, /Your interview: backend, mid/);
      await at.press?.('Start');
      await seen(at, /Question 1 of 4/);
    });

    it('keeps a plan only when asked, and deletes it', async () => {
      const at = await withPlan();
      expect(facts((await at.command('plans')).text)).toMatch(/You keep none/);
      await at.press?.('Keep this plan');
      await told(at, /I keep this plan until you delete it/);
      expect(await kept(at)).toHaveLength(1);
      await at.press?.('Keep this plan');
      await told(at, /You keep this plan already/);
      expect(await kept(at)).toHaveLength(1);
      const listed = await at.command('plans');
      expect(listed.private).toBe(true);
      expect(facts(listed.text)).toMatch(/1\. backend, senior: 5 questions/);
      const [row] = await kept(at);
      expect(row?.plan).not.toContain('University of Somewhere');
    });

    it('throws a plan away, and its buttons say so afterwards', async () => {
      const at = await withPlan();
      await at.press?.('Throw it away');
      await told(at, /The plan and what it was made from are gone/);
      await at.press?.('Keep this plan');
      await told(at, /That plan is no longer here/);
      expect(await kept(at)).toEqual([]);
    });

    it('says what is wrong with a file', async () => {
      const at = await bot.open();
      await at.attach?.([{ ...pdf, bytes: fixture('encrypted.pdf') }]);
      await told(at, /That PDF has a password/);
      await at.attach?.([{ ...pdf, bytes: fixture('pictures-only.pdf') }]);
      await told(at, /pictures of text/);
    });

    it('shows all feedback of an exam at its end', async () => {
      const at = await bot.open();
      await at.fill?.({ command: 'prepare' }, { resume, ...choices, round: 'phone-screen' });
      await told(at, /Your interview/);
      await at.press?.('Start');
      await seen(at, /Question 1 of 4/);
      expect(at.shown().some((text) => /confidence/.test(text))).toBe(false);
    });
  });
}
