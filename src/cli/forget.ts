import { CoachError } from '../errors.ts';
import { openCoach } from '../open-coach.ts';
import { openQuietSetting, printJson, printLine, terminalTenant, terminalUser } from './setting.ts';

/** Erases everything of one person at this terminal, and of the accounts that are linked with it. */
export async function forget(options: { user?: string; yes?: boolean; json?: boolean }): Promise<void> {
  const { config, log } = openQuietSetting();
  const coach = await openCoach({ config: { ...config, MODELS: 'none' }, log, parts: { patient: true } });
  try {
    const { privacy } = coach.context;
    const actor = { tenant: terminalTenant, userId: terminalUser(options.user) };
    if (options.yes !== true) {
      const { answers, linkedAccounts } = await privacy.show(actor);
      const linked = linkedAccounts.length === 0 ? '' : ` and what is linked (${linkedAccounts.join(', ')})`;
      throw new CoachError(
        'bad_input',
        `This erases ${answers} answers of ${actor.userId}${linked} for good; add --yes if that is meant.`,
      );
    }
    const { answers, remains } = await privacy.forget(actor);
    if (options.json === true) printJson({ user: actor.userId, answers, remains });
    else printLine(`Erased: ${answers} answers and all that belongs to them are gone. ${remains}`);
  } finally {
    await coach.close();
  }
}
