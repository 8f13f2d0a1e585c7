/** What each setting is for, as `.env.example` says it. */
export const config = {
  'config.GREENROOM_DATA': 'Folder for the database. Default: the data folder of this platform.',
  'config.DATABASE_URL':
    'The database: sqlite: with a path, or the address of PostgreSQL 15 or later, also with sslmode=verify-full and sslrootcert=FILE. Default: greenroom.db in GREENROOM_DATA.',
  'config.DATABASE_CONNECTIONS': 'How many connections to PostgreSQL a process opens at most.',
  'config.QUESTION_BANKS': 'Folder with your own question banks (YAML), in addition to the built-in ones.',
  'config.TIME_ZONE': 'Time zone for people and groups who have not set one.',
  'config.LOG_LEVEL': 'How much is logged.',
  'config.LOG_FORMAT': 'auto writes readable lines on a terminal, and one JSON object a line elsewhere.',
  'config.METRICS_PORT':
    'Port for /metrics, /healthz and /readyz. Default: none. Slack’s public port has no metrics.',
  'config.METRICS_HOST': 'Address on which METRICS_PORT listens; 0.0.0.0 opens it to other machines.',
  'config.OTEL_EXPORTER_OTLP_ENDPOINT':
    'Base address of an OpenTelemetry collector (OTLP over HTTP) that is sent traces of answers. Default: none.',
  'config.OTEL_EXPORTER_OTLP_HEADERS': 'Headers for the collector, as name=value pairs with commas between.',
  'config.ANSWER_MAX_SECONDS': 'Longest answer that is accepted, in seconds.',
  'config.ANSWER_MAX_BYTES': 'Largest sound file that is accepted, in bytes.',
  'config.FOLLOW_UP_DEPTH': 'How many follow-up questions one question may lead to.',
  'config.QUOTA_TENANT_ANSWERS_PER_DAY':
    'Answers that one Discord server, Slack workspace or terminal may give a day (UTC). Default: no limit.',
  'config.QUOTA_TENANT_AUDIO_MINUTES_PER_DAY':
    'Minutes of speech that one server or workspace may record a day (UTC). Default: no limit.',
  'config.QUOTA_PERSON_ANSWERS_PER_DAY': 'Answers that one person may give a day (UTC). Default: no limit.',
  'config.QUOTA_PERSON_AUDIO_MINUTES_PER_DAY':
    'Minutes of speech that one person may record a day (UTC). Default: no limit.',
  'config.RETENTION':
    'How many days audio, transcripts and evaluations are kept. audio=0 deletes sound once it is transcribed.',
  'config.BACKUP':
    'When to back up the database: 24h:7 means every 24 hours, keeping 7 backups. Default: never.',
  'config.SECRET_KEY': 'Key that encrypts stored Slack installations. Needed for several workspaces only.',
  'config.GREENROOM_MODELS': 'Folder with the models. Default: models in the cache folder of this platform.',
  'config.MODELS': 'none switches every model off; typed answers, templates and scoring by words remain.',
  'config.MODELS_OFFLINE': '1 forbids every download of models.',
  'config.MODELS_MEMORY_MB': 'Memory that models may use. Default: 60 % of the RAM.',
  'config.DEVICE': 'Where models run.',
  'config.WHISPER_MODEL': 'Size of Whisper; larger ones hear better and need more memory and time.',
  'config.WHISPER_SERVER':
    'The server of whisper.cpp. Default: bin/whisper-server in GREENROOM_MODELS, where models build puts it.',
  'config.SPEECH_LANGUAGE': 'Language that people speak: auto, or a code such as en.',
  'config.TRANSCRIBER': 'What turns speech into text.',
  'config.TRANSCRIBER_URL':
    'Base address of an OpenAI-compatible speech server, such as http://127.0.0.1:8000/v1; several with commas.',
  'config.TRANSCRIBER_MODEL': 'Model that TRANSCRIBER_URL should use.',
  'config.TRANSCRIBER_KEY': 'Key for TRANSCRIBER_URL, if it needs one.',
  'config.GENERATOR': 'What proposes questions and follow-ups.',
  'config.GENERATOR_URL':
    'Base address of an OpenAI-compatible chat server, such as http://127.0.0.1:11434/v1; several with commas.',
  'config.GENERATOR_MODEL': 'Model that GENERATOR_URL should use.',
  'config.GENERATOR_KEY': 'Key for GENERATOR_URL, if it needs one.',
  'config.ADVISER_URL':
    'Base address of an OpenAI-compatible chat server whose model may give a second opinion where the grader is unsure; several with commas. The answer is sent there.',
  'config.ADVISER_MODEL': 'Model that ADVISER_URL should use: a large one that follows instructions.',
  'config.ADVISER_KEY': 'Key for ADVISER_URL, if it needs one.',
  'config.SPEAKER':
    'What speaks the questions: auto is SPEAKER_URL, else a Piper voice that is installed, else espeak-ng.',
  'config.SPEAKER_URL':
    'Base address of a server with an OpenAI-compatible /audio/speech, such as http://127.0.0.1:8880/v1; several with commas. The questions are sent there.',
  'config.SPEAKER_MODEL': 'Model that SPEAKER_URL should use.',
  'config.SPEAKER_KEY': 'Key for SPEAKER_URL, if it needs one.',
  'config.EMBEDDER': 'What compares meanings.',
  'config.HF_ENDPOINT': 'Mirror to download models from. Default: the Hugging Face hub.',
  'config.HF_TOKEN': 'Token for gated models on the hub.',
  'config.DISCORD_TOKEN': 'Bot token of your Discord application; starts the Discord bot.',
  'config.DISCORD_GUILD_ID': 'Register commands in this one server only (instant) instead of everywhere.',
  'config.DISCORD_SHARDS':
    'The shards of Discord that this process serves, of how many: 0-3/16 or 0,2/16. auto: as many as Discord recommends, all of them here.',
  'config.DISCORD_API_URL': 'REST base of a proxy for Discord, without /v10.',
  'config.DISCORD_MEDIA_HOSTS':
    'Hosts from which voice messages and files may be fetched, separated by commas.',
  'config.SLACK_BOT_TOKEN': 'Bot token (xoxb-…) of your Slack app; starts the Slack bot.',
  'config.SLACK_APP_TOKEN': 'App-level token (xapp-…) for Socket Mode.',
  'config.SLACK_SIGNING_SECRET':
    'Signing secret; with PORT, or without SLACK_APP_TOKEN, it selects HTTP mode instead of Socket Mode.',
  'config.SLACK_CLIENT':
    'client-id:client-secret of your Slack app, for installing it into several workspaces.',
  'config.SLACK_API_URL': 'Web API base of a proxy for Slack, such as https://slack.com/api/.',
  'config.PORT': 'Port for Slack in HTTP mode, and for the pages that install the app. Default: 3000.',

  'config.one-of': '{description} One of {choices}.',
  'config.head':
    'Every setting of Greenroom, with its default. Copy this file to .env and remove the # in front of what you change. Where NAME_FILE follows NAME, the value may stand in a file instead: give NAME_FILE its path.',
} as const;
