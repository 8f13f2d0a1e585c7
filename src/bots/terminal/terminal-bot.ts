import type { AnswerStage } from '../../domain.ts';
import { isCoachError } from '../../errors.ts';
import type { AnswerView, Delivery, SessionView } from '../../pipeline/interview/interview-types.ts';
import { noticeText } from '../../wording/notice-text.ts';
import { decodeAudio } from '../audio/decode-audio.ts';
import type { Bot, BotContext } from '../bot.ts';
import { sayView } from '../desk-view.ts';
import { viewFeedback, viewOutline } from '../feedback-view.ts';
import { parseCommand } from '../parse-command.ts';
import { runCommand } from '../run-command.ts';
import { viewQuestion, viewSummary } from '../view.ts';
import { readSoundFile } from './attachments.ts';
import { renderActions } from './cards.ts';
import type { Screen } from './client.ts';
import type { Entries, Entry } from './inbox.ts';

export type TerminalOptions = {
  session: SessionView;
  userId: string;
  entries: Entries;
  screen: Screen;
  /** Where remarks go that are no part of the interview. */
  complain(text: string): void;
  /** Called with each judged answer. */
  judged?: (answer: AnswerView) => void;
};

/** How long a delivery for somebody else waits before it is offered again. */
const elsewhereMs = 1_000;

/** The terminal as a bot: asks, reads an answer or a sound file, shows the feedback, and ends with the session. */
export function createTerminalBot(context: BotContext, options: TerminalOptions): Bot {
  const { interview, bank, wording } = context;
  const { session, userId, entries, screen } = options;
  const actor = { tenant: session.place.tenant, userId };
  const domains = bank.domains().map(({ name }) => name);
  const has = (name: string) => !absentHere.has(name);
  let last: AnswerView | null = null;
  let hasAskedToForget = false;

  return { platform: 'terminal', run };

  async function run(signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    const reader = createReader(() => answer(until).catch((error: unknown) => over.abort(error)));
    const showStages = follow(until);
    let asked: string | null = null;
    try {
      for await (const delivery of interview.deliveries('terminal', until)) {
        if (delivery.session.place.channelId !== session.place.channelId) {
          // What is for somebody else at this machine waits for their own terminal.
          await interview.undelivered(delivery, 'another person is here', { retryAfterMs: elsewhereMs });
          continue;
        }
        const ours = delivery.session.id === session.id;
        if (ours || delivery.body.type === 'feedback') show(delivery);
        await interview.delivered(delivery);
        if (!ours) continue;
        if (delivery.body.type === 'summary') break;
        const turn = asksForMore(delivery, asked);
        if (turn === null) continue;
        asked = turn;
        reader.read(turn);
      }
      if (over.signal.aborted && !signal.aborted) throw over.signal.reason;
    } finally {
      over.abort();
      await Promise.allSettled([showStages, reader.ended()]);
    }
  }

  function complain(text: string): void {
    screen.status('');
    options.complain(text);
  }

  function show({ body, session: at }: Delivery): void {
    switch (body.type) {
      case 'question':
        screen.show(viewQuestion(body.turn, at.id));
        screen.say('');
        return;
      case 'feedback': {
        last = body.answer;
        const view = viewFeedback(body.answer);
        screen.show(view);
        const next = renderActions(view.actions ?? [], { retry: '/again', outline: '/outline' });
        if (next !== '') screen.say(`\n${wording.say('terminal.next', { actions: next })}`);
        options.judged?.(body.answer);
        return;
      }
      case 'results':
        for (const result of body.answers) screen.show(viewFeedback(result));
        return;
      case 'notice':
        complain(
          noticeText(wording, body, {
            moment: (at) => wording.time(at, { timeZone: localZone, now: context.now() }),
          }),
        );
        return;
      case 'summary':
        screen.show(viewSummary(body.summary, (id) => (id === userId ? wording.say('terminal.you') : id)));
    }
  }

  /** Reads until the open question is answered, skipped or given up. */
  async function answer(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const entry = await entries.next(signal);
      if (signal.aborted) return;
      if (entry === null) {
        await interview.stop(actor, session.id, { reason: 'input-ended' });
        return;
      }
      try {
        if (await take(entry, signal)) return;
      } catch (error) {
        if (!isCoachError(error) || error.code === 'store_unavailable') throw error;
        complain(wording.fault(error));
        if (entry.type === 'file') await interview.discard(actor, session.id).catch(() => undefined);
      }
    }
  }

  /** What is typed here was typed after its question was shown. */
  async function openTurnId(): Promise<string | undefined> {
    return (await interview.session(actor, session.id)).turn?.id;
  }

  /** True when the interview goes on by itself from here. */
  async function take(entry: Entry, signal: AbortSignal): Promise<boolean> {
    switch (entry.type) {
      case 'answer':
        await resumeIfPaused();
        await interview.addText(actor, session.id, entry.text, { turnId: await openTurnId() });
        await interview.submit(actor, session.id);
        return true;
      case 'file':
        await resumeIfPaused();
        await addFile(entry.path, signal);
        await interview.submit(actor, session.id);
        return true;
      case 'command':
        return await obey(entry.words);
    }
  }

  /** Somebody who answers wants to continue. */
  async function resumeIfPaused(): Promise<void> {
    if ((await interview.session(actor, session.id)).state !== 'paused') return;
    await interview.resume(actor, session.id);
    screen.say(wording.say('terminal.resumed'));
  }

  async function addFile(path: string, signal: AbortSignal): Promise<void> {
    screen.status(wording.say('terminal.reading-file'));
    const bytes = await readSoundFile(path);
    const { ANSWER_MAX_SECONDS: maxSeconds, ANSWER_MAX_BYTES: maxBytes } = context.config;
    const { pcm, durationMs } = await decodeAudio(bytes, { maxSeconds, maxBytes, signal });
    await interview.addUtterance(actor, session.id, { pcm, startMs: 0, endMs: durationMs });
  }

  async function obey(words: string): Promise<boolean> {
    if (words === 'outline' || words === 'again') {
      if (!last) complain(wording.say('terminal.no-answer-yet'));
      else if (words === 'outline') screen.show(viewOutline(last));
      else {
        await interview.retry(actor, last.id);
        return true;
      }
      return false;
    }
    if (/^(quit|exit)$/.test(words)) return await obey('stop');
    const name = /^(stop|pause|skip|repeat|done|status)$/.test(words) ? `interview ${words}` : words;
    const command = parseCommand(name, domains);
    if (command === null || !has(command.name) || notPlain(command)) {
      complain(wording.say('terminal.unknown-command', { words }));
      return false;
    }
    const asksFirst = command.name === 'privacy forget' && !hasAskedToForget;
    hasAskedToForget = asksFirst;
    if (asksFirst) {
      screen.show(sayView(wording.say('forget.title'), wording.say('terminal.forget')));
      return false;
    }
    const { place } = session;
    const reply = await runCommand(command, {
      actor,
      place,
      context,
      nameOf: (id) => id,
      manages: true,
      has,
    });
    screen.show(reply.view);
    return command.name === 'interview skip' || command.name === 'interview stop';
  }

  function showStage(stage: AnswerStage): void {
    screen.status(stage === 'ready' || stage === 'failed' ? '' : wording.say(`terminal.stage.${stage}`));
  }

  async function follow(signal: AbortSignal): Promise<void> {
    for await (const event of interview.stages(signal)) {
      if (event.sessionId === session.id) showStage(event.stage);
    }
  }
}

