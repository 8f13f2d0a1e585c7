/** Events of Slack, kept from their arrival until they are handled, so that a crash loses none and none is handled twice. */
import type { ReceivedEvents } from '../domain.ts';
import type { Store } from './store.ts';

/** Slack gives up on an event after about an hour; a day is on the safe side. */
const keptMs = 24 * 3_600_000;

export function openInbox({ db }: Pick<Store, 'db'>, now: () => Date): ReceivedEvents {
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
