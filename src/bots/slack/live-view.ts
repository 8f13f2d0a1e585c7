/**
 * What is shown about an interview while it runs: the buttons of its open question, and how far answers have
 * come.
 */
import { createSerialQueues } from '../../async/serial-queue.ts';
import type { TenantId } from '../../domain.ts';
import { keepNewest } from '../../keep-newest.ts';
import type { Log } from '../../log.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Message, Posted } from '../message.ts';
import type { LiveView } from '../platform.ts';
import { call, isDirect, type Spot, type WebClient } from './client.ts';
import { loggable } from './faults.ts';
import { literal } from './text.ts';

type Line = { client: WebClient; channel: string; ts: string | null; said: string };
type Asked = { tenant: TenantId; posted: Posted; message: Message };

/** Beyond this number, messages are not followed and stay as they are. */
const mostFollowed = 2000;

export type SlackLiveView = LiveView & {
  /** Its content was erased and must never be written again. */
  letGo(messageId: string): void;
};

export function createLiveView({
  clientIn,
  edit,
  wording,
  log,
}: {
  clientIn(tenant: TenantId): Promise<WebClient>;
  edit(tenant: TenantId, posted: Posted, message: Message): Promise<void>;
  wording: Wording;
  log: Log;
}): SlackLiveView {
  /** For each session, the question that still has its buttons. */
  const questions = new Map<string, Asked>();
  /** Messages with nothing left in them. */
  const erased = new Set<string>();
  const lines = new Map<string, Line>();
  const queues = createSerialQueues();
  const quietly = (about: string, work: () => Promise<void>): void => {
    queues.run(about, work).catch((error: unknown) => {
      log.debug({ fault: loggable(error) }, 'What is shown of an interview could not be changed');
    });
  };

  /** Shows that an answer was received: in an assistant thread as its status, elsewhere as a message. */
  async function begin(answerId: string, tenant: TenantId, spot: Spot, said: string): Promise<void> {
    if (lines.size >= mostFollowed) return;
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

  /** A question that is over loses its buttons. */
  function close(sessionId: string): void {
    const asked = questions.get(sessionId);
    questions.delete(sessionId);
    if (!asked) return;
    const { tenant, posted, message } = asked;
    quietly(sessionId, async () => {
      if (!erased.has(posted.messageId)) await edit(tenant, posted, { view: message.view });
    });
  }

  return {
    asked({ id, place: { tenant } }, _turn, posted, message) {
      close(id);
      questions.set(id, { tenant, posted, message });
      keepNewest(questions, mostFollowed);
    },
    say() {},
    ended: ({ id }) => close(id),
    letGo(messageId) {
      erased.add(messageId);
      keepNewest(erased, mostFollowed);
    },
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
        // The line is created where the author said that the answer is complete; later updates only edit it.
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

/** False if the workspace has no assistant. */
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
