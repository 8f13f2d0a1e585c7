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

/** One question that is short to answer: about their own work, or a technical one. */
export const tryButtons = ({ say }: Wording): Button[] => [
  { action: 'try-story', label: say('button.try-story'), about: '', style: 'primary' },
  { action: 'try-technical', label: say('button.try-technical'), about: '' },
];

/** What people see when they write to the bot while no interview is running; the first time, with a question to try. */
export function welcome(wording: Wording, { isNew = true } = {}): Reply {
  const { say } = wording;
  if (!isNew) return toOne(viewText(say('welcome.title'), say('welcome.text')), [setupButton(wording)]);
  const { style: _, ...setup } = setupButton(wording);
  return toOne(
    {
      title: say('welcome.title'),
      meta: [],
      blocks: [
        { type: 'text', text: say('welcome.new') },
        {
          type: 'points',
          title: '',
          points: (['first', 'second', 'third'] as const).map((step) => ({
            mark: 'info',
            text: say(`welcome.${step}`),
          })),
        },
        { type: 'text', text: say('welcome.more') },
      ],
    },
    [...tryButtons(wording), setup],
  );
}

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
