/**
 * What an interview does in a chat, once for all platforms. A platform reports what people do and is called
 * back through `ChatPlatform`; deliveries are also pulled and shown here.
 */

import { createSerialQueues } from '../../async/serial-queue.ts';
import type { Actor, Place } from '../../domain.ts';
import { takeText } from '../../given-text.ts';
import { isServedBy } from '../../pipeline/shards.ts';
import type { BotContext } from '../bot.ts';
import type {
  CommandCall,
  DialogReturn,
  Edited,
  Happened,
  Press,
  ScoreRequest,
  Written,
} from '../happened.ts';
import type { ChatPlatform } from '../platform.ts';
import { createAnswering } from './answering.ts';
import { createAwaitedScores } from './awaited-scores.ts';
import { createCommands } from './commands.ts';
import { createDeliver } from './deliver.ts';
import { createDialogs } from './dialogs.ts';
import { emptyLatePosts } from './empty-late-posts.ts';
import { createErasing } from './erasing.ts';
import { createExpects, type Expects } from './expects.ts';
import { createFeedbackCards } from './feedback-cards.ts';
import { followStages } from './follow-stages.ts';
import { createInterviewing } from './interviewing.ts';
import { createLinking } from './linking.ts';
import { createShowLetter } from './pair-letters.ts';
import { createPairs } from './pairing.ts';
import { createPeerReviews } from './peer-reviews.ts';
import { createPreparing } from './preparing.ts';
import { createPresses } from './presses.ts';
import { readWords, wordsAfterPrepare } from './read-words.ts';
import { type Reply, replyTo } from './replies.ts';
import { runDeliveries } from './run-deliveries.ts';
import { createServerSettings } from './server-settings.ts';
import { createMeantSession, createSessions, type Sessions } from './sessions.ts';
import { createSharing } from './sharing.ts';
import { createShortPractices } from './short-practices.ts';
import { createSpokenQuestions } from './spoken-questions.ts';
import { createStarting } from './starting.ts';
import { createSteering } from './steering.ts';
import { createStoryBank } from './stories.ts';
import { welcome, welcomeRecording } from './welcome.ts';

