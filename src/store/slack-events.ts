/** Events of Slack, kept from their arrival until they are handled, so that a crash loses none and none is handled twice. */
import type { Store } from './open-store.ts';

export type SlackEvents = {
  /** False when it was received before. After this resolves, the event may be acknowledged. */
  accept(eventId: string, body: unknown): Promise<boolean>;
  /** Forgets what the event said, and remembers that it was handled. */
  done(eventId: string): Promise<void>;
  /** What was received and never handled, oldest first. */
  open(): Promise<{ eventId: string; body: unknown }[]>;
  /** Forgets events that Slack no longer sends again. */
  prune(): Promise<void>;
};

/** Slack gives an event up after about an hour; a day is on the safe side. */
const keptMs = 24 * 3_600_000;

export function openSlackEvents({ db }: Pick<Store, 'db'>, now: () => Date): SlackEvents {
  return {
    async accept(eventId, body) {
      const inserted = await db
        .insertInto('slack_events')
        .values({ event_id: eventId, body: JSON.stringify(body), received_at: now().toISOString() })
        .onConflict((conflict) => conflict.column('event_id').doNothing())
        .executeTakeFirst();
      return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async done(eventId) {
      await db.updateTable('slack_events').set({ body: null }).where('event_id', '=', eventId).execute();
    },
    async open() {
      const rows = await db
        .selectFrom('slack_events')
        .select(['event_id', 'body'])
        .where('body', 'is not', null)
        .orderBy('received_at')
        .execute();
      return rows.map((row) => ({ eventId: row.event_id, body: JSON.parse(row.body ?? 'null') as unknown }));
    },
    async prune() {
      const before = new Date(now().getTime() - keptMs).toISOString();
      await db
        .deleteFrom('slack_events')
        .where('received_at', '<', before)
        .where('body', 'is', null)
        .execute();
    },
  };
}
