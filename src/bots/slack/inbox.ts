/** Events, stored before they are acknowledged and handled once each, in the order in which a person caused them. */
import { z } from 'zod';
import type { SerialQueues } from '../../async/serial-queue.ts';
import type { Inbox } from '../../domain.ts';
import type { Log } from '../../log.ts';
import { loggable } from './faults.ts';

const envelope = z.object({
  type: z.literal('event_callback'),
  team_id: z.string(),
  event_id: z.string(),
  event: z.looseObject({ type: z.string() }),
});
export type EventBody = z.infer<typeof envelope>;

const sender = z.object({
  user: z.union([z.string(), z.object({ id: z.string() })]).optional(),
  bot_id: z.string().nullish(),
  message: z.object({ user: z.string().optional(), bot_id: z.string().nullish() }).optional(),
});

/** The event of a request, or null for a request that carries none. */
export const readEvent = (body: unknown): EventBody | null => envelope.safeParse(body).data ?? null;

/** Everything of one person in one workspace is handled in order: what they said, then their "done". */
export const laneOf = (teamId: string, userId: string): string => `${teamId}:${userId}`;

export function createInbox(parts: {
  events: Inbox;
  lanes: SerialQueues;
  log: Log;
  handle(body: EventBody): Promise<void>;
}) {
  const { events, lanes, log, handle } = parts;
  const work = (body: EventBody): Promise<void> =>
    lanes.run(laneOf(body.team_id, senderOf(body)), async () => {
      try {
        await handle(body);
      } catch (error) {
        log.error(
          { fault: loggable(error), event: body.event.type },
          'An event of Slack could not be handled',
        );
      }
      await events.done(body.event_id);
    });
  return {
    /**
     * Stores an event, so that it may be acknowledged, and has it handled. An event that was received before, and what
     * the app itself posted or edited, is dropped.
     */
    async take(body: EventBody): Promise<void> {
      if (isFromApp(body)) return;
      if (!(await events.accept(body.event_id, body))) return;
      void work(body);
    },
    /** Handles what an earlier run received and did not finish. */
    async takeUp(): Promise<void> {
      await events.prune();
      for (const { body, eventId } of await events.open()) {
        const event = readEvent(body);
        if (event) void work(event);
        else await events.done(eventId);
      }
    },
  };
}

function senderOf({ event }: EventBody): string {
  const { user, message } = sender.safeParse(event).data ?? {};
  const from = user ?? message?.user ?? 'nobody';
  return typeof from === 'string' ? from : from.id;
}

/** Bots are never answered: an app that edits its own messages hears of each edit, and would go round in circles. */
function isFromApp({ event }: EventBody): boolean {
  const { bot_id: botId, message } = sender.safeParse(event).data ?? {};
  return Boolean(botId ?? message?.bot_id);
}
