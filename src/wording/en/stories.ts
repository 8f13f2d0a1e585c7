/** The story bank. */
export const stories = {
  'command.stories': 'The stories that you keep, and which questions they fit',
  'button.keep-story': 'Keep this story',
  'button.story-open': 'Read {number}',
  'button.story-delete': 'Delete {number}',
  'stories.title': 'Your stories',
  'stories.count': '{count, plural, one {# story} other {# stories}}',
  'stories.none':
    'You keep no stories yet. Answer a behavioural question; when your answer has a situation, a task, what you did and how it ended, its card offers to keep it.',
  'stories.story': '{number}. For “{asked}”, kept on {day}.',
  'stories.fits': 'May also fit {questions}.',
  'stories.overused':
    'Told {count, plural, one {once} other {# times}} in two weeks: have another one ready.',
  'stories.by-meaning': 'The other questions were found by meaning; read them before you rely on them.',
  'stories.by-words':
    'The other questions were found by shared words alone, since no model of meaning is loaded; read them before you rely on them.',
  'stories.one': 'Your story',
  'stories.kept.title': 'Kept',
  'stories.kept.text': 'Only you see it, until you delete it. Your stories: {list}',
  'stories.gone.title': 'Deleted',
  'stories.gone.text': 'I no longer keep that story. The answer that it came from stays until you delete it.',
  'cli.stories': 'Show the stories that you keep for your interviews',
  'cli.stories.delete': 'delete the story with this number',
  'cli.stories.read': 'show the story with this number in full',
  'cli.stories.next': 'Read one: {greenroom} stories --read 1. Delete one: {greenroom} stories --delete 1',
} as const;
