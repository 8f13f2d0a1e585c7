import { expect, it } from 'vitest';
import { discordRefusal } from '../../src/bots/discord/client.ts';

it.each([
  ['the address is not known', 'getaddrinfo ENOTFOUND discord.com'],
  ['no server of names answers', 'getaddrinfo EAI_AGAIN discord.com'],
  ['there is no network', 'connect ENETUNREACH 162.159.0.1:443'],
  ['there is no way to the machine', 'connect EHOSTUNREACH 162.159.0.1:443'],
  ['the machine takes no connection', 'connect ECONNREFUSED 127.0.0.1:443'],
])('counts Discord as unreachable, and so tries again, where %s', (_, message) => {
  expect(discordRefusal(new Error(message), 'https://discord.com/api')).toMatchObject({
    code: 'network',
    fault: 'fault.discord-unreachable',
  });
});

it('leaves a mistake of our own as it is', () => {
  const mistake = new TypeError('Cannot read properties of undefined');
  expect(discordRefusal(mistake, 'https://discord.com/api')).toBe(mistake);
});
