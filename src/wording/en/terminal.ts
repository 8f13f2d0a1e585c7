/** What only the terminal says. */
export const terminal = {
  'terminal.you': 'You',
  'terminal.stage.listening': 'Listening…',
  'terminal.stage.transcribing': 'Transcribing…',
  'terminal.stage.waiting-for-model': 'Waiting for a model…',
  'terminal.stage.scoring': 'Scoring…',
  'terminal.reading-file': 'Reading the sound file…',
  'terminal.next': 'Next: {actions}.',
  'terminal.resumed': 'The interview was paused. It continues with your answer.',
  'terminal.no-answer-yet': 'There is no answer to go back to yet.',
  'terminal.unknown-command': 'There is no command /{words} here. /help lists those there are.',
  'terminal.forget':
    'Your answers, scores and progress will be erased for good. To keep a copy, run this first: {greenroom} export. Enter /privacy forget once more to erase them.',
} as const;
