import type { Locale } from './locale.ts';

/** What only Discord has; the rest is described where all commands are. */
export const english: Locale = {
  codes: ['en-GB', 'en-US'],
  names: {},
  descriptions: {
    interview: 'Practise an interview',
    practice: 'Practise on your own',
    privacy: 'What is kept about you, and your consent',
    schedule: 'Practices that come round by themselves',
    settings: 'How I work in this server',
    'settings.language': 'Language that is spoken: auto, or a code such as en',
    'settings.consent-role': 'Whoever holds this role has agreed to be heard',
    'settings.channel': 'Where interviews are posted',
    'settings.retention-days': 'Days that transcripts and evaluations are kept',
    'settings.public-results': 'Post feedback in the channel unless somebody asks for a private interview',
    'settings.speak-questions':
      'Speak questions too: needs the Speak permission, and espeak-ng on my machine',
    'settings.time-zone': 'Time zone of leaderboards and planned practices, such as Europe/Berlin',
    'settings.reset': 'Take one setting back to its default',
  },
};
