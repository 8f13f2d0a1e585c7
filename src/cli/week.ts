import { openScreen } from '../bots/terminal/client.ts';
import { viewWeek } from '../bots/views/week.ts';
import { openCoach } from '../open-coach.ts';
import { weekPlan } from '../pipeline/progress/week-plan.ts';
import type { Wording } from '../wording/wording.ts';
import { openQuietSetting, printJson, terminalTenant, terminalUser, wantsColours } from './setting.ts';

/** The short practices of one person's week at this terminal. */
export async function printWeek(options: { user?: string; json?: boolean }, wording: Wording): Promise<void> {
  const { config, log } = openQuietSetting();
  const coach = await openCoach({ config: { ...config, MODELS: 'none' }, log, wording });
  try {
    const { progress, bank } = coach.context;
    const actor = { tenant: terminalTenant, userId: terminalUser(options.user) };
    const practices = weekPlan(await progress.overview(actor), { bank, now: new Date() });
    if (options.json === true) return printJson(practices);
    const screen = openScreen(process.stdout, { colours: wantsColours() });
    screen.show(viewWeek(wording, practices, { schedule: null }));
    if (practices.length > 0) screen.say(`\n${wording.say('cli.week.next')}`);
  } finally {
    await coach.close();
  }
}
