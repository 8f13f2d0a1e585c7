import { modelFaults } from './model-faults.ts';
import { ownerFaults } from './owner-faults.ts';
import { pairingFaults } from './pairing-faults.ts';
import { peerFaults } from './peer-faults.ts';
import { platformFaults } from './platform-faults.ts';
import { practiceFaults } from './practice-faults.ts';
import { prepareFaults } from './prepare-faults.ts';

/**
 * What a person reads when something cannot be done: one sentence that says what to do. The key is the fault that code
 * throws (see `src/errors.ts`), the arguments are its values.
 */
export const faults = {
  ...platformFaults,
  ...peerFaults,
  ...modelFaults,
  ...ownerFaults,
  ...prepareFaults,
  ...pairingFaults,
  ...practiceFaults,

  'fault.unexpected':
    'Something went wrong here. Try again; if it happens again, tell the owner of this bot: {faultId}.',

  // Commands and their options
  'fault.unknown-command': 'I do not know “{given}”; {help} lists what I can do.',
  'fault.unknown-subcommand': 'I do not know “{command} {given}”; after “{command}” comes one of {known}.',
  'fault.unknown-word': 'I do not know “{given}” after “{command}”.',
  'fault.unknown-start-word': 'I do not know “{given}” here; try: interview start backend mid 3 voice',
  'fault.unknown-option': 'The command “{command}” has no option “{option}”; it takes {known}.',
  'fault.no-options': 'The command “{command}” takes no options; leave out “{option}”.',
  'fault.option-needed': 'The command “{command}” needs {option}.',
  'fault.unknown-choice': 'For {option} I do not know “{given}”; choose one of: {choices}',
  'fault.number-out-of-range': 'For {option}, give a whole number from {min} to {max}.',

  // In a conversation
  'fault.command-not-here': 'I cannot do that here; {help} lists what I can do.',
  'fault.nothing-running': 'No interview is running here; start one with: {start}',
  'fault.not-your-interview': 'This is somebody else’s interview; start one of your own with: {start}',
  'fault.not-your-turn': 'This question is for somebody else; wait until it is your turn.',
  'fault.not-manager': 'Only people who manage this place may change its planned practices.',
  'fault.settings-not-manager': 'Only people who manage this place may change my settings.',
  'fault.setting-does-not-fit':
    '“{given}” does not fit {option}. A language is auto or a code such as en; a time zone is one such as Europe/Berlin.',
  'fault.progress-not-shared': '{person} does not share progress here; they can with: {share}',
  'fault.consent-taken-back':
    'You took back your consent to be heard; give it again with {consent} or type your answer.',
  'fault.others-recording':
    'This is somebody else’s recording, and they have not agreed to be heard; they can with {consent}',
  'fault.no-recording':
    'This is neither a recording nor text: {names}. Type your answer, or send an audio clip.',
  'fault.group-in-private': 'Start a group practice in a channel: others cannot see this one.',
  'fault.running-privately':
    'An interview with you is running in our direct messages already; finish it or stop it there first.',
  'fault.taken-by-others':
    'Somebody else’s interview is running in {channel}; wait until it ends, or start yours in another channel.',
  'fault.taken-and-closed':
    'Your direct messages are closed to me, and in {channel} somebody else’s interview is running; open them for this server, or start yours in another channel.',
  'fault.nowhere-to-share': 'There is no channel to share this in.',
  'fault.scored-message-gone': 'I cannot find that message any more; choose “Score this answer” on it again.',

  // Sound
  'fault.sound.too-many':
    'You have sent many recordings at once, and I have not read this one. Wait a minute and send it again.',
  'fault.sound.empty': 'This sound file is empty. Record it again and send it again.',
  'fault.sound.too-large': 'This sound file is {size} MB. Send one of at most {most} MB.',
  'fault.sound.unknown-format':
    'This file is not a sound file that I can read. Send WAV, FLAC, MP3, Ogg, M4A, MP4 or WebM.',
  'fault.sound.no-sound':
    'This file contains no sound. Check that the microphone was on, and record it again.',
  'fault.sound.too-long':
    'This recording is too long. Send one of at most {minutes, plural, =0 {{seconds, plural, one {# second} other {# seconds}}} one {# minute} other {# minutes}}.',
  'fault.sound.damaged': 'This sound file is damaged or cut short. Send it again, or record it again.',
  'fault.sound.too-slow': 'This sound file takes too long to read. Save it as WAV or MP3 and send it again.',
  'fault.sound.crashed': 'This sound file cannot be read. Save it as WAV or MP3 and send it again.',

  // Files that people send
  'fault.file-too-large': 'This file is too large; send one of at most {most}.',
  'fault.recording-too-long':
    'This recording is too long ({seconds, plural, one {# second} other {# seconds}}); send one of at most {most, plural, one {# second} other {# seconds}}.',

  // Progress and planned practices
  'fault.time-zone':
    'The time zone “{given}” is unknown. Give one such as Europe/Berlin or America/New_York.',
  'fault.weekly-goal': 'Give your weekly goal as a number of days between 1 and 7.',
  'fault.link-guesses': 'Too many wrong codes. Wait ten minutes, then try again.',
  'fault.link-code':
    'This code is not valid, or no longer valid: a code works once, for ten minutes. Get a new one with: /link',
  'fault.link-over':
    'This question is over: it was answered, or nobody answered it in time. Start again with: /link',
  'fault.link-none': 'This account is not linked with any other.',
  'fault.link-same-account': 'This code was made by this account. Use it on your other account.',
  'fault.link-linked': 'These accounts are already linked.',
  'fault.link-same-place':
    'Both accounts have a history in the same place, so they cannot belong to one person.',
  'fault.when-unclear':
    'I cannot tell when “{said}” is. Write it as “weekly monday 18:00”, “daily 09:30”, “weekdays 12:00”, or as cron such as 0 18 * * 1',
  'fault.when-never':
    '“{said}” never happens. Write it as “weekly monday 18:00”, “daily 09:30”, “weekdays 12:00”, or as cron such as 0 18 * * 1',
  'fault.when-too-often': 'A practice can take place once an hour at most. Choose fewer times.',
  'fault.too-many-schedules':
    'There are already {most, number} planned practices here, which is the most. Remove one first.',
  'fault.no-such-schedule': 'There is no planned practice {id} here. See them with: /schedule list',
  'fault.snooze-too-long': 'Snooze it until a time within the next year.',
  'fault.open-minutes': 'Leave a practice open for between 5 minutes and 14 days.',
  'fault.remind-minutes': 'Remind people at most a day before, in whole minutes; 0 means never.',

  // Interviews
  'fault.no-such-interview': 'There is no such interview. Start one first.',
  'fault.not-taking-part': 'You are not part of this interview. Join it first.',
  'fault.only-owner': 'Only the person who started this interview can do that.',
  'fault.interview-ended': 'This interview has ended. Start a new one.',
  'fault.interview-paused': 'The interview is paused. Resume it first.',
  'fault.interview-running-here': 'An interview is already running here. Stop it before you start a new one.',
  'fault.solo-interview': 'This is a solo interview. Join it as an observer, or start one for everyone.',
  'fault.no-hot-seat': 'Candidates are called up in hot-seat interviews only.',
  'fault.may-not-write-there':
    'You are not in that channel now, or may not write there. Join it first, and try again.',
  'fault.no-such-candidate': 'That person has not joined as a candidate. Ask them to join.',
  'fault.question-open': 'A question is still open. Wait for its answer, or skip it.',
  'fault.all-asked': 'Every planned question was asked. Start a new interview.',
  'fault.no-question-for-everyone': 'No question is open for everyone.',
  'fault.no-open-question': 'No question is open for you right now. Wait for the next one.',
  'fault.stale-turn': 'That belongs to an earlier question, so nothing changed.',
  'fault.how-many-questions': 'Ask for between 1 and {most} questions.',
  'fault.answer-seconds': 'Give the time for each answer in whole seconds, at least one.',
  'fault.answer-too-long':
    '{isFirst, plural, =1 {This answer is too long} other {With this, your answer is too long; I keep what I have}}. One answer may have {most, number} characters: shorten it, or say that you are done.',
  'fault.answer-speech-too-long':
    '{isFirst, plural, =1 {This answer is too long} other {With this, your answer is too long; I keep what I have}}. One answer may last {most, plural, one {# second} other {# seconds}}: record a shorter one, or say that you are done.',
  'fault.too-many-interviews':
    'You have {most, plural, one {# interview} other {# interviews}} open. End one of them first, in the place where it runs.',
  'fault.quota-answers':
    '{whose, select, person {You have used your} discord {This server has used its} slack {This workspace has used its} other {This installation has used its}} {most, plural, one {# answer} other {# answers}} for today; it goes on at 00:00 UTC.',
  'fault.quota-audio':
    '{whose, select, person {You have used your} discord {This server has used its} slack {This workspace has used its} other {This installation has used its}} {most, plural, one {# minute} other {# minutes}} of recordings for today; it goes on at 00:00 UTC. You can type your answers.',
  'fault.message-empty': 'The message is empty. Write your answer.',
  'fault.recording-empty': 'The recording is empty. Record it again.',
  'fault.only-watching': 'You are watching this interview. Join as a candidate to answer.',
  'fault.answered-already':
    'You have already answered this question. Wait for the results, or answer it again afterwards.',
  'fault.nothing-said': 'Nothing was said yet. Answer the question first.',
  'fault.late-text-gone': 'I no longer have that message. Send it again.',
  'fault.no-undo': 'There is no answer here that you can take back.',
  'fault.no-follow-up': 'There is no follow-up to this answer.',
  'fault.question-empty': 'The question is empty. Say what was asked.',
  'fault.answer-empty': 'The answer is empty. Write or record one.',
  'fault.no-such-answer': 'There is no such answer. It may have been deleted.',
  'fault.only-author': 'Only the person who gave this answer can do that.',
  'fault.answer-of-somebody-else': 'This answer belongs to somebody else.',
  'fault.doubt-settled': 'That place was settled already. The card shows what I understand now.',
  'fault.no-feedback-yet': 'This answer has no feedback yet. Wait for it first.',
  'fault.only-author-rates-fair':
    'Only the person who gave this answer can say whether it was scored fairly.',
  'fault.own-answer-rated': 'Others rate your answer. You cannot rate your own.',
  'fault.join-to-rate': 'Join the interview to rate its answers.',
  'fault.rating-range': 'Give a rating between 0 and {most}.',
  'fault.rating-over': 'This answer can no longer be rated.',
} as const;