/** Commands that make no sense at a terminal where an interview is running. */
const absentHere = new Set([
  'interview start',
  'interview done',
  'score',
  'settings',
  'practice weak',
  'mic-test',
  'privacy consent',
  'privacy revoke',
  'privacy export',
  'schedule add',
  'schedule list',
  'schedule remove',
  'schedule snooze',
]);

const localZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

type NotPlain = Extract<
  NonNullable<ReturnType<typeof parseCommand>>,
  { name: 'interview start' | 'score' | 'mic-test' | 'settings' }
>;
const notPlain = (command: NonNullable<ReturnType<typeof parseCommand>>): command is NotPlain =>
  command.name === 'interview start' ||
  command.name === 'score' ||
  command.name === 'settings' ||
  command.name === 'mic-test';

/** The turn that the person is to speak to after this: a question was put, or what they said could not be used. */
function asksForMore({ body, session }: Delivery, asked: string | null): string | null {
  if (body.type === 'question') return body.turn.id;
  if (body.type !== 'notice') return null;
  const open = session.turn?.id ?? null;
  if (body.notice === 'no-speech' || body.notice === 'no-transcriber') return open;
  // After a failure the same question may be open again; when it is not, the next one is put by itself.
  return body.notice === 'failed' && open === asked ? open : null;
}

/** Reads one answer at a time: a question that is shown twice, as after a restart, is still answered once. */
function createReader(read: () => Promise<void>) {
  let current: { turn: string; done: Promise<void> } | null = null;
  let next: string | null = null;
  const begin = (turn: string): void => {
    const done = read().finally(() => {
      current = null;
      const waiting = next;
      next = null;
      if (waiting !== null) begin(waiting);
    });
    current = { turn, done };
  };
  return {
    read(turn: string): void {
      if (current === null) begin(turn);
      else if (current.turn !== turn) next = turn;
    },
    async ended(): Promise<void> {
      next = null;
      await current?.done;
    },
  };
}
