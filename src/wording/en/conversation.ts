/**
 * What is said while an interview runs: replies to button presses, commands and messages, and status lines.
 */
export const conversation = {
  'listen.title': 'The question, spoken',
  'listen.there': 'It has been posted here already. Play the clip below the question.',
  'listen.alt': 'Question {number}, spoken',
  'listen.no-voice': 'I have no voice right now that can speak it.',
  'fault.title': 'That did not work',

  'start.title': 'The interview begins',
  'start.here': 'The first question comes now.',
  'start.direct': 'I sent you a message: we continue in our direct messages.',
  'start.thread': 'The first question comes in the thread.',
  'start.channel': 'Questions appear in {channel}.',
  'start.closed':
    'Your direct messages are closed to me, so we stay here. Open them for this server to practise in private.',
  'start.private': 'Feedback comes to you alone.',
  'start.public': 'Feedback is posted for everyone.',
  'start.voice': 'I am in “{channel}”.',
  'start.no-calls': 'I cannot listen to calls here: answer with an audio clip or any sound file.',
  'start.hello':
    '{questions, plural, one {# question} other {# questions}} about {domain}, {level}. Write your answers here, or send recordings; nobody else sees them.',
  'start.hello-title': 'Your interview',
  'start.hello-weak':
    'We go over your weak spots. Write your answers here, or send recordings; nobody else sees them.',
  'start.weak-title': 'Going over your weak spots',
  'start.weak': 'We start with {domain}, {level}.',
  'start.no-weak-title': 'Nothing to go over yet',
  'start.no-weak': 'You have no weak spots yet. An ordinary interview finds them: {start}',

  'opening.title-solo': 'Practice interview',
  'opening.title': 'Practice for everyone',
  'opening.questions': '{count, plural, one {# question} other {# questions}}',
  'opening.solo': '{person} is practising in this thread.',
  'opening.everyone':
    '{person} starts a practice. Answer in this thread, in writing or with an audio clip; results are shown together.',
  'opening.hot-seat':
    '{person} starts a practice. Answer in this thread, in writing or with an audio clip; one person at a time takes the seat.',
  'opening.peer':
    '{person} starts an interview of two: each asks the other. The one who answers writes here, or sends an audio clip.',
  'opening.public': 'Scores are shown here, beside the names of those who answer.',

  'welcome.title': 'Shall we practise?',
  'welcome.text':
    'I ask interview questions, read or listen to your answers, and show what earned the score. Write “start backend mid”, or choose with the button. “help” lists what else I can do.',
  'welcome.new':
    'I ask an interview question, you answer as you would in an interview, and I show what earned the score. Try one: it takes under two minutes.',
  'welcome.first': '1. Press one of the buttons below.',
  'welcome.second': '2. Type your answer in three or four sentences.',
  'welcome.third': '3. Read what was good, and the one thing to change.',
  'welcome.more':
    'Only you see it. For a whole interview write “start backend mid”; “help” lists what else I can do.',
  'welcome.story':
    'In three or four sentences: tell me about something that you made better at work or in your studies. What was wrong before, what did you do, and what was the result?',
  'welcome.hello': 'One question, to see how it works. Write your answer here; nobody else sees it.',
  'button.try-story': 'Try one about my work',
  'button.try-technical': 'Try a technical one',
  'welcome.recording-title': 'No interview is running here',
  'welcome.recording':
    'Start one first: {start}. To score this recording by itself, choose “Score this answer” in the menu of your message.',

  'done.title': 'Got it',
  'done.text': 'Your answer is being scored.',
  'done.already': 'Your answer is in already.',

  'stale.title': 'That question is closed',
  'stale.open': 'This button belongs to an earlier question. The open one is below.',
  'stale.none': 'This button belongs to an earlier question. The next one is on its way.',
  'stale.ended': 'This interview has ended; start a new one: {start}',
  'stale.version': 'This button is from an older version; start again with {start}',

  'joined.title': 'You are in',
  'joined.thread': 'Answer in the thread, in writing or with an audio clip.',
  'joined.channel': 'Press Answer under the question, or reply to it with text or a voice message.',
  'joined.voice': 'Press Agree and speak in the voice channel, or press Answer to write.',
  'joined.public': 'Scores are shown here beside your name.',

  'told.stopped.title': 'The interview ends here',
  'told.stopped.text': 'Answers that were submitted are still scored.',
  'told.paused.title': 'Paused',
  'told.paused.text': 'Take your time. Press Pause again to go on.',
  'told.resumed.title': 'Resumed',
  'told.resumed.text': 'The question is open again.',
  'told.skipped.title': 'Skipped',
  'told.skipped.text': 'The next question is on its way.',
  'told.repeated.title': 'Once more',
  'told.repeated.text': 'Here comes the question again.',
  'seat.title': 'The seat is free',
  'seat.text': 'Who is next? Press the button to get the next question.',

  'notice.no-speech': 'I heard nothing',
  'notice.too-quiet': 'You are too quiet',
  'notice.no-transcriber': 'Your recording is kept',
  'notice.quota': 'Enough for today',
  'notice.failed': 'That did not work',
  'notice.paused': 'Paused',
  'notice.resumed': 'Resumed',
  'notice.stopped': 'The interview ends here',
  'notice.skipped': 'Skipped',
  'notice.announcement': 'Practice together',
  'notice.reminder': 'Practice begins soon',
  'notice.missed': 'Practice was left out',
  'notice.round-up': 'Practice is over',
  'notice.for-person': '{person}: {text}',

  'status.received': 'Your answer is in. The feedback comes here.',
  'status.received-private': 'Your answer is in. The feedback comes to you alone.',
  'status.received-together': 'Your answer is in. The feedback comes when the results are shown.',
  'status.received-until': 'Your answer is in. The feedback comes when the results are shown, by {time}.',
  'status.listening': 'Listening …',
  'status.transcribing': 'Your answer is in. I am writing down what you said.',
  'status.waiting-for-model': 'Your answer is in and waits for a model that is still loading.',
  'status.scoring': 'Your answer is in and is being scored.',
  'status.ready': 'Ready',
  'status.assistant': 'is scoring your answer…',
  'status.failed': 'This answer could not be judged',
  'status.pause': 'I take this as your answer {when}. Write on to add to it, edit it, or press Done.',
  'status.ended': 'This interview has ended.',
  'status.paused': 'Paused. Press Pause again to go on.',
  'status.resumed': 'Resumed.',

  'late.title': 'That came after your answer',
  'late.text':
    'Your answer was already submitted when this came: {kind, select, text {“{text}”} both {“{text}”, and {names}} other {{names}}}. Shall I add it?',
  'late.added': 'Added. Your answer is scored with it.',
  'late.taken': 'Taken as part of your answer to the open question.',
  'late.dropped': 'I left it out.',

  'hint.title': 'I cannot read this',
  'hint.text':
    'I can only see messages that are addressed to me. Press Answer under the question, or use Reply on it.',
  'files.unread-title': 'I could not use everything',
  'files.unread': 'I read text and listen to recordings; I left out {names}.',

  'feedback.ready-title': 'Your feedback is ready',
  'feedback.ready':
    '{person}, your direct messages are closed, so I cannot send it to you. Press Show: only you will see it.',
  'feedback.ready-history':
    '{person}, your direct messages are closed, so I cannot send it to you. Open them for this server, or use {history}',
  'feedback.peers':
    'Your peers gave {peers, number} (median of {count, plural, one {# rating} other {# ratings}}); I gave {score}.',
  'feedback.no-score': 'no score',

  'retry.title': 'Once more',
  'transcript.title': 'Your transcript',
  'transcript.text': 'Everything you said, as a file.',
  'transcript.alt': 'Transcript of your answer, as text',
  'thanks.title': 'Thank you',
  'thanks.fair': 'Good to know.',
  'thanks.unfair': 'Saved on this machine only, to help calibrate scores.',

  'share.title': 'Shared',
  'share.text': 'Your card is posted in {channel}.',
  'share.by': 'shared by {person}',

  'delete.title': 'Delete this answer?',
  'delete.text': 'What you said, its scores and its feedback are erased for good.',
  'delete.keep': 'Keep',
  'deleted.title': 'Deleted',
  'deleted.text': 'This answer, its transcript and its scores are erased, and its card is empty.',
  'erase.left':
    'I can no longer change {count, plural, one {# post: delete it there.} other {# posts: delete them there.}}',

  'forget.title': 'Erase everything about you?',
  'forget.text':
    'Your answers, scores, progress and consents are erased for good. {export} gives you a copy first.',
  'forgotten.title': 'Erased',
  'forgotten.answers':
    '{count, plural, =0 {Everything that was kept about you is gone.} one {# answer and all that belongs to it are gone.} other {# answers and all that belongs to them are gone.}}',
  'forgotten.posts': 'What I had posted about you is empty now, here and in channels.',
  'forgotten.older': 'Older posts in our direct messages stay until you delete them there.',

  'consent.agreed-title': 'You agreed to be heard',
  'consent.heard': 'I hear you now. Take your consent back at any time with the button, or with {revoke}',
  'consent.other-interview':
    'Noted for other interviews. This one is for one person only, so I do not hear you in it.',
  'consent.your-turn': 'Noted. I hear you when it is your turn to answer, and not before.',
  'consent.soon': 'I hear you as soon as you are in the voice channel.',
  'consent.revoked-title': 'Taken back',
  'consent.revoked': 'I no longer listen to you, and dropped what I was hearing.',
  'consent.none-title': 'Noted',
  'consent.none':
    'You had not agreed to be heard. From now on I do not hear you through a consent role either.',

  'peers.title': 'What do the others say?',
  'peers.question': 'How was the answer of {person}?',
  'peers.nobody': 'Nobody has rated it yet.',
  'peers.hidden': '{count, plural, one {# person} other {# people}} rated it.',
  'peers.median':
    '{count, plural, one {# person} other {# people}} rated it; their median is {median, number}.',
  'peers.machine': 'I gave {score, number}.',
  'peers.10': 'Off',
  'peers.30': 'Weak',
  'peers.50': 'Fair',
  'peers.70': 'Good',
  'peers.90': 'Strong',
  'peers.means.10': 'Off: does not answer the question',
  'peers.means.30': 'Weak: little that answers it',
  'peers.means.50': 'Fair: the main idea, with gaps',
  'peers.means.70': 'Good: right and clear',
  'peers.means.90': 'Strong: complete, with proof',

  'score.title': 'Scoring …',
  'score.text': 'The feedback appears here in a moment.',
  'score.how-title': 'Score an answer',
  'score.how': 'Use {score}, or “Score this answer” in the menu of a message.',
  'score.empty-title': 'Nothing to score',
  'score.empty': 'This message contains neither text nor a recording.',

  'owner.ended-title': 'Your interview has ended',
  'owner.ended': 'It ended because {reason}. What you submitted is still scored.',
  'owner.paused-title': 'Your interview is paused',
  'owner.paused':
    'I may no longer write in {channel}. Give me the right to send messages there and use {pause} to go on, or end the interview with {stop}',
  'reason.place-gone': 'the channel it was held in is gone or closed to me',
} as const;
