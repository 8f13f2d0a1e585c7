import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { Answer, Delivery, Session } from '../../domain.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import { createMannerOf } from '../../pipeline/questions/manner-of.ts';
import { decodeAudio } from '../audio/decode-audio.ts';
import type { Bot, BotContext } from '../bot.ts';
import { createConversation } from '../conversation/conversation.ts';
import { steeringOf } from '../conversation/read-words.ts';
import { replyTo } from '../conversation/replies.ts';
import type { Happened, SentFile } from '../happened.ts';
import { readSoundFile } from './attachments.ts';
import type { Screen } from './client.ts';
import type { Entries, Entry } from './inbox.ts';
import { createReadAloud, type ReadAloud } from './read-aloud.ts';
import { createTerminalPlatform } from './terminal-platform.ts';

export type TerminalOptions = {
  session: Session;
  userId: string;
  entries: Entries;
  screen: Screen;
  /** Questions are also spoken, where that is possible. */
  isSpoken?: boolean;
  /** Called with each judged answer. */
  judged?: (answer: Answer) => void;
};

/** How long a delivery for somebody else waits before it is offered again. */
const elsewhereMs = 1_000;

/** The terminal as a bot: asks, reads an answer or a sound file, shows the feedback, and ends with the session. */
export function createTerminalBot(context: BotContext, options: TerminalOptions): Bot {
  const { interview, config, wording, log } = context;
  const { session, userId, entries, screen, judged } = options;
  const { place } = session;
  const person = { tenant: place.tenant, userId };
  return { platform: 'terminal', run };

  async function run(signal: AbortSignal): Promise<void> {
    const aloud = options.isSpoken ? readAloud() : null;
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    /** The question that was asked last, and whether an answer to it is being read. */
    let turnId: string | null = null;
    let reading: Promise<void> | null = null;
    let isMoreShown = false;
    const platform = createTerminalPlatform({
      person,
      screen,
      wording,
      live: {
        asked(of, turn) {
          turnId = turn.id;
          aloud?.ask(of, turn);
        },
        // It would overwrite what is being typed.
        status: (_, text) => (reading === null ? screen.status(text ?? '') : undefined),
      },
    });
    const conversation = createConversation(platform, { ...context, interview: ownDeliveries() });
    conversation.sessions.put(session);
    try {
      await conversation.run(until);
    } finally {
      over.abort();
      await reading;
      await aloud?.close();
    }
    if (over.signal.reason instanceof Error && over.signal.reason.name !== 'AbortError')
      throw over.signal.reason;

    /** Only what is for this person; anything about an earlier interview is feedback that was still due. */
    function ownDeliveries(): Interview {
      return {
        ...interview,
        async *deliveries(name, stop) {
          for await (const delivery of interview.deliveries(name, stop)) {
            if (delivery.session.place.channelId !== place.channelId)
              await interview.undelivered(delivery, 'another person is here', { retryAfterMs: elsewhereMs });
            else if (delivery.session.id !== session.id && delivery.body.type !== 'feedback')
              await interview.delivered(delivery);
            else yield delivery;
          }
        },
        async delivered(delivery, receipt) {
          await interview.delivered(delivery, receipt);
          wasShown(delivery);
        },
      };
    }

    function wasShown({ body, session: of }: Delivery): void {
      if (body.type === 'feedback') judged?.(body.answer);
      if (of.id !== session.id) return;
      if (body.type === 'summary') over.abort();
      else readOn();
    }

    /** Reads while the question that was asked last is open to this person. */
    function readOn(): void {
      isMoreShown = true;
      if (reading !== null || until.aborted) return;
      isMoreShown = false;
      reading = readWhileOpen()
        .catch((error: unknown) => over.abort(error))
        .finally(() => {
          reading = null;
          // Something was shown while the session was last being read.
          if (isMoreShown) readOn();
        });
    }

    async function readWhileOpen(): Promise<void> {
      while (await isOpen()) {
        const entry = await entries.next(until);
        if (until.aborted) return;
        aloud?.hush();
        if (entry === null) return await interview.stop(person, session.id, { reason: 'input-ended' });
        await take(entry);
      }
    }

    async function isOpen(): Promise<boolean> {
      const { state, turn, answered } = await interview.session(person, session.id);
      return state !== 'ended' && turn !== null && turn.id === turnId && !answered.includes(userId);
    }

    async function take(entry: Entry): Promise<void> {
      const happened: Happened = {
        person,
        place,
        key: randomUUID(),
        async reply(message) {
          screen.status('');
          platform.show(message);
        },
      };
      if (entry.type === 'command') return await obey(entry.words, happened);
      await resumeIfPaused();
      const given =
        entry.type === 'file'
          ? { text: '', files: [soundFile(entry.path, until)] }
          : { text: entry.text, files: [], ...(entry.isEarly || turnId === null ? {} : { turnId }) };
      await conversation.message({ ...happened, ...given, type: 'message', addressed: true });
    }

    async function obey(words: string, happened: Happened): Promise<void> {
      if (words === 'undo') return await undo(happened);
      const button = platform.buttonOf(words);
      if (button) return await conversation.press({ ...happened, type: 'press', pressed: button, on: null });
      const name = steeringOf(words);
      await conversation.command({ ...happened, type: 'command', given: { words: name ?? words } });
      if (name === 'help') screen.say(`\n${wording.say('terminal.help')}`);
    }

    /** Takes the last answer back; its question is asked again. */
    async function undo(happened: Happened): Promise<void> {
      await replyTo(happened, { wording, log, platform }, async () => {
        await interview.undo(person, session.id);
        return null;
      });
    }
  }

  function readAloud(): ReadAloud {
    const speaker = () => context.models.speaker.status();
    return createReadAloud({
      ...context,
      mannerOf: createMannerOf(context),
      isLoading: () => speaker().state === 'loading',
      silent(why) {
        const status = speaker();
        const isMissing = why === 'no-voice' && 'fault' in status;
        screen.say(
          isMissing
            ? wording.say('terminal.speak.no-voice', { why: wording.fault(status) })
            : wording.say('terminal.speak.no-player'),
        );
      },
    });
  }

  /** Somebody who answers wants to continue. */
  async function resumeIfPaused(): Promise<void> {
    if ((await interview.session(person, session.id)).state !== 'paused') return;
    await interview.resume(person, session.id);
    screen.say(wording.say('terminal.resumed'));
  }

  function soundFile(path: string, signal: AbortSignal): SentFile {
    const { ANSWER_MAX_SECONDS: maxSeconds, ANSWER_MAX_BYTES: maxBytes } = config;
    return {
      key: path,
      name: basename(path),
      kind: 'sound',
      async sound() {
        screen.status(wording.say('terminal.reading-file'));
        return await decodeAudio(await readSoundFile(path, { maxBytes }), { maxSeconds, maxBytes, signal });
      },
      text: async () => '',
    };
  }
}
