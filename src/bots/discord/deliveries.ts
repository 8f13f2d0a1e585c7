/** Shows what the interview has to say: pulled, shown once, and receipted. */
import type { Delivery } from '../../pipeline/interview/interview-types.ts';
import { deliver } from './deliver.ts';
import type { Desk } from './desk.ts';
import { endSession } from './end-session.ts';
import { isDiscordFault, isPassing, loggable } from './faults.ts';
import { ChannelGone } from './post-delivery.ts';

/** Sessions are shown side by side; within one, the queue keeps the order. */
const atOnce = 8;

export async function showDeliveries(desk: Desk): Promise<void> {
  const { interview } = desk.context;
  const running = new Set<Promise<void>>();
  for await (const delivery of interview.deliveries('discord', desk.signal)) {
    const work = showOne(desk, delivery).finally(() => running.delete(work));
    running.add(work);
    if (running.size >= atOnce) await Promise.race(running);
  }
  await Promise.all(running);
}

async function showOne(desk: Desk, delivery: Delivery): Promise<void> {
  const { interview, log } = desk.context;
  const about = { deliveryId: delivery.id, sessionId: delivery.session.id, type: delivery.body.type };
  try {
    const receipt = await deliver(desk, delivery);
    await interview.delivered(delivery, receipt);
  } catch (error) {
    const permanent = error instanceof ChannelGone || isPermanent(error);
    // A channel that is gone is nothing that the owner of the bot could mend.
    if (isGone(error)) log.info(about, 'The channel of a message is gone or closed');
    else
      log.warn(
        { fault: loggable(error), permanent, attempt: delivery.attempt, ...about },
        'A message could not be shown',
      );
    const reason = error instanceof Error ? error.name : 'unknown';
    const retryAfterMs = isPassing(error) ? Math.min(60_000, 500 * 2 ** delivery.attempt) : 5_000;
    await interview
      .undelivered(delivery, reason, permanent ? { permanent } : { retryAfterMs })
      .catch((fault: unknown) =>
        log.error({ fault: loggable(fault), ...about }, 'A message could not be given back'),
      );
    if (error instanceof ChannelGone) await endWithoutChannel(desk, delivery);
  }
}

const isGone = (error: unknown) => error instanceof ChannelGone || isDiscordFault(error, 'unknownChannel');

const isPermanent = (error: unknown) =>
  isDiscordFault(error, 'unknownChannel', 'missingAccess', 'missingPermissions', 'closedDms', 'invalidForm');

/** Nobody could read what comes next: the session ends, and its owner hears why. */
async function endWithoutChannel(desk: Desk, { session }: Delivery): Promise<void> {
  if (session.state === 'ended') return;
  await endSession(desk, session, 'place-gone');
}
