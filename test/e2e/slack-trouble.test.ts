import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { envelopeOf } from '../servers/slack/events.ts';
import { elementsOf } from '../servers/slack/protocol.ts';
import { type RunningSlackBot, runningSlackBot, textOf } from '../support/slack-bot.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

const sound = (name: string) => readFileSync(new URL(`../fixtures/audio/${name}`, import.meta.url));

async function interviewing(bot: RunningSlackBot, name = 'alice') {
  const person = bot.slack.person(name);
  await person.message('dm', 'start cooking junior 1');
  await bot.shown(person.directMessages, /Question 1 of 1/);
  return person;
}

const cards = (bot: RunningSlackBot, channel: string) =>
  bot.slack
    .person('alice')
    .answers(channel)
    .filter((message) => /64 of 100 ·/.test(textOf(message)));

const answersOf = (bot: RunningSlackBot) => bot.coach.store.db.selectFrom('answers').selectAll().execute();

describe('Slack in trouble', () => {
  it.each(['refresh_requested', 'warning', 'cut'] as const)(
    'loses nothing of an answer when the connection ends in the middle of it (%s)',
    async (how) => {
      const bot = await runningSlackBot();
      await bot.start();
      const alice = await interviewing(bot);
      await alice.message('dm', 'First I boil the water.');
      const { socket, journal } = bot.slack;
      socket.state.acceptsConnections = false;
      if (how === 'cut') socket.kill();
      else socket.disconnect(how);
      await until(() => socket.connections() === 0);
      const lost = await alice.message('dm', 'Then I put the pasta in.');
      expect(lost.deliveries[0]?.outcome?.status).toBe('no-connection');
      socket.state.acceptsConnections = true;
      await until(() => journal.of('socket').length >= 2);
      await lost.deliveries[0]?.final;
      await alice.message('dm', 'done');
      await bot.shown(alice.directMessages, /64 of 100/);
      expect((await answersOf(bot)).map(({ text }) => text)).toEqual([
        'First I boil the water.\nThen I put the pasta in.',
      ]);
    },
  );

  it('takes what a member of another organisation wrote in a shared channel as said in the workspace it is installed in', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const { platform, team } = bot.slack;
    const alice = bot.slack.person('alice');
    const channel = team.directMessages(alice.id).id;
    const said = {
      type: 'message',
      channel_type: 'im',
      channel,
      user: alice.id,
      text: 'help',
      ts: '1700000000.000100',
    };
    const payload = { ...envelopeOf(team, said), team_id: 'T0ELSEWHERE' };
    await platform.deliveries.deliver({ kind: 'message', envelope: 'events_api', payload }).first;
    await bot.shown(alice.directMessages, /How this works/);
  });

  it('takes a dialog that a member of another organisation filled in as one of the workspace it is installed in', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const { platform, team } = bot.slack;
    const alice = bot.slack.person('alice');
    await alice.slash('/score');
    const dialog = await until(() => alice.modal);
    await alice.submit({ question: 'Why salt?', answer: '' });
    const values = Object.fromEntries(
      dialog.blocks.flatMap((block) => {
        const { block_id, element } = block as { block_id?: string; element?: { action_id: string } };
        if (block_id === undefined || element === undefined) return [];
        return [[block_id, { [element.action_id]: { value: `Why ${block_id}?` } }]];
      }),
    );
    const payload = {
      type: 'view_submission',
      team: { id: 'T0ELSEWHERE' },
      user: { id: alice.id, team_id: 'T0ELSEWHERE' },
      view: { ...dialog, app_installed_team_id: team.id, team_id: 'T0ELSEWHERE', state: { values } },
      api_app_id: team.appId,
      is_enterprise_install: false,
      response_urls: [],
    };
    await platform.deliveries.deliver({ kind: 'view_submission', envelope: 'interactive', payload }).first;
    await bot.shown(alice.directMessages, /64 of 100/);
  });

  it('hears several clips of one message one after the other', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const alice = await interviewing(bot);
    const more = [{ name: 'second.m4a', mimetype: 'audio/mp4', bytes: sound('short.m4a') }];
    await alice.file('dm', sound('short.m4a'), { more });
    await bot.shown(alice.directMessages, /64 of 100/);
    const heard = await bot.coach.store.db
      .selectFrom('utterances')
      .select(['start_ms', 'end_ms'])
      .orderBy('start_ms')
      .execute();
    expect(heard).toHaveLength(2);
    expect(heard[0]?.start_ms).toBe(0);
    expect(heard[1]?.start_ms).toBe(heard[0]?.end_ms);
  });

  it('leaves the buttons of an open question where they are while it is started again, and hears them', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const alice = await interviewing(bot);
    const labels = async () =>
      elementsOf((await bot.shown(alice.directMessages, /Question 1 of 1/)).blocks ?? []).map(
        ({ element }) => element.action_id,
      );
    const before = await labels();
    expect(before).toContain('greenroom:skip');
    await bot.halt();
    await bot.start();
    expect(await labels()).toEqual(before);
    await alice.click('greenroom:skip', await bot.shown(alice.directMessages, /Question 1 of 1/));
    await bot.shown(alice.directMessages, /How it went/);
  });

  it('drops invalid frames, and goes on', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const { socket } = bot.slack;
    for (const frame of ['null', '7', '[]', '{}', 'nonsense', '{"type":"events_api","payload":null}'])
      socket.sendRaw(frame);
    socket.sendRaw('{"type":"events_api","payload":{"event":null}}');
    const alice = bot.slack.person('alice');
    await alice.message('dm', 'help');
    await bot.shown(alice.directMessages, /How this works/);
  });

  it('answers a command once more where Slack failed to take the answer', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const alice = bot.slack.person('alice');
    bot.slack.faults.add({ method: 'response_url', what: { type: 'status', status: 500 } });
    await alice.slash('/help');
    await until(() => alice.ephemerals.some((message) => /How this works/.test(textOf(message))));
    expect(bot.slack.journal.calls('chat.postEphemeral')).toEqual([]);
  });

  it('says that Slack is busy when it lets no dialog open', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const alice = bot.slack.person('alice');
    bot.slack.faults.add({ method: 'views.open', what: { type: 'rate-limit', retryAfterSeconds: 9 } });
    await alice.slash('/score');
    await until(() => alice.ephemerals.some((message) => /Slack is busy/.test(textOf(message))));
  });

  it('handles a redelivered event only once, even after a restart', async () => {
    const folder = temporaryFolder();
    const bot = await runningSlackBot({ folder });
    await bot.start();
    const alice = await interviewing(bot);
    const said = await alice.message('dm', 'First I boil the water.');
    const done = await alice.message('dm', 'done');
    await bot.shown(alice.directMessages, /How it went/);
    const again = () =>
      Promise.all(
        [...said.deliveries, ...done.deliveries].map(
          ({ kind, envelope, payload }) =>
            bot.slack.platform.deliveries.deliver({ kind, envelope, payload }).first,
        ),
      );
    expect((await again()).map(({ status }) => status)).toEqual(['acknowledged', 'acknowledged']);
    await bot.halt();
    await bot.start();
    expect((await again()).map(({ status }) => status)).toEqual(['acknowledged', 'acknowledged']);
    // What comes after them in line shows that they were dropped.
    await alice.message('dm', 'help');
    await bot.shown(alice.directMessages, /How this works/);
    expect(await answersOf(bot)).toHaveLength(1);
    expect(cards(bot, 'dm')).toHaveLength(1);
    const held = await bot.coach.store.db.selectFrom('slack_events').select('body').execute();
    expect(held.filter(({ body }) => body?.includes('boil'))).toEqual([]);
  });

  it('waits when Slack asks it to, and posts once', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const alice = await interviewing(bot);
    const what = { type: 'rate-limit', retryAfterSeconds: 1 } as const;
    bot.slack.faults.add({ method: 'chat.postMessage', what, times: 2 });
    await alice.message('dm', 'Boil it.');
    await alice.message('dm', 'done');
    await bot.shown(alice.directMessages, /How it went/);
    expect(cards(bot, 'dm')).toHaveLength(1);
  });

  it.each([
    ['an error 500', { type: 'status', status: 500 } as const, false],
    ['an error 500 although it worked', { type: 'status', status: 500 } as const, true],
    ['a dropped connection', { type: 'drop' } as const, false],
    ['a dropped connection although it worked', { type: 'drop' } as const, true],
  ])('posts a card once after %s', async (_, what, afterwards) => {
    const bot = await runningSlackBot();
    await bot.start();
    const alice = await interviewing(bot);
    const isCard = ({ text }: Record<string, unknown>) => String(text).includes('64 of 100');
    bot.slack.faults.add({ method: 'chat.postMessage', what, afterwards, when: isCard });
    await alice.message('dm', 'Boil it.');
    await alice.message('dm', 'done');
    await bot.shown(alice.directMessages, /How it went/);
    expect(cards(bot, 'dm')).toHaveLength(1);
  });

  it('counts what was changed and leaves out what was deleted before the answer is complete', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const alice = await interviewing(bot);
    const sent = await alice.message('dm', 'I freeze the water.');
    await alice.message('dm', 'And wait.');
    await alice.edit(sent, 'I boil the water &amp; <https://example.com|the pot>.');
    await alice.click('greenroom:done');
    await bot.shown(alice.directMessages, /How it went/);
    await alice.edit(sent, 'Too late.');
    expect((await answersOf(bot)).map(({ text }) => text)).toEqual([
      'I boil the water & the pot.\nAnd wait.',
    ]);
  });

  it('says which permission is missing when a file cannot be read', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const alice = await interviewing(bot);
    bot.slack.team.scopes.delete('files:read');
    await alice.file('dm', sound('short.m4a'));
    await bot.shown(alice.directMessages, /files:read/);
    expect(bot.heard).toEqual([]);
  });

  it('says which permission is missing when a file cannot be sent', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const alice = await interviewing(bot);
    bot.slack.team.scopes.delete('files:write');
    await alice.slash('/privacy', 'export');
    await until(() =>
      [...alice.ephemerals, ...alice.answers('dm')].some((message) => /files:write/.test(textOf(message))),
    );
  });

  it.each(['cannot_dm_bot', 'user_disabled', 'messages_tab_disabled'])(
    'practises in the thread, and says why, with somebody whom Slack does not let it write to directly (%s)',
    async (error) => {
      const bot = await runningSlackBot();
      await bot.start();
      const alice = bot.slack.person('alice');
      bot.slack.faults.add({
        method: 'conversations.open',
        what: { type: 'error', error },
        times: Number.POSITIVE_INFINITY,
      });
      await alice.slash('/interview', 'start cooking junior 1');
      await until(() =>
        alice.ephemerals.some((message) => /Your direct messages are closed to me/.test(textOf(message))),
      );
      await bot.shown('#general', /Question 1 of 1/);
    },
  );

  it('sends its token nowhere but to Slack', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const alice = await interviewing(bot);
    bot.slack.files.redirects = true;
    await alice.file('dm', sound('short.m4a'));
    await bot.shown(alice.directMessages, /64 of 100/);
    expect(bot.slack.journal.of('cdn')).toHaveLength(1);
    expect(bot.slack.journal.anomalies).toEqual([]);
  });

  it.each([
    ['too large', { size: 30 * 2 ** 20 }],
    ['too long', { durationMs: 11 * 60_000 }],
    ['neither a recording nor text', { mimetype: 'image/png', clip: false }],
  ])('refuses a file that is %s before it fetches anything', async (what, shape) => {
    const bot = await runningSlackBot();
    await bot.start();
    const alice = await interviewing(bot);
    await alice.file('dm', sound('short.m4a'), shape);
    await bot.shown(alice.directMessages, new RegExp(what));
    expect(bot.slack.journal.of('download')).toEqual([]);
  });

  it('says so when a dialog comes too late, and does not fall over', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const alice = bot.slack.person('alice');
    bot.slack.faults.add({ method: 'views.open', what: { type: 'error', error: 'expired_trigger_id' } });
    await alice.slash('/score');
    const said = await until(() => alice.ephemerals.at(-1));
    expect(textOf(said)).toMatch(/try again/i);
  });

  it('shows an answer full of formatting and mentions as it was typed, and calls nobody', async () => {
    const bot = await runningSlackBot({
      evaluator: quoting,
    });
    await bot.start();
    const alice = await interviewing(bot);
    const nasty =
      '&lt;!channel&gt; *bold* _it_ `code` ~gone~ <@U123ABC> <!here> &amp;lt;script&amp;gt; @everyone';
    await alice.message('dm', nasty);
    await alice.message('dm', 'done');
    const card = await bot.shown(alice.directMessages, /Keep/);
    const text = textOf(card);
    expect(text).not.toMatch(/<!|<@/);
    expect(text).toContain('&lt;!channel&gt; *\u2060bold*\u2060');
    expect(bot.slack.journal.anomalies).toEqual([]);
  });

  it('acknowledges an unknown command, an unknown button and nonsense on the line', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const alice = bot.slack.person('alice');
    bot.slack.socket.sendRaw('{not json');
    bot.slack.socket.sendRaw(JSON.stringify({ type: 'mystery', payload: {} }));
    expect((await alice.slash('/dance', 'now')).outcome?.status).toBe('acknowledged');
    expect(textOf(await until(() => alice.ephemerals.at(-1)))).toMatch(/I do not know “dance now”/);
    const posted = bot.slack.team.addMessage(bot.slack.team.directMessages(alice.id), {
      user: bot.slack.team.botUser,
      blocks: [
        {
          type: 'actions',
          block_id: 'b',
          elements: [{ type: 'button', action_id: 'else', text: { text: 'x' } }],
        },
      ],
    });
    expect((await alice.click('else', posted)).outcome?.status).toBe('acknowledged');
    expect(bot.slack.journal.anomalies).toEqual([]);
  });

  it('ends an interview whose channel was archived, and goes on elsewhere', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const bob = bot.slack.person('bob');
    await bob.slash('/interview', 'start cooking junior 2 everyone');
    await bot.shown('#general', /Question 1 of 2/);
    const general = bot.slack.team.channel('#general');
    if (general) general.archived = true;
    await bob.slash('/interview', 'repeat');
    await until(async () => {
      const rows = await bot.coach.store.db.selectFrom('sessions').select('state').execute();
      return rows.every(({ state }) => state === 'ended');
    });
    const alice = await interviewing(bot);
    expect(alice.answers('dm').length).toBeGreaterThan(0);
  });
});

const quoting = {
  evaluate: async (...[answer]: Parameters<RunningSlackBot['coach']['evaluator']['evaluate']>) => {
    const { scriptedEvaluator } = await import('../support/scripted.ts');
    const judged = await scriptedEvaluator(() => ({ overall: 64 })).evaluate(answer);
    judged.evaluation.feedback.strength = {
      code: 'legacy',
      dimension: 'technical',
      values: { text: answer.text },
    };
    const [first] = judged.evaluation.dimensions.technical.findings;
    if (first) first.evidence = { quote: answer.text };
    return judged;
  },
  close: async () => undefined,
};
