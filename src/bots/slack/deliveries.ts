/** Takes deliveries from the interview and shows them, several at a time and each until it is certain that it was shown. */

import { CoachError } from '../../errors.ts';
import type { Delivery } from '../../pipeline/interview/interview-types.ts';
import { englishWording } from '../../wording/wording.ts';
import { deliver } from './deliver.ts';
import type { Desk } from './desk.ts';
import { faultOf, isGoneFault, isTokenFault, loggable } from './faults.ts';

/** Slack allows about one message a second and conversation: there is no gain in more at once. */
const mostAtOnce = 8;

export async function runDeliveries(desk: Desk): Promise<void> {
  const { interview } = desk.context;
  /** Deliveries of which an earlier try in this run may have come through. */
  const tried = new Set<number>();
  const running = new Set<Promise<void>>();
  for await (const delivery of interview.deliveries('slack', desk.signal)) {
    const work = showOne(desk, delivery, tried).finally(() => running.delete(work));
    running.add(work);
    if (running.size >= mostAtOnce) await Promise.race(running);
  }
  await Promise.all(running);
}

async function showOne(desk: Desk, delivery: Delivery, tried: Set<number>): Promise<void> {
  const { interview } = desk.context;
  const mayExist = delivery.attempt > 1 || tried.has(delivery.id);
  tried.add(delivery.id);
  try {
    const receipt = await deliver(desk, delivery, mayExist);
    await interview.delivered(delivery, receipt);
    tried.delete(delivery.id);
  } catch (error) {
    await giveBack(desk, delivery, error);
  }
}

async function giveBack(desk: Desk, delivery: Delivery, error: unknown): Promise<void> {
  const { log, context } = desk;
  const { interview } = context;
  const cause = error instanceof CoachError ? error.cause : error;
  const fault = faultOf(cause);
  try {
    if (fault?.type === 'rate-limit')
      return await interview.undelivered(delivery, 'rate limit', { retryAfterMs: fault.retryAfterMs });
    if (desk.signal.aborted) return await interview.undelivered(delivery, 'stopping', { retryAfterMs: 0 });
    const isGone = isGoneFault(cause) || isTokenFault(cause) || isUninstalled(error);
    log.warn({ fault: loggable(cause ?? error), delivery: delivery.id }, explain(error));
    await interview.undelivered(delivery, fault?.type ?? 'error', { permanent: isGone });
    if (isGone) await endWithoutPlace(desk, delivery);
  } catch (failure) {
    log.error({ fault: loggable(failure), delivery: delivery.id }, 'A delivery could not be given back');
  }
}

const isUninstalled = (error: unknown) => error instanceof CoachError && error.code === 'not_found';

const explain = (error: unknown): string =>
  error instanceof CoachError ? englishWording.fault(error) : 'Something could not be shown in Slack';

/** An interview whose place is closed cannot go on there. */
async function endWithoutPlace({ context }: Desk, { session }: Delivery): Promise<void> {
  if (session.state === 'ended') return;
  const owner = { tenant: session.place.tenant, userId: session.ownerUserId };
  await context.interview.stop(owner, session.id, { reason: 'place-gone' });
}
