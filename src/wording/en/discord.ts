/** What only Discord says. */
export const discord = {
  'discord.more': '… and {count} more',
  'discord.direct-messages': 'our direct messages',
  'discord.restarted-title': 'I was restarted',
  'discord.restarted':
    'Nobody is in the voice channel now, so the interview is paused. Join it and use {pause} to go on.',
} as const;
