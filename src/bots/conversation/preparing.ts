/** `/prepare`: from a job description and a résumé to a plan, which is shown and changed before it starts. */
import { randomUUID } from 'node:crypto';
import { type Actor, type Level, levels, type SessionAim, sessionAims } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { keepNewest } from '../../keep-newest.ts';
import type { Plan, PlanChange, Preparation } from '../../pipeline/prepare/prepare-types.ts';
import type { Wording } from '../../wording/wording.ts';
import type { DialogReturn, Happened, Press, SentFile, Written } from '../happened.ts';
import type { Button } from '../message.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';
import { viewPlan, viewPlans } from '../views/plan.ts';
import { changeDialog, prepareDialog, usual, type Wanted } from './prepare-dialogs.ts';
import { type Reply, toOne } from './replies.ts';
import type { Starting } from './starting.ts';

export type Preparing = {
  /** Opens the dialog that asks for the documents, or says how to send them. */
  open(from: Happened, wanted?: Wanted): Promise<Reply | null>;
  take(returned: DialogReturn): Promise<Reply | null>;
  /** A message with documents, or with words after `prepare`. */
  takeMessage(written: Written, text: string): Promise<Reply>;
  press(press: Press): Promise<Reply | null>;
  plans(from: Happened): Promise<Reply>;
};

/** What somebody is preparing, in memory only: the documents are forgotten with it. */
type Draft = {
  userId: string;
  tenant: string;
  documents: { job?: string; resume?: string };
  wanted: Wanted;
  aim: SessionAim | null;
  plan: Plan;
  /** When it was made, in milliseconds. */
  at: number;
};

const draftMs = 60 * 60_000;
const mostDrafts = 500;

