/**
 * What is wrong with a question file, or could be better. `place` says where: `cooking-mid-sauce › level`.
 */
export const bank = {
  'bank.line': '{file}:{line}: {severity, select, advice {advice: } other {}}{message}',

  'bank.fault.not-text': '{place} must be text',
  'bank.fault.not-a-list': '{place} must be a list',
  'bank.fault.not-a-name': '{place} must be lower-case words joined by hyphens, such as hash-to-bucket',
  'bank.fault.not-one-of': '{place} must be one of {names}',
  'bank.fault.not-a-bank': 'The file must begin with domain, title and questions',
  'bank.fault.not-yaml':
    'This is not valid YAML: {reason}. Put text that contains “: ”, “#” or commas in quotes',
  'bank.fault.many-aliases':
    'This file refers to its own parts too often with & and *; write them out where they are used',
  'bank.fault.not-usable': '{place} cannot be used: {reason}',
  'bank.fault.unknown-names': '{place} has {names}, which is not a known name here; correct or remove it',
  'bank.fault.empty': '{place} must not be empty',
  'bank.fault.no-end': '{place} must end with a question mark or a full stop',
  'bank.fault.no-question-mark':
    '{place} must end with a question mark; put text that contains commas in quotes',
  'bank.fault.keyword': '{place} must be a whole sentence of at least four words, not a keyword',
  'bank.fault.no-full-stop': '{place} must be a sentence that ends with a full stop',
  'bank.fault.no-capital': '{place} must begin with a capital letter',
  'bank.fault.few-concepts': '{place} needs at least 3 concepts',
  'bank.fault.many-concepts':
    '{place} must not have more than 7 concepts; leave out the least important ones',
  'bank.fault.no-must': '{place} needs at least one concept with weight must',
  'bank.fault.wrong-start': '{place} must begin with {start}, its domain and level',
  'bank.fault.id-twice': '{place} is used twice in this file; give one of the two another id',
  'bank.fault.concept-twice': '{place} is the id of another concept of this question; change one of them',
  'bank.fault.statement-twice': '{place} says the same as another concept of this question',
  'bank.fault.id-elsewhere': '{place} is also used in {other}; change one of the ids',
  'bank.fault.no-model-answer': '{place} has no modelAnswer, so there is no outline to show',
  'bank.fault.model-answer-length':
    '{place} has a modelAnswer of {words} words; {least} to {most} are good to say aloud',
  'bank.fault.few-follow-ups':
    '{place} has {count, plural, =0 {no followUps} one {# followUp} other {# followUps}}; two keep a second try fresh',
  'bank.fault.no-misconceptions':
    '{place} has no misconceptions, so a wrong answer is harder to tell from a right one',
  'bank.fault.no-aliases': '{place} has no aliases; add how people say it aloud',
  'bank.fault.same-follow-up': '{place} asks the same followUp as {other}',
  'bank.fault.same-question': '{place} asks much the same as {other}',
} as const;
