import { describe, expect, it } from 'vitest';
import { isPersonal, type Refusal, refusalOf } from '../../../src/pipeline/questions/candidate-filters.ts';
import { proposeQuestions } from '../../../src/pipeline/questions/propose.ts';
import { scriptedGenerator } from './support.ts';

/** Matters that nobody may be asked about, as a model that drifts would ask about them. */
const protectedMatters = [
  'How old are you, and how long have you written code?',
  'What is your age, if you do not mind me asking that?',
  'When were you born, and when did you start with databases?',
  'When do you plan on retirement from a job like this one?',
  'Are you too old for this fast team of young developers?',
  'Are you married, and does that affect how late you work?',
  'What does your husband think about your long hours on call?',
  'How would you combine being on call with your family life?',
  'Do you have any children who need you in the evening?',
  'When do you want to have kids, and for how long would you leave?',
  'Who takes care of child care while you are at the office?',
  'Are you pregnant, or do you plan a pregnancy in the next year?',
  'Would you take maternity leave while this project is running?',
  'What is your marital status, and does it limit your travel?',
  'What is your religion, and which holidays do you need free?',
  'Do you go to church on Sundays when we have deployments?',
  'How often do you pray during a day of work at the office?',
  'Would your beliefs stop you from working on a Saturday release?',
  'What illnesses have kept you away from your work before?',
  'How is your health, and do you take any medication for it?',
  'Do you have a disability that would keep you from typing?',
  'Are you disabled in a way that the team should know about?',
  'How do you deal with stress given your mental condition?',
  'What is your nationality, and how long have you lived here?',
  'Where are you originally from, and what language is spoken there?',
  'What ethnicity are your parents, and where did they grow up?',
  'Why did you immigrate, and what citizenship do you hold now?',
  'What is your native language, and where is your accent from?',
  'Which political party do you vote for in an election?',
  'What are your political views on the new labour laws?',
  'What is your sexual orientation, and are you out at work?',
  'Are you gay, and would the team be comfortable with it?',
  'Do you have a criminal record that we would find later?',
  'Were you ever arrested or convicted of any crime before?',
  'Which party do you support, and do you tell your colleagues?',
  'When did you graduate from school, and what came after that?',
  'What disease do you suffer from that keeps you at home?',
  'How much do you earn, and what was your last salary?',
];

const fine = [
  'How do you design a page for people with disabilities?',
  'Which third-party services do you support in such a design?',
  'How would you age out old entries from a cache that fills up?',
  'What happens to child processes when their parent process ends?',
  'How do health checks decide that a service is taken out of rotation?',
  'Why does a family of functions need one common interface?',
  'Which race conditions can two writers to the same row run into?',
  'How do you tell native code and interpreted code apart in a profile?',
];

describe('a question that a model proposes', () => {
  it.each(protectedMatters)('is not asked when it is nobody’s business: %s', (question) => {
    expect(isPersonal(question)).toBe(true);
    expect(refusalOf(question, [])).not.toBeNull();
  });

  it.each(fine)('may use the same words for its own subject: %s', (question) => {
    expect(refusalOf(question, [])).toBeNull();
  });

  it.each<[Refusal, string]>([
    ['not a question', 'A cache keeps what is asked for often close at hand.'],
    ['length', 'Why a cache?'],
    ['opening', 'Is a cache that never forgets anything still a cache?'],
    ['first person', 'How can I keep my cache from growing without end?'],
    ['foreign text', 'What does https://example.org say about a cache that grows?'],
    ['asked before', 'How do you keep a cache from growing for ever?'],
  ])('is refused as “%s”: %s', (reason, question) => {
    expect(refusalOf(question, ['How do you keep a cache from growing?'])).toBe(reason);
  });
});

describe('the prompt for a question', () => {
  const wish = { document: 'Questions:\nOne:', task: 'Ask about caches.' };
  const opening = /(?:How|What|Why|Can you explain|When|Which)/.source;

  it('ends with a forced beginning for a model that continues, which then stands before what it wrote', async () => {
    const generator = scriptedGenerator(() => [' does a cache forget what nobody asks for?']);
    const questions = await proposeQuestions(generator, wish, { seed: 'a' });
    expect(generator.prompts).toHaveLength(2);
    for (const { text } of generator.prompts) expect(text).toMatch(new RegExp(`One: ${opening}$`));
    for (const question of questions) expect(question).toMatch(new RegExp(`^${opening} does a cache`));
  });

  it('tells a model that follows instructions how to begin and what never to ask about', async () => {
    const generator = scriptedGenerator(() => [], { instructed: true });
    await proposeQuestions(generator, wish, { seed: 'a' });
    for (const { system, text } of generator.prompts) {
      expect(text).toMatch(new RegExp(`Begin with "${opening}"\\.$`));
      expect(system).toMatch(/Never ask about age, family, religion, health or nationality/);
    }
  });
});
