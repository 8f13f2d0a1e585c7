/** One line that says how far an answer has come, edited as it goes, and gone when the feedback is there. */
import type { AnswerStage } from '../../domain.ts';
import type { Log } from '../../log.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import { call, isDirect, type Spot } from './call.ts';
import { loggable } from './faults.ts';
import type { WebClient } from './web-client.ts';

const words: Partial<Record<AnswerStage, string>> = {
  transcribing: 'Your answer is in. I am writing down what you said.',
  'waiting-for-model': 'Your answer is in and waits for a model that is still loading.',
  scoring: 'Your answer is in and is being scored.',
};
const received = 'Your answer is in. The feedback comes here.';

type Line = { client: WebClient; channel: string; ts: string; said: string };

/** More lines than this are not followed: they just stay as they are. */
const mostLines = 2000;

export type StatusLines = ReturnType<typeof createStatusLines>;

export function createStatusLines(log: Log) {
  const lines = new Map<string, Line>();
  const quietly = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.debug({ fault: loggable(error) }, 'A status line could not be changed');
    }
  };
  return {
    /** Shows that an answer was received. In an assistant's thread Slack has a place for it, elsewhere it is a message. */
    async begin(answerId: string, client: WebClient, spot: Spot): Promise<void> {
      if (lines.has(answerId)) return;
      if (spot.threadTs && isDirect(spot.channel) && (await setStatus(client, spot))) return;
      await quietly(async () => {
        const { ts } = await call(() =>
          client.chat.postMessage({
            channel: spot.channel,
            text: received,
            ...(spot.threadTs ? { thread_ts: spot.threadTs } : {}),
          }),
        );
        if (ts !== undefined && lines.size < mostLines)
          lines.set(answerId, { client, channel: spot.channel, ts, said: received });
      });
    },
    async end(answerId: string): Promise<void> {
      const line = lines.get(answerId);
      if (!line) return;
      lines.delete(answerId);
      await quietly(() => call(() => line.client.chat.delete({ channel: line.channel, ts: line.ts })));
    },
    /** Follows the stages of answers until the signal aborts. */
    async follow(interview: Interview, signal: AbortSignal): Promise<void> {
      for await (const { answerId, stage } of interview.stages(signal)) {
        const line = lines.get(answerId);
        const text = words[stage];
        if (!line || text === undefined || text === line.said) continue;
        line.said = text;
        void quietly(() => line.client.chat.update({ channel: line.channel, ts: line.ts, text }));
      }
    },
  };
}

/** False where the workspace has no surface for assistants. */
async function setStatus(client: WebClient, { channel, threadTs }: Spot): Promise<boolean> {
  try {
    await client.assistant.threads.setStatus({
      channel_id: channel,
      thread_ts: threadTs ?? '',
      status: 'is scoring your answer…',
    });
    return true;
  } catch {
    return false;
  }
}
