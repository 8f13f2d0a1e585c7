import { CoachError } from '../errors.ts';
import { openCoach } from '../open-coach.ts';
import { remainsText } from '../wording/privacy-text.ts';
import type { Wording } from '../wording/wording.ts';
import { openQuietSetting, printJson, printLine, terminalTenant, terminalUser } from './setting.ts';

/** Erases everything about one person at this terminal, and about their linked accounts. */
export async function forget(
  options: { user?: string; yes?: boolean; json?: boolean },
  wording: Wording,
): Promise<void> {
  const { config, log } = openQuietSetting();
  const coach = await openCoach({
    config: { ...config, MODELS: 'none' },
    log,
    wording,
    parts: { patient: true },
  });
  try {
    const { privacy } = coach.context;
    const actor = { tenant: terminalTenant, userId: terminalUser(options.user) };
    if (options.yes !== true) {
      const { answers, linkedAccounts } = await privacy.show(actor);
      const values = { user: actor.userId, answers };
      if (linkedAccounts.length === 0) throw new CoachError('bad_input', 'fault.confirm-erasing', values);
      const accounts = linkedAccounts.join(', ');
      throw new CoachError('bad_input', 'fault.confirm-erasing-linked', { ...values, accounts });
    }
    const { answers, remains: left } = await privacy.forget(actor);
    const remains = remainsText(wording, left);
    if (options.json === true) printJson({ user: actor.userId, answers, remains });
    else printLine(`${wording.say('cli.forget.done', { answers })} ${remains}`);
  } finally {
    await coach.close();
  }
}
