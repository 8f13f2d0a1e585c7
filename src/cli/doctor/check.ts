/** What a check is about; programs read it, so it stays the same in every language. */
export type CheckName =
  | 'node'
  | 'settings'
  | 'database'
  | 'retention'
  | 'backup'
  | 'workers'
  | 'files'
  | 'questions'
  | 'proposals'
  | 'ratings'
  | 'models'
  | 'speech to text'
  | 'whisper.cpp'
  | 'meaning'
  | 'grader'
  | 'second opinion'
  | 'wording of questions'
  | 'server'
  | 'device'
  | 'ollama'
  | 'discord'
  | 'slack'
  | 'terminal'
  | 'words'
  | 'score'
  | 'time';

/** `warn`: it works, but something useful is missing. */
export type Check = {
  name: CheckName;
  status: 'ok' | 'warn' | 'fail';
  detail: string;
  fix?: string;
  /** The numbers behind the detail, for programs. */
  counts?: unknown;
};
