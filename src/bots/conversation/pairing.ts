/** Practice partners: what the commands and buttons do. */
import { CoachError } from '../../errors.ts';
import type { Pairing, PairMatch } from '../../pipeline/pairing/pairing-types.ts';
import type { Progress } from '../../pipeline/progress/progress-types.ts';
import type { Schedules } from '../../pipeline/schedules/schedule-types.ts';
import { momentMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { PairCommand } from '../command.ts';
import type { Happened, Press } from '../happened.ts';
import type { Button } from '../message.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';
import { othersOf, viewPairPreview, viewPairSettings, viewPairStatus } from '../views/pairing.ts';
import { type Reply, toOne } from './replies.ts';
import { requireWriter } from './require-writer.ts';

export type Pairs = {
  run(from: Happened, command: PairCommand): Promise<Reply>;
  press(press: Press): Promise<Reply>;
  /** Somebody says whether they come to a planned practice. */
  answerPractice(press: Press): Promise<Reply>;
};

export function createPairs(parts: {
  platform: ChatPlatform;
  pairing: Pairing;
  schedules: Pick<Schedules, 'answer'>;
  progress: Pick<Progress, 'prefer' | 'suggestTimeZone'>;
  wording: Wording;
}): Pairs {
  const { platform, pairing, schedules, progress, wording } = parts;
  const { say } = wording;
  const typed = () => ({
    join: platform.writeCommand('pair join'),
    settings: platform.writeCommand('pair settings'),
  });

  async function run(from: Happened, command: PairCommand): Promise<Reply> {
    const { person, place } = from;
    const shown = async (status: ReturnType<Pairing['status']>) =>
      toOne(viewPairStatus(wording, await status, person.userId, typed()));
    switch (command.name) {
      case 'pair join': {
        const { name: _name, zone, ...what } = command;
        if (zone !== undefined) await progress.prefer(person, { timeZone: zone });
        await pairing.join(person, what);
        const known = await platform.timeZoneOf?.(person);
        if (known) await progress.suggestTimeZone(person, known);
        return await shown(pairing.status(person));
      }
      case 'pair leave': {
        const hadJoined = await pairing.leave(person);
        return toOne(
          viewText(
            say('pair.left.title'),
            hadJoined ? say('pair.left.text', { join: typed().join }) : say('pair.left.before'),
          ),
        );
      }
      case 'pair status':
        return await shown(pairing.status(person));
      case 'pair pause':
        return await shown(pairing.pause(person, command.days));
      case 'pair avoid':
        return await shown(pairing.avoid(person, command.member, { undo: command.undo }));
      case 'pair preview':
        await mustOrganise(from);
        return previewReply(await pairing.preview(person));
      case 'pair run':
        await mustOrganise(from);
        return toOne(viewPairPreview(wording, await pairing.send(person), true));
      case 'pair settings': {
        await mustOrganise(from);
        const settings = await pairing.change(person, command.changes, place);
        const channel = settings.channelId === null ? null : await platform.channelName(settings.channelId);
        return toOne(viewPairSettings(wording, settings, channel));
      }
    }
  }

  const previewReply = (preview: Awaited<ReturnType<Pairing['preview']>>): Reply =>
    toOne(viewPairPreview(wording, preview, false), previewButtons(wording, preview.id));

  async function mustOrganise({ person }: Happened): Promise<void> {
    if (!(await platform.manages(person))) throw new CoachError('not_allowed', 'fault.pair-not-manager');
  }

  async function press(pressed: Press): Promise<Reply> {
    const { person } = pressed;
    const { action, about } = pressed.pressed;
    switch (action) {
      case 'pair-coming':
        return await answer(pressed, 'coming');
      case 'pair-other-time':
        return await answer(pressed, 'other-time');
      case 'pair-cannot':
        return await answer(pressed, 'cannot');
      case 'pair-met':
        await pairing.met(person, about, 'yes');
        return toOne(viewText(say('pair.noted.title'), say('pair.noted.yes')));
      case 'pair-not-yet':
        await pairing.met(person, about, 'not-yet');
        return toOne(viewText(say('pair.noted.title'), say('pair.noted.not-yet')));
      case 'pair-no-show':
        await pairing.met(person, about, 'no-show');
        return toOne(viewText(say('pair.noted.title'), say('pair.noted.no-show')));
      case 'pair-anew':
        await mustOrganise(pressed);
        return previewReply(await pairing.preview(person, { anew: true }));
      case 'pair-send':
        await mustOrganise(pressed);
        return toOne(viewPairPreview(wording, await pairing.send(person, about), true));
      default:
        await mustOrganise(pressed);
        await pairing.stop(person, about);
        return toOne(viewText(say('pair.stopped.title'), say('pair.stopped.text')));
    }
  }

  async function answer(
    { person, pressed }: Press,
    what: 'coming' | 'other-time' | 'cannot',
  ): Promise<Reply> {
    const { match, outcome } = await pairing.answer(person, pressed.about, what);
    const names = othersOf(wording, match, person.userId);
    switch (outcome) {
      case 'all-coming':
        return toOne(viewText(say('pair.confirmed.title'), sayConfirmed(wording, match, person.userId)));
      case 'noted':
        return toOne(viewText(say('pair.noted.title'), say('pair.noted.coming', { names })));
      case 'moved':
        return toOne(
          viewText(say('pair.moved.title'), sayMoved(wording, match, person.userId)),
          answerButtons(wording, match.id),
        );
      case 'no-other':
        return toOne(viewText(say('pair.no-other.title'), say('pair.no-other.text', { names })));
      case 'off':
        return what === 'cannot'
          ? toOne(viewText(say('pair.noted.title'), say('pair.noted.cannot')))
          : toOne(viewText(say('pair.called-off.title'), say('pair.called-off.text')));
    }
  }

  async function answerPractice({ person, pressed, place }: Press): Promise<Reply> {
    await requireWriter(platform, person, place);
    const at = pressed.value ?? '';
    const isComing = pressed.action === 'practice-coming';
    const planned = await schedules.answer(person, pressed.about, at, isComing ? 'coming' : 'cannot');
    const title = say('pair.noted.title');
    if (!isComing) return toOne(viewText(title, say('practice.noted-cannot')));
    const minutes = planned.remindMinutes;
    return toOne(viewText(title, say('practice.noted-coming', { at: momentMark(at), minutes })));
  }

  return { run, press, answerPractice };
}

export function sayConfirmed(wording: Wording, match: PairMatch, own: string): string {
  const names = othersOf(wording, match, own);
  return match.startsAt === null
    ? wording.say('pair.confirmed.no-hour', { names })
    : wording.say('pair.confirmed.text', { names, at: momentMark(match.startsAt) });
}

export const sayMoved = (wording: Wording, match: PairMatch, own: string): string =>
  wording.say('pair.moved.text', {
    at: match.startsAt === null ? '' : momentMark(match.startsAt),
    names: othersOf(wording, match, own),
  });

export const answerButtons = ({ say }: Wording, about: string): Button[] => [
  { action: 'pair-coming', label: say('button.pair-coming'), about, style: 'primary' },
  { action: 'pair-other-time', label: say('button.pair-other-time'), about },
  { action: 'pair-cannot', label: say('button.pair-cannot'), about },
];

export const previewButtons = ({ say }: Wording, about: string): Button[] => [
  { action: 'pair-send', label: say('button.pair-send'), about, style: 'primary' },
  { action: 'pair-anew', label: say('button.pair-anew'), about },
  { action: 'pair-stop', label: say('button.pair-stop'), about, style: 'danger' },
];
