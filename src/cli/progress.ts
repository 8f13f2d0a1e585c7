import { writeFile } from 'node:fs/promises';
import { trendChart } from '../bots/chart.ts';
import { openScreen } from '../bots/terminal/client.ts';
import { viewHistory, viewProgress } from '../bots/views/progress.ts';
import { CoachError } from '../errors.ts';
import { openCoach } from '../open-coach.ts';
import { evaluationForPrograms, wordFix } from '../wording/feedback.ts';
import type { Wording } from '../wording/wording.ts';
import {
  openQuietSetting,
  printJson,
  printLine,
  terminalTenant,
  terminalUser,
  wantsColours,
} from './setting.ts';

const shownAnswers = 10;

/** History and trend of one person at this terminal. */
export async function printProgress(
  options: { user?: string; json?: boolean; png?: string },
  wording: Wording,
): Promise<void> {
  const { config, log } = openQuietSetting();
  const coach = await openCoach({ config: { ...config, MODELS: 'none' }, log, wording });
  try {
    const { progress: practised } = coach.context;
    const actor = { tenant: terminalTenant, userId: terminalUser(options.user) };
    const overview = await practised.overview(actor);
    const history = await practised.history(actor, { limit: shownAnswers });
    const isDrawn = options.png !== undefined && overview.overall.points.length > 0;
    if (options.png !== undefined && isDrawn) await drawTrend(options.png);
    if (options.json === true) printJson(forPrograms(actor.userId));
    else {
      const screen = openScreen(process.stdout, { colours: wantsColours() });
      const { timeZone } = await practised.preferences(actor);
      screen.show(viewProgress(wording, overview));
      if (history.length > 0) screen.show(viewHistory(wording, history, timeZone));
      if (options.png !== undefined)
        printLine(
          `\n${isDrawn ? wording.say('cli.progress.drawn', { file: options.png }) : wording.say('cli.progress.nothing-to-draw')}`,
        );
    }
    function forPrograms(user: string) {
      const { recurringFix, ...rest } = overview;
      return {
        user,
        ...rest,
        recurringFix: recurringFix && {
          text: wordFix(wording, recurringFix.fix),
          times: recurringFix.times,
          kind: recurringFix.fix.kind,
        },
        history: history.map((entry) => ({
          ...entry,
          evaluation: entry.evaluation && evaluationForPrograms(wording, entry.evaluation),
        })),
      };
    }
    async function drawTrend(file: string) {
      const bytes = await trendChart(wording, overview).png();
      try {
        await writeFile(file, bytes);
      } catch (cause) {
        throw new CoachError('bad_input', 'fault.file-not-writable', { path: file }, { cause });
      }
    }
  } finally {
    await coach.close();
  }
}
