/** One line that says how far an answer has come, edited as it goes, and gone when the feedback is there. */
import { createSerialQueues } from '../../async/serial-queue.ts';
import type { TenantId } from '../../domain.ts';
import type { Log } from '../../log.ts';
import type { Wording } from '../../wording/wording.ts';
import type { LiveView } from '../platform.ts';
import { call, isDirect, type Spot, type WebClient } from './client.ts';
import { loggable } from './faults.ts';
import { literal } from './text.ts';

type Line = { client: WebClient; channel: string; ts: string | null; said: string };

/** More lines than this are not followed: they just stay as they are. */
const mostLines = 2000;

export function createStatusLines({
  clientIn,
  wording,
  log,
}: {
  clientIn(tenant: TenantId): Promise<WebClient>;
  wording: Wording;
  log: Log;
}): LiveView {
  const lines = new Map<string, Line>();
  const queues = createSerialQueues();
  const quietly = (answerId: string, work: () => Promise<void>): void => {
    queues.run(answerId, work).catch((error: unknown) => {
      log.debug({ fault: loggable(error) }, 'A status line could not be changed');
    });
  };

  /** Shows that an answer was received. In an assistant's thread Slack has a place for it, elsewhere it is a message. */
  async function begin(answerId: string, tenant: TenantId, spot: Spot, said: string): Promise<void> {
    if (lines.size >= mostLines) return;
    const client = await clientIn(tenant);
    const line: Line = { client, channel: spot.channel, ts: null, said };
    lines.set(answerId, line);
    if (
      spot.threadTs &&
      isDirect(spot.channel) &&
      (await setStatus(client, spot, wording.say('status.assistant')))
    )
      return;
    const { ts } = await call(() =>
      client.chat.postMessage({
        channel: spot.channel,
        text: literal(said),
        ...(spot.threadTs ? { thread_ts: spot.threadTs } : {}),
      }),
    );
    line.ts = ts ?? null;
  }

  return {
    asked() {},
    say() {},
    ended() {},
    status({ id, session, userId, at = session.place }, text) {
      quietly(id, async () => {
        const line = lines.get(id);
        if (text === null) {
          lines.delete(id);
          const { client, channel, ts = null } = line ?? {};
          if (client && channel !== undefined && ts !== null)
            await call(() => client.chat.delete({ channel, ts }));
          return;
        }
        // A line begins where its author said that the answer is complete; what comes later only changes it.
        if (!line) {
          if (userId === null) return;
          return await begin(
            id,
            session.place.tenant,
            { channel: at.channelId, threadTs: at.threadId },
            text,
          );
        }
        const { client, channel, ts, said } = line;
        if (ts === null || said === text) return;
        line.said = text;
        await call(() => client.chat.update({ channel, ts, text: literal(text) }));
      });
    },
  };
}

/** False where the workspace has no surface for assistants. */
async function setStatus(client: WebClient, { channel, threadTs }: Spot, status: string): Promise<boolean> {
  try {
    await client.assistant.threads.setStatus({
      channel_id: channel,
      thread_ts: threadTs ?? '',
      status,
    });
    return true;
  } catch {
    return false;
  }
}
