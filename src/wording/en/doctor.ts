/** What `greenroom doctor` says, grouped by the label of each check. */
export const doctor = {
  'doctor.ready': 'Ready to practise.',
  'doctor.not-ready': '{failed, plural, one {# thing} other {# things}} to fix before it works.',
  'doctor.not-configured': 'Not configured.',
  'doctor.last-run': 'Last run on {at} UTC: {outcome}.',
  'doctor.not-run-yet': 'This happens while a bot is running; it has not happened yet.',

  'doctor.node': 'node',
  'doctor.node.fine': 'Node {version}.',
  'doctor.node.too-old': 'Node {version} is too old.',
  'doctor.node.fix': 'Install Node {version} or newer.',

  'doctor.settings': 'settings',
  'doctor.settings.fine': 'Every setting is valid.',
  'doctor.settings.fix': 'Correct them in the environment or in .env.',

  'doctor.database': 'database',
  'doctor.database.fine':
    '{path} can be written and is up to date ({migrations, plural, one {# migration} other {# migrations}}).',
  'doctor.database.new': '{path} will be created at the first start.',
  'doctor.database.fix':
    'Set GREENROOM_DATA to a folder that can be written, or repair the file as described.',

  'doctor.retention': 'retention',
  'doctor.retention.days':
    'Recordings are kept {audio, plural, =0 {until they are transcribed} one {# day} other {# days}}, transcripts {transcripts, plural, one {# day} other {# days}}, evaluations {evaluations, plural, one {# day} other {# days}}.',

  'doctor.backup': 'backup',
  'doctor.backup.none': 'No backups are made automatically.',
  'doctor.backup.rule': 'Backups are made by the rule {rule}.',
  'doctor.backup.fix': 'Set BACKUP=24h:7, or run: {greenroom} backup FILE',

  'doctor.workers': 'workers',
  'doctor.workers.none': 'No worker runs now: answers wait until one does.',
  'doctor.workers.start': 'Run: {greenroom} start --role worker',
  'doctor.workers.one': '{worker} ({states}).',

  'doctor.files': 'files',
  'doctor.files.fine': 'Only you can read them.',
  'doctor.files.loose': 'Other users of this machine can read {files}.',
  'doctor.files.fix': 'Run: chmod go= {files}',

  'doctor.questions': 'questions',
  'doctor.questions.fix': 'Run: {greenroom} bank check',

  'doctor.proposals': 'proposals',
  'doctor.proposals.question':
    '{generator}: {used, number} of {proposed, plural, one {# proposal} other {# proposals}} used as questions',
  'doctor.proposals.follow-up':
    '{generator}: {used, number} of {proposed, plural, one {# proposal} other {# proposals}} used as follow-ups',
  'doctor.proposals.all': '{said}.',
  'doctor.proposals.refused': '{said} (refused: {reasons}).',

  'doctor.ratings': 'ratings',
  'doctor.ratings.counts': 'People on their own scores: fair {fair, number}, unfair {unfair, number}.',

  'doctor.models': 'models',
  'doctor.models.off': 'Switched off (MODELS=none): typed answers only, judged by rules.',
  'doctor.model.installed': '{models} installed.',

  'doctor.speech': 'speech to text',
  'doctor.speech.server': 'The server at TRANSCRIBER_URL is used.',
  'doctor.speech.off': 'Switched off (TRANSCRIBER=none).',
  'doctor.speech.absent': '{model} is not installed: spoken answers are kept until it is.',

  'doctor.whisper-cpp': 'whisper.cpp',
  'doctor.whisper-cpp.built': 'Its server is built.',
  'doctor.whisper-cpp.absent': 'Its server is not built: ONNX is used, which is slower.',
  'doctor.whisper-cpp.build': 'Run: {greenroom} models build',

  'doctor.meaning': 'meaning',
  'doctor.meaning.off': 'Switched off (EMBEDDER=none): content is judged by words.',
  'doctor.meaning.absent': '{model} is not installed: content is judged by words.',

  'doctor.grader': 'grader',
  'doctor.grader.present': 'It came with the program.',
  'doctor.grader.absent': 'It is missing from {folder}: content is judged without it.',
  'doctor.grader.again': 'It comes with the program: install Greenroom again.',

  'doctor.generator': 'wording of questions',
  'doctor.generator.absent':
    '{model} is not installed: questions come from the bank, follow-ups from templates.',

  'doctor.adviser': 'second opinion',
  'doctor.adviser.none': 'None (ADVISER_URL): the grader decides alone.',
  'doctor.adviser.server':
    'Where the grader is unsure, {model} at {host} is asked; the answer is sent there.',
  'doctor.adviser.incomplete': 'ADVISER_URL and ADVISER_MODEL are needed together.',

  'doctor.server': 'server',
  'doctor.server.answers': '{host} answers ({setting}).',
  'doctor.server.silent': '{host} does not answer ({setting}).',
  'doctor.server.fix': 'Start it, or correct {setting}.',

  'doctor.device': 'device',
  'doctor.device.is': 'Models run on {device}.',

  'doctor.ollama': 'ollama',
  'doctor.ollama.runs': 'Ollama runs on this machine and could word questions and follow-ups.',
  'doctor.ollama.use': 'Set GENERATOR=openai, GENERATOR_URL={url} and GENERATOR_MODEL to one of its models.',

  'doctor.discord': 'discord',
  'doctor.discord.configure': 'Set DISCORD_TOKEN; docs/discord.md says how to get one.',
  'doctor.discord.fine': 'The token works. Invite the bot with {invite}',
  'doctor.discord.refused': 'Discord refuses DISCORD_TOKEN.',
  'doctor.discord.copy-again': 'Copy the token again from the Bot page of your application.',
  'doctor.discord.unchecked':
    'A token is set, but Discord cannot be reached, so it was not checked. Invite the bot with {invite}',
  'doctor.discord.check-network': 'Check the network, then run: {greenroom} doctor',
  'doctor.discord.no-token': 'DISCORD_TOKEN does not look like a bot token.',
  'doctor.discord.no-answer': 'A token is set, but DISCORD_API_URL does not answer.',
  'doctor.discord.check-url': 'Check DISCORD_API_URL.',

  'doctor.slack': 'slack',
  'doctor.slack.configure': 'Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN; docs/slack.md says how to get them.',
  'doctor.slack.fine': 'The tokens are set.',
  'doctor.slack.which-token': 'docs/slack.md says where each token is.',
  'doctor.slack.no-events': 'SLACK_BOT_TOKEN is set, but nothing to receive events with.',
  'doctor.slack.set-events': 'Set SLACK_APP_TOKEN (Socket Mode), or SLACK_SIGNING_SECRET and PORT (HTTP).',

  'doctor.try.words': '{model} heard {common, number} of {all, number} words of a clip as they were said.',
  'doctor.try.words.fix': 'Run: {greenroom} models verify. It heard: “{text}”',
  'doctor.try.score': 'A good answer gets {typed, number} of 100 typed and {heard, number} heard.',
  'doctor.try.score.typed': 'A good answer gets {typed, number} of 100.',
  'doctor.try.score.fix':
    'It should get at least 50, and lose at most 6 points when heard. Run: {greenroom} models verify',
  'doctor.try.score.unseen': 'The points it makes were not recognised. Run: {greenroom} models verify',
  'doctor.try.time':
    '{sound, number, ::.0} s of sound were heard in {heard, number, ::.0} s, and an answer was judged in {judged, number, ::.0} s.',
  'doctor.try.time.busy': '{times} The machine is busy with other work (load {load, number, ::.0}).',
  'doctor.try.time.judged': 'An answer was judged in {judged, number, ::.0} s.',
  'doctor.try.time.fix':
    'That is slow. Run it again while the machine is idle, then try a smaller model: {greenroom} models bench',
  'doctor.words': 'words',
  'doctor.score': 'score',
  'doctor.time': 'time',

  'doctor.terminal': 'terminal',
  'doctor.terminal.fine': 'Always available: {greenroom} practice',
} as const;
