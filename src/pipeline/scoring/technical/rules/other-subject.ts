/** What is true of one of two things that the question holds against each other, said of the other one. */
import { sameTerm } from '../concepts/nearness.ts';
import type { Passage } from '../concepts/passage.ts';
import { type Term, termsOf } from '../concepts/terms.ts';
import type { Clause } from './clauses.ts';

const mostOfStatement = 0.75;

/**
 * True where the statement speaks of one thing of the question, the clause of another one in its place, and hardly anything
 * else differs. Both things stand in the question, one of them in the statement, the other in the clause, near its beginning.
 */
export function isSaidOfOther(said: Clause, wanted: Clause, question: Passage): boolean {
  const names = contrastedIn(question);
  const has = (clause: Clause, term: Term) => clause.terms.some((one) => sameTerm(one, term));
  const subjects = names.filter((term) => has(wanted, term) && !has(said, term));
  const others = names.filter(
    (term) => !has(wanted, term) && said.terms.slice(0, 2).some((one) => sameTerm(one, term)),
  );
  if (subjects.length !== 1 || others.length === 0) return false;
  const [subject] = subjects;
  if (!subject || !wanted.terms.slice(0, 2).some((one) => sameTerm(one, subject))) return false;
  const rest = wanted.terms.filter((term) => !sameTerm(term, subject));
  const shared = rest.filter((term) => has(said, term) && !names.some((name) => sameTerm(name, term)));
  const own = rest.filter((term) => !names.some((name) => sameTerm(name, term)));
  return own.length >= 2 && shared.length >= mostOfStatement * own.length;
}

const joints = new Set('and or vs versus from with against to than'.split(' '));

/** The words before and after "and", "or", "from" …: what a question may hold against each other. */
function contrastedIn({ words, source }: Passage): Term[] {
  const named = words.flatMap(({ lower }, at) =>
    joints.has(lower)
      ? termsOf([...words.slice(Math.max(0, at - 2), at), ...words.slice(at + 1, at + 3)], source).filter(
          ({ kind }) => kind === 'word',
        )
      : [],
  );
  return named.filter((term, at) => named.findIndex(({ key }) => key === term.key) === at);
}
