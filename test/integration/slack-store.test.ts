import { describe, expect, it } from 'vitest';
import { openInbox } from '../../src/store/inbox.ts';
import { openSlackInstallations } from '../../src/store/slack-installations.ts';
import { standingClock, temporaryStore } from '../support/temporary.ts';

const installation = {
  teamId: 'T1',
  teamName: 'Acme',
  botUserId: 'U1',
  botId: 'B1',
  botToken: 'xoxb-very-secret',
};

describe('what is stored for Slack', () => {
  it('holds tokens that only the right key opens', async () => {
    const store = temporaryStore();
    const { now } = standingClock();
    const rooms = openSlackInstallations(store, { secretKey: 'a key of sixteen letters', now });
    await rooms.save(installation);
    expect(await rooms.find('T1')).toEqual(installation);
    expect(await rooms.find('T2')).toBeNull();
    const raw = await store.db.selectFrom('slack_installations').select('sealed_token').execute();
    expect(JSON.stringify(raw)).not.toContain('secret');
    const other = openSlackInstallations(store, { secretKey: 'another key altogether', now });
    await expect(other.find('T1')).rejects.toMatchObject({ fault: 'fault.other-secret-key' });
    // A token cannot be moved to another workspace either.
    await store.db.updateTable('slack_installations').set({ team_id: 'T2' }).execute();
    await expect(rooms.find('T2')).rejects.toMatchObject({ fault: 'fault.other-secret-key' });
    await rooms.remove('T2');
    expect(await rooms.find('T2')).toBeNull();
  });

  it('accepts an event once, holds it until it is handled, and forgets it after a day', async () => {
    const store = temporaryStore();
    const clock = standingClock();
    const events = openInbox(store, clock.now);
    expect(await events.accept('Ev1', { said: 'hello' })).toBe(true);
    expect(await events.accept('Ev1', { said: 'hello' })).toBe(false);
    expect(await events.open()).toEqual([{ eventId: 'Ev1', body: { said: 'hello' } }]);
    await events.done('Ev1');
    expect(await events.open()).toEqual([]);
    clock.advance(25 * 3_600_000);
    await events.prune();
    expect(await events.accept('Ev1', {})).toBe(true);
  });
});
