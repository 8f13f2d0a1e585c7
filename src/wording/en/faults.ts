/**
 * What a person reads when something cannot be done: one sentence that says what to do. The key is the fault that code
 * throws (see `src/errors.ts`), the arguments are its values.
 */
export const faults = {
  'fault.unexpected':
    'Something went wrong here. Try again; if it happens again, tell the owner of this bot: {faultId}.',

  // Commands and their options
  'fault.unknown-command': 'I do not know “{given}”; {help} lists what I can do.',
  'fault.unknown-subcommand': 'I do not know “{command} {given}”; after “{command}” comes one of {known}.',
  'fault.unknown-word': 'I do not know “{given}” after “{command}”.',
  'fault.unknown-start-word': 'I do not know "{given}" here; try: interview start backend mid 3 voice',
  'fault.unknown-option': 'The command “{command}” has no option “{option}”; it takes {known}.',
  'fault.no-options': 'The command “{command}” takes no options; leave out “{option}”.',
  'fault.option-needed': 'The command “{command}” needs {option}.',
  'fault.unknown-choice': 'For {option} I do not know “{given}”; choose one of: {choices}',
  'fault.number-out-of-range': 'For {option}, give a whole number from {min} to {max}.',

  // In a conversation
  'fault.command-not-here': 'I cannot do that here; {help} lists what I can do.',
  'fault.nothing-running': 'No interview is running here; start one with: {start}',
  'fault.not-your-interview': 'This is somebody else’s interview; start one of your own with: {start}',
  'fault.not-your-turn': 'This question is for somebody else; wait until it is your turn.',
  'fault.not-manager': 'Only people who manage this place may change its planned practices.',
  'fault.settings-not-manager': 'Only people who manage this place may change my settings.',
  'fault.setting-does-not-fit':
    '“{given}” does not fit {option}. A language is auto or a code such as en; a time zone is one such as Europe/Berlin.',
  'fault.progress-not-shared': '{person} does not share progress here; they can with: {share}',
  'fault.consent-taken-back':
    'You took back your consent to be heard; give it again with {consent} or type your answer.',
  'fault.others-recording':
    'This is somebody else’s recording, and they have not agreed to be heard; they can with {consent}',
  'fault.no-recording':
    'This is neither a recording nor text: {names}. Type your answer, or send an audio clip.',
  'fault.group-in-private': 'Start a group practice in a channel: others cannot see this one.',
  'fault.running-privately':
    'An interview with you is running in our direct messages already; finish it or stop it there first.',
  'fault.taken-by-others':
    'Somebody else’s interview is running in {channel}; wait until it ends, or start yours in another channel.',
  'fault.taken-and-closed':
    'Your direct messages are closed to me, and in {channel} somebody else’s interview is running; open them for this server, or start yours in another channel.',
  'fault.nowhere-to-share': 'There is no channel to share this in.',
  'fault.scored-message-gone': 'I cannot find that message any more; choose “Score this answer” on it again.',

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

  // Sound
  'fault.sound.too-many':
    'You have sent many recordings at once, and I have not read this one. Wait a minute and send it again.',
  'fault.sound.empty': 'This sound file is empty. Record it again and send it again.',
  'fault.sound.too-large': 'This sound file is {size} MB. Send one of at most {most} MB.',
  'fault.sound.unknown-format':
    'This file is not a sound file that I can read. Send WAV, FLAC, MP3, Ogg, M4A, MP4 or WebM.',
  'fault.sound.no-sound':
    'This file contains no sound. Check that the microphone was on, and record it again.',
  'fault.sound.too-long':
    'This recording is too long. Send one of at most {minutes, plural, =0 {{seconds, plural, one {# second} other {# seconds}}} one {# minute} other {# minutes}}.',
  'fault.sound.damaged': 'This sound file is damaged or cut short. Send it again, or record it again.',
  'fault.sound.too-slow': 'This sound file takes too long to read. Save it as WAV or MP3 and send it again.',
  'fault.sound.crashed': 'This sound file cannot be read. Save it as WAV or MP3 and send it again.',

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

  // Files that people send
  'fault.file-too-large': 'This file is too large; send one of at most {most}.',
  'fault.recording-too-long':
    'This recording is too long ({seconds, plural, one {# second} other {# seconds}}); send one of at most {most, plural, one {# second} other {# seconds}}.',

  // models
  'fault.nothing-understood': 'I could not make out any words. Say it again, a little louder.',
  'fault.models-off': 'MODELS=none switches every model off.',
  'fault.model-off':
    '{task, select, transcriber {TRANSCRIBER=none switches speech to text off.} embedder {EMBEDDER=none switches it off.} generator {GENERATOR=template uses templates instead.} other {It is switched off.}}',
  'fault.model-not-installed': 'The model {model} is not installed. Run: {greenroom} models pull {model}',
  'fault.grader-missing':
    'The grader is missing from {folder}; answers are judged without it. It comes with the program: install Greenroom again.',
  'fault.grader-not-loaded':
    'The grader in {folder} could not be loaded; answers are judged without it. Install Greenroom again.',
  'fault.whisper-cpp-not-built':
    'whisper.cpp is not built. Run: {greenroom} models build && {greenroom} models pull {model}',
  'fault.transcriber-url-missing': 'TRANSCRIBER=openai needs an address. Set TRANSCRIBER_URL.',
  'fault.generator-url-missing':
    'GENERATOR=openai needs an address and a model. Set GENERATOR_URL and GENERATOR_MODEL.',
  'fault.model-not-loaded': 'The model {model} could not be loaded. Run: {greenroom} models verify {model}',
  'fault.whisper-cpp-not-loaded':
    'The model {model} could not be loaded. Run: {greenroom} models verify {model}. If the model is fine, run: {greenroom} models build',
  'fault.model-too-large':
    '{model} needs about {neededMb} MB of memory, and models have {freeMb} MB left. Choose a smaller model, or raise MODELS_MEMORY_MB.',
  'fault.model-too-large-use-smaller':
    '{model} needs about {neededMb} MB of memory, and models have {freeMb} MB left. Use {smaller}, or raise MODELS_MEMORY_MB.',
  'fault.models-shut-down': 'The models are shut down.',
  'fault.model-failed-just-now': 'The model failed just now. Try again in a moment.',
  'fault.model-loading': 'The model is still loading. Try again in a moment.',
  'fault.cmake-missing':
    'Building whisper.cpp needs cmake and a C++ compiler. Install them (Debian: apt install cmake g++), or set TRANSCRIBER=transformers, which needs neither.',
  'fault.compiler-missing':
    'whisper.cpp could not be built: there is no C++ compiler. Install one (Debian: apt install g++), or set TRANSCRIBER=transformers.',
  'fault.whisper-cpp-build-failed':
    'whisper.cpp could not be built. Set TRANSCRIBER=transformers to do without it.',
  'fault.server-not-usable':
    'The {server, select, speech {speech} other {text}} server could not be used. Check {setting}.',
  'fault.server-left-alone':
    'The {server, select, speech {speech} other {text}} server failed several times and gets no requests for half a minute. Check {setting}.',
  'fault.server-rejects-key':
    'The {server, select, speech {speech} other {text}} server rejects the key (status {status}). Check {setting}.',
  'fault.server-knows-not':
    'The {server, select, speech {speech} other {text}} server does not know the address or the model (status {status}). Check {setting}.',
  'fault.server-status':
    'The {server, select, speech {speech} other {text}} server answered with status {status}. Check {setting}.',
  'fault.server-slow':
    'The {server, select, speech {speech} other {text}} server did not answer within {seconds} s. Check {setting}.',
  'fault.server-answer-too-large':
    'The {server, select, speech {speech} other {text}} server sends too much. Check {setting}.',
  'fault.server-unreachable':
    'The {server, select, speech {speech} other {text}} server cannot be reached, or its answer cannot be read. Check {setting}.',
  'fault.text-server-refuses': 'The text server refuses the request. Check GENERATOR_MODEL.',
  'fault.hub-circles': 'The hub redirects requests for {path} in circles. Check HF_ENDPOINT.',
  'fault.hub-lacks-file': '{host} has no {path} in {repository}. Check HF_ENDPOINT.',
  'fault.hub-wants-token':
    '{host} gives {repository} only to signed-in users. To sign in, set HF_TOKEN to your token.',
  'fault.hub-rejects-token': '{host} does not know HF_TOKEN. Make a new token and set it.',
  'fault.hub-wants-access': 'HF_TOKEN may not read {repository}. Ask for access at {page}, then try again.',
  'fault.hub-refuses':
    '{host} answers {status} for {repository}. Try again later, or set HF_ENDPOINT to a mirror.',
  'fault.hub-unreachable':
    '{host} cannot be reached, or drops every connection. Check the network, HTTPS_PROXY and HF_ENDPOINT, then run the same command to continue.',
  'fault.connection-lost':
    'The connection {how, select, silent {went silent} other {ended}} in the middle of {path}. Run the same command to continue.',
  'fault.wrong-file':
    '{path} {defect, select, empty {is empty} webPage {is a web page instead of a model} notJson {is not valid JSON} lfsPointer {is only a pointer to the model} notGgml {is not a whisper.cpp model} notOnnx {is not an ONNX model} size {has {bytes} bytes instead of {expectedBytes}} tooLong {is longer than announced} checksum {does not have the announced checksum} changed {has changed on the hub since the download began} other {cannot be read}}. It was discarded. Try again, or set HF_ENDPOINT to another mirror.',
  'fault.proxy-no-address': 'HTTPS_PROXY or HTTP_PROXY is not an address. Correct it or unset it.',
  'fault.downloads-forbidden':
    'MODELS_OFFLINE=1 forbids downloads. Unset it, or copy {model} into {folder} by hand.',
  'fault.disk-too-small':
    '{model} needs {neededMb} MB on the disk, and {freeMb} MB are free. Make room, or set GREENROOM_MODELS to another disk.',
  'fault.disk-full':
    'There is no room left on the disk for {path}. Free some, or set GREENROOM_MODELS to another one.',
  'fault.models-folder-not-writable':
    '{path} cannot be written. Check the permissions of the folder that GREENROOM_MODELS names.',
  // the command line
  'fault.no-database': 'There is no database {path} yet. Practise first, then back it up.',
  'fault.file-exists': '{path} already exists. Choose another file, or add --force.',
  'fault.file-not-writable': '{path} cannot be written. Choose another place.',
  'fault.nothing-kept': 'Nothing is kept about {user} at this terminal. Check the name.',
  'fault.confirm-erasing':
    'This erases everything about {user}, {answers, plural, =0 {with no answers} one {with # answer} other {with # answers}}, for good. Add --yes to confirm.',
  'fault.confirm-erasing-linked':
    'This erases everything about {user}, {answers, plural, =0 {with no answers} one {with # answer} other {with # answers}}, and the linked accounts ({accounts}), for good. Add --yes to confirm.',
  'fault.no-speech-in-file': 'There is no speech in this file.',
  'fault.too-quiet-in-file': 'Somebody speaks in this file, but too quietly to be understood.',
  'fault.score-needs-answer': 'Give --question and --answer, or --jsonl with one JSON object on each line.',
  'fault.line-not-json': 'This line is not JSON. Write one object on each line.',
  'fault.line-fields': 'This line cannot be used. Correct {fields}.',
  'fault.line-not-scored': 'This answer could not be scored. Report it with its text.',
  'fault.concepts-unreadable': 'The file {path} cannot be read as JSON or YAML. Check its name and content.',
  'fault.concepts-form':
    "The file {path} must contain a list of '{'statement, aliases?, weight?'}'. Correct {field}.",
  'fault.no-such-domain': 'There are no questions about “{domain}”. Choose one of {domains}.',
  'fault.no-such-question':
    'There is no question {id}. To see them, run: {greenroom} bank list --domain DOMAIN',
  'fault.no-question-folder':
    'Set QUESTION_BANKS to a folder for your own questions, then add the file again.',
  'fault.question-file-unreadable': '{file} cannot be read ({reason}). Check its name and rights.',
  'fault.no-such-file': 'There is no file or folder {file}. Check the name.',
  'fault.question-folder-missing':
    'QUESTION_BANKS: there is no folder {folder}. Create it or correct the setting.',
  'fault.own-questions-unusable':
    'Some of your questions cannot be used: {places}. To see what to correct, run: {greenroom} bank check {folder}',
  'fault.questions-unusable': 'Some questions cannot be used: {places}. Install Greenroom again.',
  'fault.no-question-of-level':
    'There is no {level} question about {domain}. Choose another level: {levels}.',
  'fault.no-question-of-domain': 'There is no question about {domain}. Choose one of {domains}.',
  'fault.question-file-faults': 'This file cannot be used yet. Correct these lines:\n{faults}',
  'fault.question-file-exists':
    '{name} already exists in {folder}. Rename your file, or remove the other one.',
  'fault.no-such-model': 'There is no model {names}. To see the names, run: {greenroom} models list',
  'fault.models-not-installed': 'Install it first: {greenroom} models pull {names}',
  'fault.no-model-installed': 'No model is installed. Run: {greenroom} models pull',
  'fault.nothing-to-resume': 'There is no interrupted interview. To start one, run: {greenroom} practice',

  // settings
  'fault.settings': 'Some settings cannot be used. Correct them in the environment or in .env:\n{faults}',
  'fault.setting': '  {name} {rule}',
  'fault.no-home':
    'This user has no home folder. Set GREENROOM_DATA and GREENROOM_MODELS to folders that can be written.',
  'fault.nothing-configured':
    'No bot is configured, and there is no terminal to practise in. Set DISCORD_TOKEN, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN. To score answers from a pipe, run: {greenroom} practice',
  'fault.setting.number': 'must be a whole number',
  'fault.setting.at-least': 'must be at least {least, number}',
  'fault.setting.at-most': 'must be at most {most, number}',
  'fault.setting.one-of': 'must be one of {choices}',
  'fault.setting.address': 'must be an http or https address',
  'fault.setting.like': 'must look like {example}',
  'fault.setting.long-enough': 'must have at least {least, number} characters',

  // sound files at the terminal
  'fault.sound-file-unreadable': 'The file {path} cannot be opened. Check its name and permissions.',

  // store
  'fault.store-locked': 'The database {path} is locked by another program. Close that program and try again.',
  'fault.store-disk-full': 'The disk that holds {path} is full. Free some space and try again.',
  'fault.store-not-writable':
    'The database {path} cannot be written. Give this user write permission to the file and its folder.',
  'fault.store-folder-not-writable':
    'The database {path} cannot be written. Give this user write permission, or set GREENROOM_DATA to another folder.',
  'fault.store-damaged':
    'The file {path} is damaged or is not a Greenroom database. Restore a backup with: {greenroom} restore. Or move it away to start afresh.',
  'fault.store-not-openable':
    'The database {path} cannot be opened. Check that its folder exists and can be written.',
  'fault.store-disk': 'Reading or writing {path} failed. Check the disk, then try again.',
  'fault.store-newer':
    'The database was made by a newer Greenroom (it has {name}). Update Greenroom, or point DATABASE_URL at another file.',
  'fault.store-of-other-version':
    '{path} was made by another version of Greenroom (it has {name}). Update Greenroom.',
  'fault.store-migration-changed':
    'The migration {name} is not the one that this database was made with. Restore the released file, then start again.',
  'fault.backup-is-database': 'This is the database itself. Name another file for the backup.',
  'fault.backup-exists': '{path} already exists. Name another file, or add --force.',
  'fault.not-a-file': '{path} is not a file. Name a file.',
  'fault.no-such-folder': 'There is no folder {path}. Create it, or choose another place.',
  'fault.backup-not-made':
    'The backup {path} was not made, because {why, select, full {its disk is full} other {this place cannot be written}}. Choose another place. The database is as it was.',
  'fault.no-such-backup': 'There is no file {path}. Name a backup that was made before.',
  'fault.restore-is-database': 'This is the database itself. Name a backup of it.',
  'fault.restore-failed':
    'The backup could not be put in place of {path}. Check that the folder can be written and has room. The database is as it was.',
  'fault.backup-unusable':
    '{path} {why, select, foreign {is not a Greenroom database} newer {was made by a newer Greenroom than this one, which cannot read it} other {is damaged or is not a Greenroom database}}. Choose another backup. The database is as it was.',
  'fault.restore-while-open': 'Another program has {path} open. Stop Greenroom, then restore the backup.',
  'fault.other-secret-key':
    'A Slack workspace was installed under another SECRET_KEY. Set that key again, or install the app there once more.',

  // progress and planned practices
  'fault.time-zone':
    'The time zone “{given}” is unknown. Give one such as Europe/Berlin or America/New_York.',
  'fault.weekly-goal': 'Give your weekly goal as a number of days between 1 and 7.',
  'fault.link-guesses': 'Too many wrong codes. Wait ten minutes, then try again.',
  'fault.link-code':
    'This code is not valid, or no longer valid: a code works once, for ten minutes. Get a new one with: /link',
  'fault.link-over':
    'This question is over: it was answered, or nobody answered it in time. Start again with: /link',
  'fault.link-none': 'This account is not linked with any other.',
  'fault.link-same-account': 'This code was made by this account. Use it on your other account.',
  'fault.link-linked': 'These accounts are already linked.',
  'fault.link-same-place':
    'Both accounts have a history in the same place, so they cannot belong to one person.',
  'fault.when-unclear':
    'I cannot tell when “{said}” is. Write it as “weekly monday 18:00”, “daily 09:30”, “weekdays 12:00”, or as cron such as 0 18 * * 1',
  'fault.when-never':
    '“{said}” never happens. Write it as “weekly monday 18:00”, “daily 09:30”, “weekdays 12:00”, or as cron such as 0 18 * * 1',
  'fault.when-too-often': 'A practice can take place once an hour at most. Choose fewer times.',
  'fault.too-many-schedules':
    'There are already {most, number} planned practices here, which is the most. Remove one first.',
  'fault.no-such-schedule': 'There is no planned practice {id} here. See them with: /schedule list',
  'fault.snooze-too-long': 'Snooze it until a time within the next year.',
  'fault.open-minutes': 'Leave a practice open for between 5 minutes and 14 days.',
  'fault.remind-minutes': 'Remind people at most a day before, in whole minutes; 0 means never.',

  // interviews
  'fault.no-such-interview': 'There is no such interview. Start one first.',
  'fault.not-taking-part': 'You are not part of this interview. Join it first.',
  'fault.only-owner': 'Only the person who started this interview can do that.',
  'fault.interview-ended': 'This interview has ended. Start a new one.',
  'fault.interview-paused': 'The interview is paused. Resume it first.',
  'fault.interview-running-here': 'An interview is already running here. Stop it before you start a new one.',
  'fault.solo-interview': 'This is a solo interview. Join it as an observer, or start one for everyone.',
  'fault.no-hot-seat': 'Candidates are called up in hot-seat interviews only.',
  'fault.may-not-write-there':
    'You are not in that channel now, or may not write there. Join it first, and try again.',
  'fault.no-such-candidate': 'That person has not joined as a candidate. Ask them to join.',
  'fault.question-open': 'A question is still open. Wait for its answer, or skip it.',
  'fault.all-asked': 'Every planned question was asked. Start a new interview.',
  'fault.no-question-for-everyone': 'No question is open for everyone.',
  'fault.no-open-question': 'No question is open for you right now. Wait for the next one.',
  'fault.stale-turn': 'That belongs to an earlier question, so nothing changed.',
  'fault.how-many-questions': 'Ask for between 1 and {most} questions.',
  'fault.answer-seconds': 'Give the time for each answer in whole seconds, at least one.',
  'fault.answer-too-long':
    '{isFirst, plural, =1 {This answer is too long} other {With this, your answer is too long; I keep what I have}}. One answer may have {most, number} characters: shorten it, or say that you are done.',
  'fault.answer-speech-too-long':
    '{isFirst, plural, =1 {This answer is too long} other {With this, your answer is too long; I keep what I have}}. One answer may last {most, plural, one {# second} other {# seconds}}: record a shorter one, or say that you are done.',
  'fault.too-many-interviews':
    'You have {most, plural, one {# interview} other {# interviews}} open. End one of them first, in the place where it runs.',
  'fault.message-empty': 'The message is empty. Write your answer.',
  'fault.recording-empty': 'The recording is empty. Record it again.',
  'fault.only-watching': 'You are watching this interview. Join as a candidate to answer.',
  'fault.answered-already':
    'You have already answered this question. Wait for the results, or answer it again afterwards.',
  'fault.nothing-said': 'Nothing was said yet. Answer the question first.',
  'fault.late-text-gone': 'I no longer have that message. Send it again.',
  'fault.no-undo': 'There is no answer here that you can take back.',
  'fault.no-follow-up': 'There is no follow-up to this answer.',
  'fault.question-empty': 'The question is empty. Say what was asked.',
  'fault.answer-empty': 'The answer is empty. Write or record one.',
  'fault.no-such-answer': 'There is no such answer. It may have been deleted.',
  'fault.only-author': 'Only the person who gave this answer can do that.',
  'fault.answer-of-somebody-else': 'This answer belongs to somebody else.',
  'fault.doubt-settled': 'That place was settled already. The card shows what I understand now.',
  'fault.no-feedback-yet': 'This answer has no feedback yet. Wait for it first.',
  'fault.only-author-rates-fair':
    'Only the person who gave this answer can say whether it was scored fairly.',
  'fault.own-answer-rated': 'Others rate your answer. You cannot rate your own.',
  'fault.join-to-rate': 'Join the interview to rate its answers.',
  'fault.rating-range': 'Give a rating between 0 and {most}.',
  'fault.rating-over': 'This answer can no longer be rated.',
} as const;
