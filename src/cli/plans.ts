import { openScreen } from '../bots/terminal/client.ts';
import { viewPlans } from '../bots/views/plan.ts';
import { programCall } from '../config.ts';
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

/** The interview plans that one person at this terminal keeps; deletes one of them if asked. */
export async function printPlans(
  options: { user?: string; delete?: number; json?: boolean },
  wording: Wording,
): Promise<void> {
  const { config, log } = openQuietSetting();
  const coach = await openCoach({ config: { ...config, MODELS: 'none' }, log, wording });
  try {
    const { preparation } = coach.context;
    const actor = { tenant: terminalTenant, userId: terminalUser(options.user) };
    const plans = await preparation.kept(actor);
    if (options.delete !== undefined) {
      const plan = plans[options.delete - 1];
      if (!plan) throw new CoachError('not_found', 'fault.no-such-plan');
      await preparation.remove(actor, plan.id);
      if (options.json === true) printJson({ deleted: plan.id });
      else printLine(wording.say('prepare.deleted.text'));
    } else if (options.json === true) printJson(plans);
    else {
      const screen = openScreen(process.stdout, { colours: wantsColours() });
      screen.show(viewPlans(wording, plans, `${programCall} practice --job FILE`));
      if (plans.length > 0) screen.say(`\n${wording.say('cli.plans.next')}`);
    }
  } finally {
    await coach.close();
  }
}
