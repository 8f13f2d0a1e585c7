import type { Posts } from '../../domain.ts';
import type { Log } from '../../log.ts';
import type { Wording } from '../../wording/wording.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';

/** What replaces a post whose content was erased. */
export const erasedPost = ({ say }: Wording) => ({ view: viewText(say('erased.title'), say('erased.text')) });

/** The same posts. One that was on its way while its person had everything erased is emptied once it is there. */
export function emptyLatePosts({
  platform,
  posts,
  wording,
  log,
}: {
  platform: Pick<ChatPlatform, 'erase' | 'faultOf'>;
  posts: Posts;
  wording: Wording;
  log: Log;
}): Posts {
  return {
    ...posts,
    async add(person, post) {
      const isKnown = await posts.add(person, post);
      if (isKnown) return true;
      try {
        await platform.erase(post, person, { shared: post.isShared, erased: erasedPost(wording) });
      } catch (error) {
        log.warn({ fault: platform.faultOf(error).log }, 'A post could not be emptied');
      }
      return false;
    },
  };
}
