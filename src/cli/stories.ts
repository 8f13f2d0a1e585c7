import { setTimeout as sleep } from 'node:timers/promises';
import { openScreen } from '../bots/terminal/client.ts';
import { viewStories, viewStory } from '../bots/views/stories.ts';
import { CoachError } from '../errors.ts';
import { openCoach } from '../open-coach.ts';
import type { Wording } from '../wording/wording.ts';
import {
  openQuietSetting,
  printJson,
  printLine,
  terminalTenant,
  terminalUser,
  wantsColours,
} from './setting.ts';

/** How long the list waits for the model of meaning, as the words alone find less. */
const patienceMs = 15_000;

/** The stories that one person at this terminal keeps; shows one in full or deletes it if asked. */
export async function printStories(
  options: { user?: string; read?: number; delete?: number; json?: boolean },
  wording: Wording,
): Promise<void> {
  const { config, log } = openQuietSetting();
  const coach = await openCoach({ config, log, wording });
  try {
    const { stories, progress } = coach.context;
    const actor = { tenant: terminalTenant, userId: terminalUser(options.user) };
    await Promise.race([coach.models.settled(), sleep(patienceMs, null, { ref: false })]);
    const found = await stories.list(actor);
    const chosen = options.delete ?? options.read;
    const story = chosen === undefined ? undefined : found.stories[chosen - 1];
    if (chosen !== undefined && !story) throw new CoachError('not_found', 'fault.no-such-story');
    const screen = openScreen(process.stdout, { colours: wantsColours() });
    if (story && options.delete !== undefined) {
      await stories.remove(actor, story.id);
      if (options.json === true) printJson({ deleted: story.id });
      else printLine(wording.say('stories.gone.text'));
    } else if (options.json === true) printJson(story ?? found.stories);
    else if (story) screen.show(viewStory(wording, story));
    else {
      const { timeZone } = await progress.preferences(actor);
      screen.show(viewStories(wording, found, timeZone));
      if (found.stories.length > 0) screen.say(`\n${wording.say('cli.stories.next')}`);
    }
  } finally {
    await coach.close();
  }
}
