/** The one post of each session that is edited live: the open question, and how far the answer is. */
import type { Client, Message } from 'discord.js';
import type { AnswerStage } from '../../domain.ts';
import type { Log } from '../../log.ts';
import { renderCard } from './cards.ts';
import { isDiscordFault, loggable } from './faults.ts';
import type { LivePosts, PostedQuestion } from './ports.ts';

type Shown = { post: PostedQuestion; status: string; closed: boolean };

export function createLivePosts(options: { client: Client; log: Log; editEveryMs: number }): LivePosts {
  const { client, log, editEveryMs } = options;
  const posts = new Map<string, ReturnType<typeof follow>>();
  /** The post that an answer belongs to, until it is judged. */
  const answers = new Map<string, { post: ReturnType<typeof follow>; sessionId: string }>();
  /** What was said before Discord had told where the post is: people answer faster than that. */
  const early = new Map<string, string>();
  /** Posts with edits on their way, also those that nobody follows any more. */
  const working = new Map<Promise<void>, Pick<ReturnType<typeof follow>, 'messageId' | 'letGo'>>();

  function follow(first: Shown) {
    let wanted = first;
    let shown = first;
    let running = false;
    let lastRun = Promise.resolve();
    let isLetGo = false;
    const stages = new Map<string, AnswerStage>();
    async function run(): Promise<void> {
      running = true;
      while (!isLetGo && (shown.status !== wanted.status || shown.closed !== wanted.closed)) {
        const next = wanted;
        const gap = new Promise<void>((resolve) => setTimeout(resolve, editEveryMs));
        await edit(next);
        shown = next;
        if (!next.closed) await gap;
      }
      running = false;
    }
    const self = {
      messageId: first.post.messageId,
      change(change: Partial<Shown>): void {
        wanted = { ...wanted, ...change };
        if (running || isLetGo) return;
        const work = run();
        lastRun = work;
        working.set(work, self);
        void work.finally(() => working.delete(work));
      },
      async letGo(): Promise<void> {
        isLetGo = true;
        await lastRun;
      },
      stage(answerId: string, stage: AnswerStage): string {
        stages.set(answerId, stage);
        return sayStages([...stages.values()]);
      },
    };
    return self;
  }
  async function edit({ post, status, closed }: Shown): Promise<void> {
    const { tenant, channelId, messageId, view, buttons, tag } = post;
    try {
      const channel = await client.channels.fetch(channelId);
      if (!channel?.isTextBased()) return;
      const card = renderCard(view, { tenant, status, closed, tag, buttons: closed ? [] : buttons });
      const { components, flags, allowedMentions } = card;
      await channel.messages.edit(messageId, { components, flags, allowedMentions });
    } catch (error) {
      if (isDiscordFault(error, 'unknownChannel', 'unknownMessage')) return;
      log.warn({ fault: loggable(error), channelId }, 'A post could not be brought up to date');
    }
  }

  return {
    place(sessionId, post, status) {
      posts.get(sessionId)?.change({ closed: true });
      const placed = follow({ post, status, closed: false });
      posts.set(sessionId, placed);
      const said = early.get(sessionId);
      early.delete(sessionId);
      if (said !== undefined) placed.change({ status: said });
    },
    say(sessionId, status) {
      const post = posts.get(sessionId);
      if (post) post.change({ status });
      else early.set(sessionId, status);
    },
    stage(sessionId, answerId, stage) {
      const post = answers.get(answerId)?.post ?? posts.get(sessionId);
      if (!post) return;
      if (stage === 'ready' || stage === 'failed') answers.delete(answerId);
      else answers.set(answerId, { post, sessionId });
      post.change({ status: post.stage(answerId, stage) });
    },
    end(sessionId, status) {
      posts.get(sessionId)?.change({ status, closed: true });
      posts.delete(sessionId);
      early.delete(sessionId);
      for (const [answerId, bound] of answers) if (bound.sessionId === sessionId) answers.delete(answerId);
    },
    async letGo(messageId) {
      const answered = [...answers.values()].map(({ post }) => post);
      const all = [...posts.values(), ...answered, ...working.values()];
      await Promise.all(all.filter((post) => post.messageId === messageId).map((post) => post.letGo()));
    },
    async settled() {
      await Promise.all(working.keys());
    },
  };
}

const stageWords: Record<AnswerStage, string> = {
  listening: 'Listening …',
  transcribing: 'Transcribing …',
  'waiting-for-model': 'Waiting for the speech model, which is still loading …',
  scoring: 'Scoring …',
  ready: 'Ready',
  failed: 'This answer could not be judged',
};

/** One answer: its stage. Several: how many are at each. */
function sayStages(stages: readonly AnswerStage[]): string {
  if (stages.length === 1 && stages[0]) return stageWords[stages[0]];
  const count = (stage: AnswerStage) => stages.filter((one) => one === stage).length;
  return (Object.keys(stageWords) as AnswerStage[])
    .filter((stage) => count(stage) > 0)
    .map((stage) => `${count(stage)} × ${stageWords[stage]}`)
    .join(' · ');
}

/** A message that can be edited later. */
export const postedAs = (
  message: Message,
  rest: Omit<PostedQuestion, 'channelId' | 'messageId'>,
): PostedQuestion => ({
  ...rest,
  channelId: message.channelId,
  messageId: message.id,
});
