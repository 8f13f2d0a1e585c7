/**
 * Linking and unlinking two accounts of one person: each side sees whose the other account is, and confirms.
 */
import type { Actor } from '../../domain.ts';
import { takeText } from '../../given-text.ts';
import type { OtherAccount, Progress } from '../../pipeline/progress/progress-types.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Command } from '../command.ts';
import type { Button } from '../message.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';
import { type Reply, toOne } from './replies.ts';

export type Linking = {
  run(person: Actor, command: Extract<Command, { name: 'link' }>): Promise<Reply>;
  /** The person who was given a code confirms. */
  confirm(person: Actor, id: string): Promise<Reply>;
  /** The person who made it confirms. */
  join(person: Actor, id: string): Promise<Reply>;
  refuse(person: Actor, id: string): Promise<Reply>;
};

export function createLinking({
  platform,
  progress: { links, preferences },
  wording,
  now,
}: {
  platform: Pick<ChatPlatform, 'nameOf' | 'writeCommand'>;
  progress: Pick<Progress, 'links' | 'preferences'>;
  wording: Wording;
  now: () => Date;
}): Linking {
  const { say } = wording;

  const nameOf = async (person: Actor) =>
    takeText(await platform.nameOf(person))
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, longestName);
  const sayAccount = ({ name, tenant }: OtherAccount) =>
    say('link.account', { name, platform: tenant.slice(0, tenant.indexOf(':')) });

  function ask(whose: string, { ownAnswers }: OtherAccount, buttons: readonly Button[]): Reply {
    const shared = say('link.shared', { answers: ownAnswers });
    return toOne(viewText(say('link.confirm-title'), whose, shared, say('link.warning')), buttons);
  }

  async function makeCode(person: Actor): Promise<Reply> {
    const { code, validUntil } = await links.makeCode(person, await nameOf(person));
    const { timeZone } = await preferences(person);
    const until = wording.time(validUntil, { timeZone, now: now() });
    const again = platform.writeCommand('link');
    return toOne(viewText(say('link.title'), say('link.code', { link: `/link ${code}`, again, until })));
  }

  async function undo(person: Actor): Promise<Reply> {
    const { answers, sharedConcepts: concepts } = await links.undo(person);
    return toOne(
      viewText(
        say('link.undone-title'),
        say('link.undone', { answers }),
        say('link.undone-stays', { concepts }),
      ),
    );
  }

  return {
    async run(person, { code, undo: isUndo }) {
      if (isUndo) return await undo(person);
      if (code !== undefined) {
        const maker = await links.look(person, code);
        return ask(say('link.maker', { account: sayAccount(maker) }), maker, [
          { action: 'link-confirm', label: say('button.link-confirm'), about: maker.id, style: 'danger' },
        ]);
      }
      const asker = await links.asked(person);
      if (!asker) return await makeCode(person);
      return ask(say('link.asker', { account: sayAccount(asker) }), asker, [
        { action: 'link-join', label: say('button.link-join'), about: asker.id, style: 'danger' },
        { action: 'link-refuse', label: say('button.link-refuse'), about: asker.id },
      ]);
    },
    async confirm(person, id) {
      const maker = await links.confirm(person, id, await nameOf(person));
      const values = { link: '/link', account: sayAccount(maker) };
      return toOne(viewText(say('link.asked-title'), say('link.asked', values)));
    },
    async join(person, id) {
      const account = sayAccount(await links.join(person, id));
      const undo = platform.writeCommand('link', 'undo');
      return toOne(viewText(say('link.done-title'), say('link.done', { account, undo })));
    },
    async refuse(person, id) {
      await links.refuse(person, id);
      return toOne(viewText(say('link.refused-title'), say('link.refused')));
    },
  };
}

const longestName = 80;
