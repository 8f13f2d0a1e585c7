import type { Actor } from '../../pipeline/interview-types.ts';
import type { BotContext } from '../bot.ts';
import { trendChart } from '../chart.ts';
import type { ReplyFile } from '../run-command.ts';

/** How a person's scores moved, as a picture with a text that says the same; none before there is something to see. */
export async function trendPicture({ progress }: BotContext, actor: Actor): Promise<ReplyFile[]> {
  const overview = await progress.overview(actor);
  if (overview.overall.points.length < 2) return [];
  const picture = trendChart(overview);
  return [{ name: picture.name, bytes: await picture.png(), alt: picture.alt }];
}
