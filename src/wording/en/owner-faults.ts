/** What goes wrong at the command line, in the settings or in the store, in one sentence that says what to do. */
export const ownerFaults = {
  // Several processes on one store
  'fault.no-worker': 'No worker is running. Start one on the same database: {greenroom} start --role worker',
  'fault.no-models-here': 'This process has no models: the workers have them.',
  'fault.role-needs-bot':
    'No bot is configured, so there is nothing to run here. Set DISCORD_TOKEN or the settings of Slack, or start with --role worker.',
  // The command line
  'fault.no-database': 'There is no database {path} yet. Practise first, then back it up.',
  'fault.file-exists': '{path} already exists. Choose another file, or add --force.',
  'fault.new-file-exists': '{path} already exists. Choose another name.',
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
    '{name} already exists in {folder}. To replace it, run: {greenroom} bank update FILE',
  'fault.no-question-file':
    'There is no {name} in {folder} to replace. To add it, run: {greenroom} bank add FILE',
  'fault.question-file-name':
    '{file} cannot be the name of a question file. Name it after its domain: embedded.yaml',
  'fault.no-such-model': 'There is no model {names}. To see the names, run: {greenroom} models list',
  'fault.models-not-installed': 'Install it first: {greenroom} models pull {names}',
  'fault.no-model-installed': 'No model is installed. Run: {greenroom} models pull',
  'fault.nothing-to-resume': 'There is no interrupted interview. To start one, run: {greenroom} practice',

  // Settings
  'fault.metrics-port-taken': 'Port {port} cannot be used for metrics; set METRICS_PORT to a free one.',
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
  'fault.setting.twice': 'and {name} are both set: keep one of the two',
  'fault.setting.file-missing': 'names a file that does not exist: {path}',
  'fault.setting.file-unreadable': 'names a file that cannot be read: {path}',
  'fault.setting.file-empty': 'names an empty file: {path}',
  'fault.setting.long-enough': 'must have at least {least, number} characters',

  // Sound files at the terminal
  'fault.sound-file-unreadable': 'The file {path} cannot be opened. Check its name and permissions.',

  // Store
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
  'fault.store-no-server':
    'There is no PostgreSQL server at {path}. Start it, or correct the host and port in DATABASE_URL.',
  'fault.store-server-away':
    'The connection to {path} broke. It is tried again; see whether the server runs.',
  'fault.store-refuses-user':
    'PostgreSQL at {path} refuses the user or the password. Correct them in DATABASE_URL, or look at pg_hba.conf.',
  'fault.store-no-database':
    'There is no such database: {path}. Make it with createdb, or correct DATABASE_URL.',
  'fault.store-no-rights':
    'The user of {path} may not do this. Make the user the owner of the database (alter database … owner to …).',
  'fault.store-too-many':
    'PostgreSQL at {path} has no connection left. Raise max_connections there, or lower DATABASE_CONNECTIONS here.',
  'fault.store-server-full': 'The disk of the server at {path} is full. Free some space and try again.',
  'fault.store-standby':
    '{path} is a standby, which can only be read. Give the address of the primary server.',
  'fault.store-too-old': 'PostgreSQL at {path} is too old. Version {oldest, number} or later is needed.',
  'fault.store-busy': 'Others held up {path} for too long. Try again.',
  'fault.store-slow':
    '{path} took too long to answer. Try again; if it stays so, look at the load of the server.',
  'fault.store-tls':
    'No safe connection to {path} could be made. Correct sslmode and sslrootcert in DATABASE_URL, or the server’s certificate.',
  'fault.store-certificate': 'The file {path}, which DATABASE_URL names, cannot be read.',
  'fault.no-pg-program':
    '{program} is not on this machine. Install the client of PostgreSQL, or type where it is: {command}',
  'fault.pg-program-failed': '{program} failed: {why}',
  'fault.store-half-moved':
    'A store is being moved to this database, and the move is not finished. Run greenroom migrate-to again.',
  'fault.move-differs':
    'The copy of the table {table} differs from the original: it was changed meanwhile. Empty the target and begin again.',
  'fault.move-changed':
    'The target holds the beginning of another move, or the store was changed since. Empty the target and begin again.',
  'fault.move-target-used': 'The target holds data already. Give the address of an empty database.',
  'fault.move-while-open': 'A program uses the store that is to be moved. Stop it, then try again.',
  'fault.move-address': 'Give postgres:// with a host and a database, or sqlite: with a path.',
  'fault.move-to-itself': 'This is the store that is in use already. Give the address of another database.',
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
} as const;
