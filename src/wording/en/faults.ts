/**
 * What a person reads when something cannot be done: one sentence that says what to do. The key is the fault that code
 * throws (see `src/errors.ts`), the arguments are its values.
 */
export const faults = {
  'fault.unexpected':
    'Something went wrong here. Try again; if it happens again, tell the owner of this bot: {faultId}.',

  // Discord
  'fault.discord-token-missing': 'Set DISCORD_TOKEN to the bot token of your Discord application.',
  'fault.discord-token-refused':
    'Discord does not accept DISCORD_TOKEN. Copy a new bot token from the Bot page of your application in the Discord developer portal.',
  'fault.discord-intent-disallowed':
    'Discord refuses an intent that this bot asks for. Open the Bot page of your application in the Discord developer portal and check its gateway intents.',
  'fault.discord-intent-unknown':
    'Discord does not know an intent that this bot asks for. Update Greenroom and start it again.',
  'fault.discord-closed': 'Discord closed the connection for good (code {code}). Start the bot again.',
  'fault.discord-unreachable':
    'Discord cannot be reached at {address}; check the network and DISCORD_API_URL.',
  'fault.discord-not-in-server':
    'DISCORD_GUILD_ID names a server that this bot is not in. Invite it there, or correct the id.',
  'fault.discord-rights-missing':
    'I may not {what, select, listen {listen} other {post}} in “{channel}”. Give me {rights} there (Edit Channel ▸ Permissions ▸ add this bot, or its role), then try again.',
  'fault.discord-file-elsewhere': 'I load files from Discord only. Attach the recording to a message here.',
  'fault.discord-file-unreachable': 'I could not load this file from Discord; send it again.',

  // Files that people send
  'fault.file-too-large': 'This file is too large; send one of at most {most}.',
  'fault.recording-too-long':
    'This recording is {seconds, plural, one {# second} other {# seconds}} long; send one of at most {most, plural, one {# second} other {# seconds}}.',
} as const;
