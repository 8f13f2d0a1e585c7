/** `/stories`: the stories that somebody keeps, and what can be done with them. */

import { CoachError } from '../../errors.ts';
import type { Progress } from '../../pipeline/progress/progress-types.ts';
import type { Stories } from '../../pipeline/stories/story-types.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Happened, Press } from '../happened.ts';
import type { Button } from '../message.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';
import { viewStories, viewStory } from '../views/stories.ts';
import { type Reply, toOne } from './replies.ts';

export type StoryBank = {
  list(from: Happened): Promise<Reply>;
  press(press: Press): Promise<Reply>;
};

/** Two buttons each; a message has room for twenty. */
const mostWithButtons = 10;

export function createStoryBank({
  platform,
  stories,
  progress,
  wording,
}: {
  platform: ChatPlatform;
  stories: Stories;
  progress: Pick<Progress, 'preferences'>;
  wording: Wording;
}): StoryBank {
  const { say } = wording;
  return {
    async list({ person }) {
      const found = await stories.list(person);
      const { timeZone } = await progress.preferences(person);
      const buttons = found.stories.slice(0, mostWithButtons).flatMap(({ id }, at): Button[] => {
        const number = String(at + 1);
        return [
          { action: 'story-open', label: say('button.story-open', { number }), about: id },
          {
            action: 'story-delete',
            label: say('button.story-delete', { number }),
            about: id,
            style: 'danger',
          },
        ];
      });
      return toOne(viewStories(wording, found, timeZone), buttons);
    },
    async press({ person, pressed: { action, about } }) {
      if (action === 'keep-story') {
        await stories.keep(person, about);
        const list = platform.writeCommand('stories');
        return toOne(viewText(say('stories.kept.title'), say('stories.kept.text', { list })));
      }
      if (action === 'story-delete') {
        await stories.remove(person, about);
        return toOne(viewText(say('stories.gone.title'), say('stories.gone.text')));
      }
      const story = (await stories.list(person)).stories.find(({ id }) => id === about);
      if (!story) throw new CoachError('not_found', 'fault.no-such-story');
      return toOne(viewStory(wording, story));
    },
  };
}
