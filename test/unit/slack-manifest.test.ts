import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { commandSpecs } from '../../src/bots/command-specs.ts';
import { botScopes, callbackPath } from '../../src/bots/slack/connection/install.ts';
import { practiseShortcut, scoreShortcut } from '../../src/bots/slack/interactions.ts';

const manifest = z
  .object({
    features: z.object({
      shortcuts: z.array(z.object({ type: z.string(), callback_id: z.string() })),
      slash_commands: z.array(z.object({ command: z.string(), should_escape: z.literal(true) })),
    }),
    oauth_config: z.object({
      redirect_urls: z.array(z.url()),
      scopes: z.object({ bot: z.array(z.string()) }),
    }),
    settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }) }),
  })
  .parse(parse(readFileSync('slack/manifest.yaml', 'utf8')));

const source = globSync('src/bots/slack/**/*.ts')
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

/** Methods of the Web API that the bot calls, with the scopes that each needs. */
const scopesOfMethods: Record<string, readonly string[]> = {
  'assistant.threads.setStatus': ['assistant:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.members': ['channels:read', 'groups:read', 'mpim:read'],
  'conversations.open': ['im:write', 'mpim:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'oauth.v2.access': [],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
};
const scopesOfEvents: Record<string, readonly string[]> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  assistant_thread_started: ['assistant:write'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  tokens_revoked: [],
};

describe('the manifest of the Slack app', () => {
  it('asks for exactly the scopes that its calls, events and commands need', () => {
    const called = [
      ...source.matchAll(
        /(?:client|anonymous|\))\s*\.((?:assistant\.threads|auth|chat|conversations|files|oauth\.v2|users|views)\.\w+)\(/g,
      ),
    ].map(([, method]) => method ?? '');
    expect([...new Set(called)].sort()).toEqual(Object.keys(scopesOfMethods).sort());
    const { bot_events: events } = manifest.settings.event_subscriptions;
    expect(events.toSorted()).toEqual(Object.keys(scopesOfEvents).sort());
    const needed = new Set([
      'commands',
      ...Object.values(scopesOfMethods).flat(),
      ...Object.values(scopesOfEvents).flat(),
    ]);
    expect(manifest.oauth_config.scopes.bot).toEqual([...needed].sort());
    expect([...botScopes]).toEqual([...needed].sort());
  });

  it('sends people who install the app back to the page that finishes it', () => {
    const paths = manifest.oauth_config.redirect_urls.map((url) => new URL(url).pathname);
    expect(paths).toEqual([callbackPath]);
  });

  it('names every command that there is, and the shortcuts', () => {
    const names = new Set(commandSpecs.map(({ name }) => `/${name}`).filter((name) => name !== '/mic-test'));
    expect(new Set(manifest.features.slash_commands.map(({ command }) => command))).toEqual(names);
    expect(manifest.features.shortcuts.map(({ type, callback_id }) => [type, callback_id])).toEqual([
      ['global', practiseShortcut],
      ['message', scoreShortcut],
    ]);
  });
});
