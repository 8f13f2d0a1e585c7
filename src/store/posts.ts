/** Where a bot posted a person's words or scores: once they are erased here, the post is emptied. */
import { type Actor, type Posts, redrawnThings } from '../domain.ts';
import type { Store } from './store.ts';

export function openPosts({ db }: Pick<Store, 'db'>, now: () => Date): Posts {
  const isKnown = async (tenant: Actor['tenant'], userId: string) =>
    (await db
      .selectFrom('accounts')
      .select('person_id')
      .where('tenant', '=', tenant)
      .where('user_id', '=', userId)
      .executeTakeFirst()) !== undefined;
  return {
    async add({ tenant, userId }, { channelId, messageId, answerId, isShared, shows = null }) {
      const result = await db
        .insertInto('posts')
        .columns([
          'tenant',
          'user_id',
          'channel_id',
          'message_id',
          'answer_id',
          'shared',
          'shows',
          'created_at',
        ])
        .expression(
          db
            .selectFrom('accounts')
            .select((select) => [
              'tenant',
              'user_id',
              select.val(channelId).as('channel_id'),
              select.val(messageId).as('message_id'),
              select.val(answerId).as('answer_id'),
              select.val(isShared ? 1 : 0).as('shared'),
              select.val(shows).as('shows'),
              select.val(now().toISOString()).as('created_at'),
            ])
            .where('tenant', '=', tenant)
            .where('user_id', '=', userId),
        )
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return (result.numInsertedOrUpdatedRows ?? 0n) > 0n || (await isKnown(tenant, userId));
    },
    async of({ tenant, userId }, answerId) {
      const rows = await db
        .selectFrom('posts')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('user_id', '=', userId)
        .$if(answerId !== undefined, (query) => query.where('answer_id', '=', answerId ?? ''))
        .orderBy('created_at', 'desc')
        .execute();
      return rows.map((row) => ({
        channelId: row.channel_id,
        messageId: row.message_id,
        answerId: row.answer_id,
        isShared: row.shared === 1,
        shows: redrawnThings.find((thing) => thing === row.shows),
      }));
    },
    async remove({ tenant, userId }, answerId) {
      await db
        .deleteFrom('posts')
        .where('tenant', '=', tenant)
        .where('user_id', '=', userId)
        .where('answer_id', '=', answerId)
        .execute();
    },
  };
}
