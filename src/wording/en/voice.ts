/** What the voice room says: in the channel of an interview, under its questions, and in the microphone test. */
export const voice = {
  'voice.listening.title': 'I am listening',
  'voice.listening.spoken': 'I am listening now, only to people who have agreed.',
  'voice.listening.everyone-agreed': 'Everyone taking part has already agreed.',
  'voice.listening.please-agree': 'Please press Agree: {people}.',
  // Both stand behind a dot: in the bot's own name, and in the line under the voice channel.
  'voice.mark.name': 'listening',
  'voice.mark.status': 'A practice interview: I am listening to people who agreed',
  'encryption.title': 'The encryption of this call',
  'encryption.compare':
    'In Discord, open the details of your voice connection in “{channel}”, then the tab Privacy. You and everybody else in the call should see this same code there. If you do, nobody outside the call can hear it, not even Discord. I can, because I am in the call. The code changes whenever somebody joins or leaves.',
  'encryption.none':
    'There is no code now: the call in “{channel}” is not encrypted end to end, or that is just being set up. Ask again in a moment.',
  'encryption.no-call': 'I am in no voice channel for this interview, so there is no call to check.',
  'voice.back.title': 'I am back and listening again',
  // Speech that a crash cut off had not been handed over yet, and cannot be recovered.
  'voice.back.restarted':
    'I was restarted. The sentences that you had finished are kept. What I was hearing at that moment may be lost, so say your last sentence again. Then go on, or press Done.',
  'voice.back.called': 'What you said before is kept. Go on, or press Done.',
  'voice.back.retry': 'Answer the question once more. Done ends your answer.',
  'voice.newcomer.title': 'Welcome',
  'voice.newcomer': '{person}, an interview is running here. I do not hear you unless you press Agree.',

  'voice.status.listening':
    'Listening to {people}. Take your time: the clock starts with your first word. Done ends your answer.',
  'voice.status.nobody': 'Nobody is heard yet: press Agree above.',
  'voice.status.answered': 'Answered: {people}.',
  'voice.status.awaited': 'Waiting for {people}.',
  'voice.status.candidate-awaited': 'Waiting for {person} to be in the voice channel and to press Agree.',
  'voice.status.thinking': 'Take your time. I am waiting for you to go on.',
  'voice.clarify.title': 'The question in other words',
  'voice.hint.title': 'A hint',
  'voice.hint': 'Think of this: {hint}',
  'voice.hint.pace':
    'You speak faster than you usually do: about {now, number} words a minute, usually {usual, number}. Pause after each sentence.',
  'voice.hint.fillers':
    'I heard {count, number} sounds like “um” in the last half minute. Try a short silence instead.',
  'voice.hint.none': 'I have no hint beyond what you have said. If that is all, say “that is it”.',
  'voice.hint.exam': 'There are no hints in an exam. Take your time, or say “skip”.',
  'voice.hint.soon': 'You had a hint less than a minute ago. Take your time with it.',
  'voice.hint.offer': 'Take your time. If you would like a hint, say “give me a hint”. It costs nothing.',
  'voice.hint.offer.title': 'No hurry',
  'voice.clarify': 'In short: {question}',
  'voice.clarify.about': 'It is about {topics}. {question}',
  'voice.status.countdown': 'Your answer ends {moment} — keep talking to cancel that.',
  'voice.status.broken':
    'The voice connection broke. I am rejoining; your answer stays open until I am back.',

  'voice.lost.title': 'I cannot hear you any more',
  'voice.lost':
    '{why, select, removed {I was disconnected from the voice channel.} other {My voice connection broke, and I could not rejoin after three tries. I go on trying for about a quarter of an hour. Another region for the channel may help.}} What you said so far is kept, and the interview is paused. Press Pause to call me back, or Stop to end it.',
  'voice.not-called.title': 'I am not in a voice channel',
  'voice.not-called':
    'Join the voice channel, then press Pause twice to call me. Or write your answer as a reply to the question.',
  'voice.moved.title': 'I was moved',
  'voice.moved': 'The interview goes on in “{channel}”. I hear only people there who agreed.',
  'voice.deafened.title': 'I am deafened',
  'voice.deafened':
    'A moderator of this server has deafened me, so I hear nobody. Right-click me in the voice channel and turn “Server Deafen” off.',
  'voice.undeafened.title': 'I hear again',
  'voice.undeafened': 'I am no longer deafened.',

  'voice.quiet.title': 'I hear nobody',
  'voice.quiet': 'No sound has come for {seconds, plural, one {# second} other {# seconds}}. {cause}',
  'voice.quiet.deafened': 'I am deafened in this server: right-click me and turn “Server Deafen” off.',
  'voice.quiet.nobody-agreed': 'Nobody here has agreed to be heard yet: press Agree above.',
  'voice.quiet.muted': 'Your microphone is muted in Discord.',
  'voice.quiet.keys': 'The encryption of the call could not be set up: leave the channel and join again.',
  'voice.quiet.settings':
    'Check that Discord uses the right microphone, that its input sensitivity lets you through, and that push-to-talk is held.',

  'voice.no-transcriber.off':
    'Speech cannot be turned into text here. {why} Press Answer under a question and type.',
  'voice.no-transcriber':
    'Speech cannot be turned into text yet. {why}\nWhat you say until then is kept and transcribed once there is a model. Typing works now: press Answer under a question.',

  'voice.test.silent': 'I heard nothing from you',
  'voice.test.others-heard': 'Sound from other people came through, so the connection works.',
  'voice.test.no-sound': 'No sound came at all.',
  'voice.test.check-settings':
    'Check that you are not muted, that Discord uses the right microphone, that its input sensitivity lets you through, and that push-to-talk is held.',
  'voice.test.works': 'Your microphone works',
  'voice.test.received': '{percent} % of your audio received.',
  'voice.test.no-speech':
    'Sound came, but no speech that I could tell from noise: speak louder, or move closer to the microphone.',
  'voice.test.loudness':
    'Loudness {decibels} dB: {verdict, select, quiet {quiet; move closer or raise the input volume} loud {very loud; lower the input volume} other {good}}.',
  'voice.test.understood': 'I understood: “{text}”',
  'voice.test.played.yes': 'What you heard from me just now is what I heard from you.',
  'voice.test.played.not-allowed':
    'I may not speak in this channel, so I could not play back what I heard. Give me “Speak” there to hear it.',
  'voice.test.played.failed':
    'I could not play back what I heard, though not because of your microphone: test it again to hear it.',
  'voice.test.not-kept': 'Nothing from this test is kept.',
  'voice.test.running-silent': 'I hear nothing from you',
  'voice.test.running-silent-why':
    'An interview is running here. Press Agree if you have not, and check that you are not muted.',
  'voice.test.running': 'I hear you',
  'voice.test.running-received':
    'An interview is running here. So far {percent} % of your audio was received.',
} as const;
