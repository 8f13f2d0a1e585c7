/** Slack's events: stored before they are acknowledged, handled once each, and in order for each person. */
import { z } from 'zod';
import type { SerialQueues } from '../../../async/serial-queue.ts';
import type { ReceivedEvents } from '../../../domain.ts';
import type { Log } from '../../../log.ts';
import { loggable } from '../faults.ts';
import { type InstalledIn, isOrganisation } from './workspaces.ts';

const envelope = z.object({
  type: z.literal('event_callback'),
  team_id: z.string(),
  enterprise_id: z.string().nullish(),
  /** In a channel shared with another organisation, this is where the app is installed. */
  authorizations: z
    .array(
      z.looseObject({
        team_id: z.string().nullish(),
        enterprise_id: z.string().nullish(),
        is_enterprise_install: z.boolean().nullish(),
      }),
    )
    .optional(),
  event_id: z.string(),
  event: z.looseObject({ type: z.string() }),
});
export type EventBody = z.infer<typeof envelope>;

/** The event of a request, or null for a request that carries none. */
export const readEvent = (body: unknown): EventBody | null => envelope.safeParse(body).data ?? null;

/** The workspace that an event belongs to. */
export const installedIn = z
  .object(envelope.pick({ team_id: true, enterprise_id: true, authorizations: true }).shape)
  .transform(({ team_id: teamId, enterprise_id: enterpriseId, authorizations }): InstalledIn => {
    const [known] = authorizations ?? [];
    return {
      teamId: known?.team_id && !isOrganisation(known.team_id) ? known.team_id : teamId,
      organisationId: known?.enterprise_id ?? enterpriseId ?? null,
      isForOrganisation: known?.is_enterprise_install === true,
    };
  });

const sender = z.object({
  user: z.union([z.string(), z.object({ id: z.string() })]).optional(),
  bot_id: z.string().nullish(),
  message: z.object({ user: z.string().optional(), bot_id: z.string().nullish() }).optional(),
});

/** Everything of one person in one workspace is handled in order: what they said, then their "done". */
export const queueOf = (teamId: string, userId: string): string => `${teamId}:${userId}`;

export function createEventQueue(parts: {
  events: ReceivedEvents;
  queues: SerialQueues;
  log: Log;
  handle(body: EventBody): Promise<void>;
}) {
  const { events, queues, log, handle } = parts;
  const work = (body: EventBody): Promise<void> =>
    queues.run(queueOf(installedIn.parse(body).teamId, senderOf(body)), async () => {
      try {
        await handle(body);
      } catch (error) {
        log.error(
          { fault: loggable(error), event: body.event.type },
          'An event of Slack could not be handled',
        );
      }
      // It was handled. If the store is unavailable now, the next start handles it again and recognises it by
      // its key.
      await events.done(body.event_id).catch((error: unknown) => {
        log.error({ fault: loggable(error) }, 'An event of Slack could not be marked as handled');
      });
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

/**
 * Bots are never answered: an app that edits its own messages is told of each edit, and would loop forever.
 */
function isFromApp({ event }: EventBody): boolean {
  const { bot_id: botId, message } = sender.safeParse(event).data ?? {};
  return Boolean(botId ?? message?.bot_id);
}
