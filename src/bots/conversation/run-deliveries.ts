/**
 * Takes deliveries from the interview and shows them, several at a time. Each is tried until it has certainly
 * been shown.
 */
import type { Delivery, Session } from '../../domain.ts';
import { isCoachError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { count } from '../../metrics.ts';
import { atStage } from '../../pipeline/interview/at-stage.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import type { Wording } from '../../wording/wording.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';
import type { Deliver } from './deliver.ts';

/** Sessions are handled in parallel; within one, the queue keeps the order. */
const mostAtOnce = 8;

export async function runDeliveries(parts: {
  platform: ChatPlatform;
  interview: Interview;
  wording: Wording;
  log: Log;
  deliver: Deliver;
  signal: AbortSignal;
}): Promise<void> {
  const { platform, interview, wording, log, deliver, signal } = parts;
  const { say } = wording;
  /** Deliveries for which an earlier try in this run may have succeeded. */
  const tried = new Set<number>();
  const running = new Set<Promise<void>>();
  for await (const delivery of interview.deliveries(platform.platform, signal, platform.shards)) {
    const work = showOne(delivery).finally(() => running.delete(work));
    running.add(work);
    if (running.size >= mostAtOnce) await Promise.race(running);
  }
  await Promise.all(running);

  async function showOne(delivery: Delivery): Promise<void> {
    const mayExist = delivery.attempt > 1 || tried.has(delivery.id);
    tried.add(delivery.id);
    try {
      const show = () => deliver(delivery, mayExist, signal);
      const answerId = answerIdOf(delivery);
      const about = {
        log,
        stage: 'deliver',
        attempt: delivery.attempt,
        platform: platform.platform,
      } as const;
      const receipt = answerId === null ? await show() : await atStage({ ...about, answerId }, show);
      await interview.delivered(delivery, receipt);
      tried.delete(delivery.id);
    } catch (error) {
      await giveBack(delivery, error);
    }
  }

  async function giveBack(delivery: Delivery, error: unknown): Promise<void> {
    const answerId = answerIdOf(delivery);
    const about = {
      deliveryId: delivery.id,
      sessionId: delivery.session.id,
      type: delivery.body.type,
      ...(answerId !== null && { answerId }),
    };
    const fault = platform.faultOf(error);
    count('greenroom_platform_errors_total', { platform: platform.platform, kind: fault.kind });
    try {
      if (fault.kind === 'rate-limit')
        return await interview.undelivered(delivery, 'rate limit', { retryAfterMs: fault.retryAfterMs });
      if (signal.aborted) return await interview.undelivered(delivery, 'stopping', { retryAfterMs: 0 });
      const isLost = fault.kind === 'place-gone' || fault.kind === 'may-not-write';
      const permanent = isLost || fault.kind === 'refused';
      // The owner of the bot can do nothing about a place that is gone.
      if (fault.kind === 'place-gone') log.info(about, 'The place of a message is gone or closed');
      else
        log.warn(
          { fault: fault.log, ...about, permanent, attempt: delivery.attempt },
          'A message could not be shown',
        );
      // An outage of the platform or the store is not the message's fault.
      const isOutage = fault.kind === 'passing' || isCoachError(error, 'store_unavailable');
      await interview.undelivered(delivery, fault.kind, { permanent, isOutage });
      if (isLost && delivery.session.state !== 'ended') await tellOwner(delivery.session, fault.kind);
    } catch (failure) {
      log.error({ fault: platform.faultOf(failure).log, ...about }, 'A message could not be given back');
    }
  }

  /** An interview cannot go on where nothing can be posted: its owner is told why. */
  async function tellOwner(session: Session, why: 'place-gone' | 'may-not-write'): Promise<void> {
    const { tenant, channelId } = session.place;
    const owner = { tenant, userId: session.ownerUserId };
    const view =
      why === 'place-gone'
        ? viewText(say('owner.ended-title'), say('owner.ended', { reason: say('reason.place-gone') }))
        : viewText(
            say('owner.paused-title'),
            say('owner.paused', {
              channel: await platform.channelName(channelId),
              pause: platform.writeCommand('interview pause'),
              stop: platform.writeCommand('interview stop'),
            }),
          );
    try {
      if (why === 'place-gone') await interview.stop(owner, session.id, { reason: 'place-gone' });
      else await interview.pause(owner, session.id, { reason: 'no-permission' });
    } catch (error) {
      // It has ended or been paused in the meantime.
      if (!isCoachError(error)) throw error;
    }
    if (platform.isPrivate(session.place)) return;
    await platform.sendPrivately(owner, { view }, { receipt: `${why[0]}${session.id.slice(0, 20)}` });
  }
}

/** The one answer that a delivery is about; null for anything else. */
function answerIdOf({ body }: Delivery): string | null {
  if (body.type === 'feedback') return body.answer.id;
  return body.type === 'notice' ? body.answerId : null;
}
