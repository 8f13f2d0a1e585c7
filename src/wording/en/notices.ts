/** What happens to an interview, on its own or because somebody asked for it. */
export const notices = {
  'notice.no-speech.text': 'I heard no speech. Check your microphone and answer again, or type your answer.',
  'notice.too-quiet.text':
    'I can tell that you speak, but it is too quiet to understand. Turn your microphone up or move closer, and answer again, or type your answer.',
  'notice.no-transcriber.text':
    'Your recording is kept until there is a model that turns speech into text.{why} Or type your answer instead.',
  'notice.failed.text': 'Your answer could not be processed. Please answer once more.',
  'notice.skipped.text': 'The question was skipped.',
  'notice.resumed.text': 'The interview goes on.',

  'paused.because.asked': 'The interview is paused.',
  'paused.because.moderator': 'Somebody who manages this place paused the interview.',
  'paused.because.candidate-left': 'The interview is paused because its candidate left.',
  'paused.because.connection-lost':
    'The interview is paused because I lost the connection to the voice channel.',
  'paused.because.no-permission': 'The interview is paused because I lack a permission here.',
  'paused.ends': 'It ends {at} if nobody comes back.',

  'ended.because.completed': 'Every question was asked.',
  'ended.because.stopped': 'The interview was ended.',
  'ended.because.moderator': 'Somebody who manages this place ended the interview.',
  'ended.because.candidate-left': 'The interview was ended because its candidate left.',
  'ended.because.everyone-left': 'The interview was ended because everybody left.',
  'ended.because.place-gone': 'The interview was ended because its channel is gone or closed to me.',
  'ended.because.no-permission': 'The interview was ended because I lack a permission here.',
  'ended.because.connection-lost':
    'The interview was ended because I could not get back into the voice channel.',
  'ended.because.input-ended': 'The interview was ended because there is no more input.',
  'ended.because.replaced': 'The interview was ended because another one began.',
  'ended.because.forgotten': 'The interview was ended because nothing happened in it for a day.',
  'ended.because.practice-removed': 'The interview was ended because its practice was removed.',
  'ended.because.retried': 'The question was asked again.',
  'ended.because.score': 'The answer was scored.',
  'ended.because.score-unkept': 'The answer was scored, and nothing of it was kept.',
} as const;
