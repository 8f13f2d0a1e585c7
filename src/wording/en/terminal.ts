/** What only the terminal says. */
export const terminal = {
  'terminal.reading-file': 'Reading the sound file…',
  'terminal.next': 'Next: {actions}.',
  'terminal.resumed': 'The interview was paused. It continues with your answer.',
  'terminal.speak.no-voice': 'Questions are not spoken: {why}',
  'terminal.speak.no-player':
    'Questions are not spoken: no program here plays sound. Install ffmpeg (its ffplay) or alsa-utils (its aplay), and check that this machine has a sound device.',
  'terminal.help':
    'In the terminal, /undo takes back your last answer, /quit ends the interview, and the words behind “Next:” do what they say. An answer ends with an empty line. To give several paragraphs, paste them, or put them between two lines of three quotes (""").',
} as const;
