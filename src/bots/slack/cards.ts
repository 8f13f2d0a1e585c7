/** Which posts hold what a person said or scored, for as long as the program runs: they are emptied when it is erased. */
import type { Log } from '../../log.ts';
import { sayView } from '../desk-view.ts';
import { call, type Posted } from './call.ts';
import type { Doer } from './desk.ts';
import { isGoneFault, loggable } from './faults.ts';
import { renderView } from './render/view-blocks.ts';

const mostPeople = 2_000;
const mostEach = 200;

/** A message, or a file that was shared. */
type Post = Posted | { file: string };
type Held = { post: Post; answerId: string | null };
type Person = { teamId: string; userId: string };

export type Cards = {
  /** `answerId`: what the post is about; null when it is about the person. */
  remember(person: Person, post: Post, answerId: string | null): void;
  /** Empties what was posted about one answer, or about all that the person ever said. Never throws. */
  empty(doer: Doer, answerId?: string): Promise<void>;
};

export function createCards(log: Log): Cards {
  const people = new Map<string, Held[]>();
  const keyOf = ({ teamId, userId }: Person) => `${teamId}|${userId}`;
  return {
    remember(person, post, answerId) {
      const known = people.get(keyOf(person)) ?? [];
      people.delete(keyOf(person));
      people.set(keyOf(person), [...known, { post, answerId }].slice(-mostEach));
      for (const oldest of people.keys()) {
        if (people.size <= mostPeople) break;
        people.delete(oldest);
      }
    },
    async empty({ workspace, userId }, answerId) {
      const key = keyOf({ teamId: workspace.teamId, userId });
      const known = people.get(key) ?? [];
      const meant = known.filter((held) => answerId === undefined || held.answerId === answerId);
      people.set(
        key,
        known.filter((held) => !meant.includes(held)),
      );
      const content = renderView(
        sayView('Erased', 'What stood here was erased because the person it was about wanted that.'),
      );
      for (const { post } of meant) {
        try {
          await call(async () =>
            'file' in post
              ? workspace.client.files.delete(post)
              : workspace.client.chat.update({ ...post, ...content }),
          );
        } catch (error) {
          if (!isGoneFault(error)) log.warn({ fault: loggable(error) }, 'A post could not be emptied');
        }
      }
    },
  };
}