export function createPreparing(parts: {
  platform: ChatPlatform;
  preparation: Preparation;
  starting: Pick<Starting, 'startPlanned'>;
  wording: Wording;
  now: () => Date;
}): Preparing {
  const { platform, preparation, starting, wording, now } = parts;
  const { say } = wording;
  const drafts = new Map<string, Draft>();
  const prepare = () => platform.writeCommand('prepare');

  function how(): Reply {
    const view = viewText(say('prepare.how.title'), say('prepare.how.text'), say('prepare.how.private'));
    const button: Button = { action: 'prepare', label: say('button.prepare'), about: '', style: 'primary' };
    return toOne(view, platform.can.dialogText === null ? [] : [button]);
  }

  async function begin(
    { person }: Happened,
    documents: Draft['documents'],
    wanted: Wanted & { aim?: SessionAim | null },
  ): Promise<Reply> {
    const { aim = null, ...choices } = wanted;
    const plan = await preparation.plan({ ...documents, ...choices, seed: randomUUID() });
    const id = randomUUID();
    const mine = { userId: person.userId, tenant: person.tenant };
    const draft = { ...mine, documents, wanted: choices, aim, plan, at: now().getTime() };
    drafts.set(id, draft);
    keepNewest(drafts, mostDrafts);
    const smith = preparation.wordsmith();
    if (smith?.host === null) draft.plan = await preparation.word(plan);
    return show(id, draft);
  }

  function show(id: string, { plan, documents }: Draft): Reply {
    const titleOf = (files: readonly { name: string; title: string }[], name: string | null) =>
      files.find((file) => file.name === name)?.title ?? null;
    const view = viewPlan(wording, plan, {
      round: titleOf(preparation.rounds(), plan.round),
      manner: titleOf(preparation.manners(), plan.manner),
      has: { job: documents.job !== undefined, resume: documents.resume !== undefined },
    });
    const host = preparation.wordsmith()?.host ?? null;
    const canBeWorded =
      host !== null &&
      plan.questions.some(
        ({ reason, question }) =>
          reason.for === 'project' && reason.name !== null && question.source !== 'model',
      );
    const at = levels.indexOf(plan.level);
    const button = (action: Button['action'], label: string, more: Partial<Button> = {}): Button => ({
      ...{ action, label, about: id },
      ...more,
    });
    const texts = [...(canBeWorded ? [say('prepare.wording.ask', { host })] : []), say('prepare.not-kept')];
    return toOne(
      { ...view, blocks: [...view.blocks, ...texts.map((text) => ({ type: 'text' as const, text }))] },
      [
        button('plan-start', say('button.plan-start'), { style: 'primary' }),
        button('plan-change', say('button.plan-change')),
        ...(at > 0 ? [button('plan-easier', say('button.plan-easier'))] : []),
        ...(at < levels.length - 1 ? [button('plan-harder', say('button.plan-harder'))] : []),
        ...(canBeWorded ? [button('plan-word', say('button.plan-word', { host }))] : []),
        button('plan-keep', say('button.plan-keep')),
        button('plan-drop', say('button.plan-drop'), { style: 'danger' }),
      ],
    );
  }

  /** Throws `not_found` for one that is over, or somebody else's. */
  function draftOf(person: Actor, id: string): Draft {
    for (const [old, { at }] of drafts) if (now().getTime() - at > draftMs) drafts.delete(old);
    const draft = drafts.get(id);
    if (draft?.userId === person.userId && draft.tenant === person.tenant) return draft;
    throw new CoachError('not_found', 'fault.plan-gone', { prepare: prepare() });
  }

  async function change(person: Actor, id: string, wanted: PlanChange): Promise<Reply> {
    const draft = draftOf(person, id);
    draft.plan = await preparation.change(draft.plan, wanted);
    return show(id, draft);
  }

  const stepped = (level: Level, by: 1 | -1): Level => levels[levels.indexOf(level) + by] ?? level;

  async function askForChange(press: Press): Promise<Reply | null> {
    const { pressed, person, ask } = press;
    const { plan } = draftOf(person, pressed.about);
    if (!ask) return how();
    await ask(changeDialog(wording, pressed.about, plan));
    return null;
  }

  /** A document that comes later joins what this person sent before. */
  function latestOf(person: Actor): Draft | undefined {
    return [...drafts.values()].findLast(
      ({ userId, tenant, at }) =>
        userId === person.userId && tenant === person.tenant && now().getTime() - at <= draftMs,
    );
  }

  /** Throws `bad_input`, saying what is wrong with it. */
  const readFile = async (file: SentFile): Promise<string> =>
    file.kind === 'text' || !file.bytes ? await file.text() : await preparation.read(await file.bytes());

  async function documentsIn(written: Written, text: string): Promise<Draft['documents']> {
    const read = await Promise.all(
      written.files
        .filter(({ kind }) => kind === 'document' || kind === 'text')
        .map(async (file) => ({ name: file.name, text: await readFile(file) })),
    );
    const given = [...read, text.trim() === '' ? null : { name: '', text }].flatMap((one) => one ?? []);
    const documents: Draft['documents'] = {};
    for (const { name, text: content } of given) {
      const kind = preparation.tell(content, name);
      documents[kind] = [documents[kind], content].filter((part) => part !== undefined).join('\n');
    }
    return documents;
  }

  return {
    async open(from, wanted = {}) {
      const { ask, attached: { job, resume } = {} } = from;
      if (job || resume)
        return await begin(
          from,
          {
            ...(job ? { job: await readFile(job) } : {}),
            ...(resume ? { resume: await readFile(resume) } : {}),
          },
          wanted,
        );
      if (!ask) return how();
      await ask(prepareDialog(wording, preparation, wanted));
      return null;
    },
    async take(returned) {
      const { action, about, values, person } = returned;
      if (action === 'plan-change') {
        const what = values.how === 'drop' ? 'drop' : 'swap';
        return await change(person, about, { change: what, at: Number(values.question) });
      }
      const { job, resume, round = usual, manner = usual, aim } = values;
      if (!job && !resume) return how();
      return await begin(
        returned,
        { ...(job ? { job } : {}), ...(resume ? { resume } : {}) },
        {
          ...(round === usual ? {} : { round }),
          ...(manner === usual ? {} : { manner }),
          aim: sessionAims.find((one) => one === aim) ?? null,
        },
      );
    },
    async takeMessage(written, text) {
      if (!platform.isPrivate(written.place))
        throw new CoachError('not_allowed', 'fault.prepare-privately', {});
      const documents = await documentsIn(written, text);
      if (documents.job === undefined && documents.resume === undefined) return how();
      const before = latestOf(written.person);
      return await begin(
        written,
        { ...before?.documents, ...documents },
        { ...before?.wanted, aim: before?.aim ?? null },
      );
    },
    async press(press) {
      const { person, pressed } = press;
      const { action, about } = pressed;
      switch (action) {
        case 'prepare':
          return await this.open(press);
        case 'plan-change':
          return await askForChange(press);
        case 'plan-easier':
        case 'plan-harder': {
          const { plan } = draftOf(person, about);
          const level = stepped(plan.level, action === 'plan-harder' ? 1 : -1);
          return await change(person, about, { change: 'level', level });
        }
        case 'plan-word': {
          const draft = draftOf(person, about);
          draft.plan = await preparation.word(draft.plan);
          return show(about, draft);
        }
        case 'plan-keep': {
          const { isRepeat } = await preparation.keep(person, draftOf(person, about).plan);
          const plans = platform.writeCommand('plans');
          return toOne(
            viewText(
              say('prepare.kept.title'),
              say(isRepeat ? 'prepare.kept.before' : 'prepare.kept.text', { plans }),
            ),
          );
        }
        case 'plan-drop':
          draftOf(person, about);
          drafts.delete(about);
          return toOne(viewText(say('prepare.gone.title'), say('prepare.gone.text')));
        case 'plan-open': {
          const { plan } = await preparation.open(person, about);
          const mine = { userId: person.userId, tenant: person.tenant };
          const draft = { ...mine, documents: {}, wanted: {}, aim: null, plan, at: now().getTime() };
          drafts.set(about, draft);
          return show(about, draft);
        }
        case 'plan-delete':
          await preparation.remove(person, about);
          drafts.delete(about);
          return toOne(viewText(say('prepare.gone.title'), say('prepare.deleted.text')));
        default: {
          const { plan, aim } = draftOf(person, about);
          return await starting.startPlanned(press, plan, { aim });
        }
      }
    },
    async plans({ person }) {
      const plans = await preparation.kept(person);
      const buttons = plans.slice(0, mostListed).flatMap(({ id }, at): Button[] => [
        { action: 'plan-open', label: say('button.plan-open', { number: String(at + 1) }), about: id },
        {
          action: 'plan-delete',
          label: say('button.plan-delete', { number: String(at + 1) }),
          about: id,
          style: 'danger',
        },
      ]);
      return toOne(viewPlans(wording, plans.slice(0, mostListed), prepare()), buttons);
    },
  };
}

/** Two buttons each, and a message has room for few rows. */
const mostListed = 5;