/** None of the calls throws: the person is told what went wrong, or it is logged. */
export type Conversation = {
  press(press: Press): Promise<void>;
  command(call: CommandCall): Promise<void>;
  message(written: Written): Promise<void>;
  edit(edited: Edited): Promise<void>;
  dialog(returned: DialogReturn): Promise<void>;
  /** Opens the dialog that asks which question a message answers. */
  score(request: ScoreRequest): Promise<void>;
  /** Somebody is typing: until they stop, their answer is not taken as complete. */
  typing(person: Actor, place: Place): void;
  /**
   * What a press or command leads to. It is answered from memory, so it can be asked before the
   * acknowledgement.
   */
  expects: Expects;
  /** The interviews running on this platform, as last seen. */
  sessions: Sessions;
  /** Reads the interviews that have not ended; await this before passing anything else on. */
  takeUp(): Promise<void>;
  /** Shows deliveries and the progress of answers until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
};

export function createConversation(platform: ChatPlatform, context: BotContext): Conversation {
  const { interview, consents, tenantSettings, progress, privacy, schedules, bank, wording, now } = context;
  const { preparation } = context;
  const log = context.log.child({ platform: platform.platform });
  const posts = emptyLatePosts({ platform, posts: context.posts, wording, log });
  const sessions = createSessions();
  const scores = createAwaitedScores();
  const cards = createFeedbackCards({ wording, log });
  const meant = createMeantSession({ platform, interview, sessions });
  const answering = createAnswering({ platform, interview, consents, sessions, wording, log });
  const steering = createSteering({ platform, interview });
  const starting = createStarting({
    ...{ platform, interview, tenantSettings, progress, bank, posts, sessions, wording, log, preparation },
  });
  const erasing = createErasing({ platform, interview, privacy, posts, wording, log });
  const linking = createLinking({ platform, progress, wording, now });
  const peers = createPeerReviews({ platform, interview, posts, wording, log });
  const interviewing = createInterviewing({ platform, interview, posts, sessions, wording });
  const sharing = createSharing({ platform, interview, posts, cards, wording });
  const settings = createServerSettings({ platform, tenantSettings, wording });
  const awaitScore = async (from: Happened, submit: () => Promise<{ answerId: string }>): Promise<void> => {
    const answerId = await scores.submit(from, submit);
    const session = await interview.session(
      from.person,
      (await interview.answer(from.person, answerId)).sessionId,
    );
    if (!from.replaceReply)
      platform.live.status(
        { id: answerId, session, userId: from.person.userId },
        wording.say('status.received'),
      );
  };
  const spoken = createSpokenQuestions(platform, { ...context, posts });
  const preparing = createPreparing({ platform, preparation, starting, wording, now });
  const pairs = createPairs({ platform, pairing: context.pairing, schedules, progress, wording });
  const shortPractices = createShortPractices({ platform, starting, progress, bank, wording, now });
  const stories = createStoryBank({ platform, stories: context.stories, progress, wording });
  const dialogs = createDialogs({
    ...{ platform, interview, consents, bank, wording, answering, preparing, sharing, starting },
    awaitScore,
  });
  const commands = createCommands({
    ...{ platform, interview, consents, privacy, progress, schedules, bank, wording, now },
    ...{
      models: context.models,
      meant,
      answering,
      dialogs,
      erasing,
      linking,
      pairs,
      preparing,
      settings,
      starting,
      steering,
      shortPractices,
      stories,
    },
  });
  const presses = createPresses({
    ...{ platform, interview, consents, sessions, wording, answering, steering },
    ...{
      cards,
      dialogs,
      interviewing,
      erasing,
      linking,
      pairs,
      peers,
      preparing,
      sharing,
      shortPractices,
      spoken,
      stories,
      run: commands.run,
    },
  });
  const deliver = createDeliver({
    ...{
      platform,
      interview,
      posts,
      sessions,
      cards,
      peers,
      interviewing,
      wording,
      log,
      models: context.models,
      preparation,
      spoken,
    },
    replyWith: scores.replyWith,
  });
  const expects = createExpects({ platform, read: commands.read });
  const showLetter = createShowLetter({ platform, posts, wording, log, now });
  /** A person's actions are handled in order. */
  const queues = createSerialQueues();
  const inOrder = ({ tenant, userId }: Actor, work: () => Promise<void>) =>
    queues.run(`${tenant}|${userId}`, work);

  /** Shows the reply; files that cannot be part of it are shared where only the person sees them. */
  async function reply(happened: Happened, work: () => Promise<Reply | null>): Promise<void> {
    await replyTo(happened, { wording, log, platform }, async () => {
      const given = await work();
      const { upload } = platform;
      if (!given?.files?.length || !upload) return given;
      const { files, about = null, ...rest } = given;
      await happened.reply(rest, { private: !given.public });
      const { place, person } = happened;
      const direct = platform.isPrivate(place) ? place : await platform.privatePlace(person);
      if (direct !== 'closed')
        for (const file of files)
          await posts.add(person, { ...(await upload(direct, file)), answerId: about, isShared: false });
      return null;
    });
  }

  async function takeMessage(written: Written): Promise<void> {
    const session = await meant.ofMessage(written);
    if (!written.addressed && !session) return;
    await reply(written, async () => {
      if (!written.addressed) return session && answering.hint(written, session);
      const after = session === null ? wordsAfterPrepare(written) : null;
      if (after !== null) return await preparing.takeMessage(written, after);
      const domains = bank.domains().map(({ name }) => name);
      const command = written.files.length > 0 ? null : readWords(written.text, session !== null, domains);
      if (command) return await commands.run(written, command);
      if (session) return await answering.take(written, session);
      const hasSound = written.files.some(({ kind }) => kind === 'sound');
      if (hasSound) return welcomeRecording(wording, platform);
      const { answers } = await progress.overview(written.person);
      return welcome(wording, { isNew: answers === 0 });
    });
  }

  return {
    sessions,
    async press(press) {
      const work = () => reply(press, () => presses(press));
      // A dialog cannot wait for earlier actions: its trigger is valid for three seconds.
      if (expects(press) === 'dialog') await work();
      else await inOrder(press.person, work);
    },
    async command(call) {
      await reply(call, async () => await commands.run(call, commands.read(takeGiven(call.given))));
    },
    async message(given) {
      const written = { ...given, text: takeText(given.text) };
      await inOrder(written.person, async () => {
        try {
          await takeMessage(written);
        } catch (error) {
          log.error({ fault: platform.faultOf(error).log }, 'A message could not be taken');
        }
      });
    },
    async edit({ person, key, text }) {
      await inOrder(person, async () => {
        try {
          await interview.replaceText(person, key, takeText(text));
        } catch (error) {
          log.warn({ fault: platform.faultOf(error).log }, 'An edited message could not be taken over');
        }
      });
    },
    async dialog(given) {
      const returned = { ...given, values: takeFields(given.values) };
      await inOrder(returned.person, () => reply(returned, () => dialogs.take(returned)));
    },
    async score({ message, ...given }) {
      const request = { ...given, message: { ...message, text: takeText(message.text) } };
      await reply(request, () => dialogs.openScoreMessage(request));
    },
    typing: answering.typing,
    expects,
    async takeUp() {
      const { shards } = platform;
      for (const session of await interview.openSessions(platform.platform)) {
        // People may also steer from their server what is held in their direct messages.
        const places = [session.place, { ...session.place, direct: false }];
        if (!shards || places.some((place) => isServedBy(shards, place))) sessions.put(session);
      }
    },
    async run(signal) {
      try {
        await Promise.all([
          ...(platform.shards && !platform.shards.ids.includes(0)
            ? []
            : [context.pairing.showLetters(platform.platform, signal, showLetter)]),
          runDeliveries({ platform, interview, wording, log, deliver, signal }),
          followStages({ platform, interview, sessions, peers, wording, log, signal }),
        ]);
      } finally {
        answering.stop();
        await queues.idle();
      }
    },
  };
}

const takeFields = <Value>(fields: Readonly<Record<string, Value>>): Record<string, Value | string> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? takeText(value) : value,
    ]),
  );

const takeGiven = (given: CommandCall['given']): CommandCall['given'] =>
  'words' in given ? { words: takeText(given.words) } : { ...given, options: takeFields(given.options) };
