import type { Wording } from '../../wording/wording.ts';
import type { Button } from '../message.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';
import { type Reply, toOne } from './replies.ts';

export const setupButton = ({ say }: Wording): Button => ({
  action: 'setup',
  label: say('button.setup'),
  about: '',
  style: 'primary',
});

/** What people see when they write to the bot while no interview is running. */
export const welcome = (wording: Wording): Reply =>
  toOne(viewText(wording.say('welcome.title'), wording.say('welcome.text')), [setupButton(wording)]);

/** The same for people who send a recording. */
export const welcomeRecording = (
  wording: Wording,
  { writeCommand }: Pick<ChatPlatform, 'writeCommand'>,
): Reply => {
  const start = writeCommand('interview start', 'backend mid');
  return toOne(
    viewText(wording.say('welcome.recording-title'), wording.say('welcome.recording', { start })),
    [setupButton(wording)],
  );
};
