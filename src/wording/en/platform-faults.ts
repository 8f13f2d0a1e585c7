/** What Slack, Discord or a voice channel does not allow, in one sentence that says what to do. */
export const platformFaults = {
  // Slack
  'fault.slack-busy': 'Slack is busy. Wait a moment, then try again.',
  'fault.slack-token-missing': 'Set SLACK_BOT_TOKEN, or SLACK_CLIENT for several workspaces.',
  'fault.slack-token-refused':
    'Slack refuses {token} ({error}); {token, select, SLACK_APP_TOKEN {set it to an app-level token of the app with connections:write, which begins with xapp-} other {install the app again and set it to the bot token, which begins with xoxb-}}.',
  'fault.slack-tokens-swapped':
    'SLACK_BOT_TOKEN and SLACK_APP_TOKEN are swapped; SLACK_BOT_TOKEN is the one that begins with xoxb-, SLACK_APP_TOKEN the one with xapp-.',
  'fault.slack-both-tokens-wrong':
    'SLACK_BOT_TOKEN is not a bot token, and SLACK_APP_TOKEN is not an app-level token. Set SLACK_BOT_TOKEN to the one that begins with xoxb- (Install App), and SLACK_APP_TOKEN to the one that begins with xapp- (Basic Information).',
  'fault.slack-both-tokens-refused':
    'Slack refuses SLACK_BOT_TOKEN and SLACK_APP_TOKEN. Install the app again and set SLACK_BOT_TOKEN to the bot token, which begins with xoxb-; set SLACK_APP_TOKEN to an app-level token of the app with connections:write, which begins with xapp-.',
  'fault.slack-bot-token-wrong':
    'SLACK_BOT_TOKEN is not a bot token; set it to the one that begins with xoxb- (Install App).',
  'fault.slack-app-token-wrong':
    'SLACK_APP_TOKEN is not an app-level token; set it to the one that begins with xapp- (Basic Information).',
  'fault.slack-secret-key-missing':
    'Set SECRET_KEY: it encrypts the tokens of the workspaces that install the app.',
  'fault.slack-mode-missing':
    'Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET and PORT for HTTP mode.',
  'fault.slack-port-taken': 'Port {port} cannot be used for Slack; set PORT to a free one.',
  'fault.slack-unreachable': 'Slack cannot be reached; check the network and SLACK_API_URL.',
  'fault.slack-app-removed':
    'The app was removed from the Slack workspace; install it again and set SLACK_BOT_TOKEN to its bot token.',
  'fault.slack-app-refused': 'Slack refuses the app; check SLACK_APP_TOKEN.',
  'fault.slack-uninstalled': 'The app is not installed in the workspace {team}.',
  'fault.slack-scope-missing':
    'The Slack app lacks the permission {scope}; update it from slack/manifest.yaml and install it again.',
  'fault.slack-dialog-late': 'That took too long for Slack to open the dialog; please try again.',
  'fault.slack-archived': 'This Slack channel is archived; choose another one or unarchive it.',
  'fault.slack-not-in-channel': 'I am not in that Slack channel; invite me with /invite and try again.',
  'fault.slack-no-socket-mode':
    'Slack does not let this app use Socket Mode; switch it on in the settings of the app.',
  'fault.slack-direct-closed':
    'I cannot write to you directly; open the Messages tab of this app, or ask whoever manages the workspace to switch it on.',
  'fault.slack-refused': 'Slack refused that ({error}); check the app against slack/manifest.yaml.',
  'fault.slack-file-unreachable': 'Slack did not hand over that file; send it again.',
  'fault.slack-file-elsewhere': 'That file is stored outside Slack; upload it to Slack itself.',
  'fault.slack-file-gone': 'That file is no longer there; send it again.',
  'fault.slack-file-not-allowed':
    'Slack does not let me read that file: the app lacks the permission files:read, or is not in this conversation. Whoever manages the app can update it from slack/manifest.yaml.',

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
  'fault.discord-too-late': 'That took too long for Discord; try again.',
  'fault.discord-channel-gone': 'That channel is gone, or nothing can be written in it.',
  'fault.discord-channel-unseen':
    'I cannot see this channel. Give me “View Channel”, “Send Messages” here (Edit Channel ▸ Permissions ▸ add this bot, or its role), then try again.',
  'fault.discord-chosen-channel-gone':
    'The channel for interviews is gone, or I cannot see it. Choose another one with /settings, or let me see it.',
  'fault.voice-needs-server': 'This needs a voice channel of a server; use it there.',
  'fault.voice-unseen':
    'I cannot see the voice channel that you are in. Give me “View Channel”, “Connect” there (Edit Channel ▸ Permissions ▸ add this bot, or its role), then try again.',
  'fault.voice-join-first': 'Join a voice channel first, then try again.',
  'fault.discord-file-elsewhere': 'I load files from Discord only. Attach the recording to a message here.',
  'fault.discord-file-unreachable': 'I could not load this file from Discord; send it again.',

  // Voice channels
  'fault.voice-unreachable':
    'I could not connect to “{channel}”. Try again; if it happens again, choose another region for the channel or open the UDP ports of the machine that runs me.',
  'fault.voice-stage':
    '“{channel}” is a stage, where only invited people may speak. Use an ordinary voice channel.',
  'fault.voice-age-restricted':
    '“{channel}” is age-restricted. I hold interviews in ordinary voice channels only.',
  'fault.voice-full': '“{channel}” is full. Raise its user limit by one, or use another channel.',
  'fault.voice-busy':
    'I am in “{channel}” for another interview. Discord lets me be in one voice channel per server: join me there, or stop that interview first.',
  'fault.voice-test-running': 'A microphone test is running; try again in a few seconds.',
  'fault.consent-role-everyone':
    '“@everyone” cannot be the consent role: nobody has agreed by being in this server. Choose a role that people ask for.',
} as const;
