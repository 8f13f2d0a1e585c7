/** Somebody in a workspace: types, sends clips, clicks, fills in dialogs. */
import type { Delivery } from './deliveries.ts';
import { emitEvent, emitMessage } from './events.ts';
import { addView, replaceView, shownView } from './methods/views.ts';
import { addResponseUrl, type Platform } from './platform.ts';
import {
  type Channel,
  type Element,
  type Ephemeral,
  elementsOf,
  type Fields,
  isFields,
  type Message,
  type View,
} from './protocol.ts';
import { applyResponse } from './response-urls.ts';
import { nextTs, type Team } from './team.ts';
import { viewErrors } from './validate/view.ts';
import { clientErrors, type Filled, fillIn, stateOf } from './view-state.ts';

export type Sent = Message & { channel: string; deliveries: Delivery[] };
/** Shapes in which Slack sends the same recording. */
export type ClipShape = { name: string; mimetype: string; servedAs: string };
export type Person = ReturnType<typeof openPerson>;

export function openPerson(platform: Platform, team: Team, id: string) {
  const who = { id, username: team.users.get(id)?.name, team_id: team.id };
  const channelOf = (reference: string): Channel => {
    const channel = reference === 'dm' ? team.directMessages(id) : team.channel(reference);
    if (!channel) throw new Error(`there is no conversation ${reference}`);
    return channel;
  };
  const interact = async (payload: Fields, acceptsPayload = false): Promise<Delivery> => {
    const delivery = platform.deliveries.deliver({
      kind: String(payload.type),
      envelope: 'interactive',
      payload: {
        ...payload,
        team: { id: team.id, domain: 'simspace' },
        user: who,
        api_app_id: team.appId,
        is_enterprise_install: team.byOrganisation,
        enterprise: team.organisation && { id: team.organisation.id, name: team.organisation.name },
      },
      user: id,
      acceptsPayload,
    });
    await delivery.first;
    return delivery;
  };
  const tell = async (channel: Channel, message: Partial<Message>): Promise<Sent> => {
    const added = team.addMessage(channel, { user: id, ...message });
    const deliveries = await emitMessage(platform, team, channel, added);
    return { ...added, channel: channel.id, deliveries };
  };

  const person = {
    id,
    get directMessages() {
      return team.directMessages(id).id;
    },
    /** The dialog in front of this person. */
    get modal(): View | undefined {
      return team.views.get(team.modals.get(id)?.at(-1) ?? '');
    },
    get home(): View | undefined {
      return team.homes.get(id);
    },
    get ephemerals(): Ephemeral[] {
      return team.ephemerals.filter((ephemeral) => ephemeral.to === id);
    },
    /** Resolves when the app has acknowledged it or three seconds have passed. */
    async slash(command: string, text = '', where = '#general'): Promise<Delivery> {
      const channel = channelOf(where);
      const address = { team, user: id, channel: channel.id };
      const responseUrl = addResponseUrl(platform, address);
      const delivery = platform.deliveries.deliver({
        kind: `slash ${command}`,
        envelope: 'slash_commands',
        payload: {
          team_id: team.id,
          team_domain: 'simspace',
          channel_id: channel.id,
          channel_name: channel.name,
          user_id: id,
          user_name: who.username,
          command,
          text,
          api_app_id: team.appId,
          ...(team.organisation && { enterprise_id: team.organisation.id }),
          is_enterprise_install: String(team.byOrganisation),
          response_url: responseUrl,
          trigger_id: platform.triggers.make(team, id),
        },
        user: id,
        acceptsPayload: true,
      });
      const outcome = await delivery.first;
      const url = platform.responseUrls.get(new URL(responseUrl).pathname);
      if (outcome.status === 'acknowledged' && outcome.response?.text && url) {
        applyResponse(platform, url, outcome.response);
      }
      return delivery;
    },
    message: (where: string, text: string, threadTs?: string): Promise<Sent> =>
      tell(channelOf(where), { text, ...(threadTs === undefined ? {} : { thread_ts: threadTs }) }),
    /** Sends a recording or any other file: Slack tells of it as a message and as `file_shared`. */
    async file(
      where: string,
      bytes: Buffer,
      shape: Partial<ClipShape> & {
        clip?: boolean;
        text?: string;
        threadTs?: string;
        size?: number;
        stub?: boolean;
        durationMs?: number;
        /** Other files of the same message. */
        more?: readonly { name: string; mimetype: string; bytes: Buffer }[];
      } = {},
    ): Promise<Sent> {
      const { name = 'audio_message.m4a', mimetype = 'audio/mp4', servedAs = mimetype, clip = true } = shape;
      const channel = channelOf(where);
      const extra: Fields = clip
        ? { subtype: 'slack_audio', transcription: { status: 'processing' }, duration_ms: shape.durationMs }
        : {};
      const file = platform.files.add(team, {
        name,
        user: id,
        bytes,
        servedAs,
        shown: { mimetype, ...extra, ...(shape.size === undefined ? {} : { size: shape.size }) },
      });
      file.channels.add(channel.id);
      emitEvent(platform, team, {
        type: 'file_shared',
        file_id: file.id,
        user_id: id,
        channel_id: channel.id,
      });
      // In a channel that is shared with another company an app is told no more than this.
      const shown = shape.stub
        ? { id: file.id, mode: 'file_access', file_access: 'check_file_info' }
        : platform.files.shown(file);
      const others = (shape.more ?? []).map(({ name: other, mimetype: type, bytes: content }) => {
        const added = platform.files.add(team, {
          ...{ name: other, user: id, bytes: content, servedAs: type },
          shown: { mimetype: type },
        });
        added.channels.add(channel.id);
        return platform.files.shown(added);
      });
      return await tell(channel, {
        text: shape.text ?? '',
        subtype: 'file_share',
        files: [shown, ...others],
        ...(shape.threadTs === undefined ? {} : { thread_ts: shape.threadTs }),
      });
    },
    async edit(sent: Sent, text: string): Promise<void> {
      const channel = channelOf(sent.channel);
      const message = channel.messages.find((candidate) => candidate.ts === sent.ts);
      if (!message) throw new Error('this message is gone');
      const before = structuredClone(message);
      message.text = text;
      message.edited = { user: id, ts: nextTs() };
      await emitEvent(platform, team, {
        type: 'message',
        subtype: 'message_changed',
        message: structuredClone(message),
        previous_message: before,
        channel: channel.id,
        channel_type: channel.kind,
        hidden: true,
        ts: message.edited.ts,
      }).first;
    },
    /** Clicks a button; without `on` the newest one with this id that the person can see. */
    async click(actionId: string, on?: Message | Ephemeral | View): Promise<Delivery> {
      const target = on ?? newestWith(actionId);
      const found = elementsOf(target?.blocks).find(({ element }) => element.action_id === actionId);
      if (!target || !found) throw new Error(`there is no ${actionId} to click on`);
      const action = { ...actionOf(found.element), block_id: found.block.block_id, action_ts: nextTs() };
      const triggerId = platform.triggers.make(team, id);
      if ('hash' in target) {
        return interact({
          type: 'block_actions',
          trigger_id: triggerId,
          container: { type: 'view', view_id: target.id },
          view: shownView(target),
          actions: [action],
        });
      }
      const channel =
        'is_ephemeral' in target
          ? channelOf(target.channel)
          : [...team.channels.values()].find(({ messages }) => messages.some(({ ts }) => ts === target.ts));
      if (!channel) throw new Error('this message is gone');
      return interact({
        type: 'block_actions',
        trigger_id: triggerId,
        container: {
          type: 'message',
          message_ts: target.ts,
          channel_id: channel.id,
          is_ephemeral: 'is_ephemeral' in target,
          ...('thread_ts' in target ? { thread_ts: target.thread_ts } : {}),
        },
        channel: { id: channel.id, name: channel.name },
        ...('is_ephemeral' in target ? {} : { message: structuredClone(target) }),
        response_url: addResponseUrl(platform, { team, user: id, channel: channel.id, target }),
        actions: [action],
      });
    },
    /** Fills in and sends the dialog in front; gives the errors that the person sees. */
    async submit(filled: Filled): Promise<Record<string, string> | null> {
      const view = person.modal;
      if (!view) throw new Error('no dialog is open');
      fillIn(view, filled);
      const early = clientErrors(view);
      if (Object.keys(early).length > 0) return early;
      const payload = {
        type: 'view_submission',
        trigger_id: platform.triggers.make(team, id),
        view: {
          ...shownView(view),
          ...(team.byOrganisation && { app_installed_team_id: team.organisation?.id }),
        },
        response_urls: [],
      };
      const delivery = await interact(payload, true);
      const outcome = await delivery.first;
      if (outcome.status !== 'acknowledged') return { '': 'We had some trouble connecting. Try again?' };
      return applyViewResponse(view, outcome.response);
    },
    closeModal: () => void team.modals.get(id)?.pop(),
    async openHome(): Promise<void> {
      const home = team.homes.get(id);
      await emitEvent(platform, team, {
        type: 'app_home_opened',
        user: id,
        channel: team.directMessages(id).id,
        tab: 'home',
        ...(home ? { view: shownView(home) } : {}),
      }).first;
    },
    shortcut: (callbackId: string) =>
      interact({
        type: 'shortcut',
        action_ts: nextTs(),
        callback_id: callbackId,
        trigger_id: platform.triggers.make(team, id),
      }),
    messageShortcut(callbackId: string, sent: Sent) {
      const { deliveries: _, channel, ...message } = sent;
      return interact({
        type: 'message_action',
        action_ts: nextTs(),
        callback_id: callbackId,
        trigger_id: platform.triggers.make(team, id),
        message_ts: sent.ts,
        message,
        channel: { id: channel, name: channelOf(channel).name },
        response_url: addResponseUrl(platform, { team, user: id, channel }),
      });
    },
    /** Opens the surface for assistants, which is a thread in the direct messages. */
    async openAssistant(): Promise<string> {
      const channel = team.directMessages(id);
      const root = team.addMessage(channel, { user: team.botUser, bot_id: team.botId, text: 'New thread' });
      root.thread_ts = root.ts;
      await emitEvent(platform, team, {
        type: 'assistant_thread_started',
        assistant_thread: { user_id: id, context: {}, channel_id: channel.id, thread_ts: root.ts },
      }).first;
      return root.ts;
    },
    /** Every message in a conversation that the app posted. */
    answers: (where: string): Message[] =>
      channelOf(where).messages.filter((message) => message.user === team.botUser),
  };

  function newestWith(actionId: string): Message | Ephemeral | undefined {
    const seen = [...team.channels.values()]
      .filter((channel) => channel.members.has(id))
      .flatMap((channel): (Message | Ephemeral)[] => channel.messages)
      .concat(person.ephemerals);
    return seen
      .filter(({ blocks }) => elementsOf(blocks).some(({ element }) => element.action_id === actionId))
      .sort((a, b) => Number(a.ts) - Number(b.ts))
      .at(-1);
  }
  function applyViewResponse(view: View, response: Fields | undefined): Record<string, string> | null {
    const open = team.modals.get(id) ?? [];
    if (response === undefined) open.splice(open.indexOf(view.id), 1);
    else if (response.response_action === 'clear') open.splice(0);
    else if (response.response_action === 'errors' && isFields(response.errors)) {
      const known = Object.keys(response.errors).every((block) =>
        view.blocks.some((candidate) => candidate.block_id === block && candidate.type === 'input'),
      );
      if (!known) platform.journal.complain('odd-view-response', response);
      return Object.fromEntries(
        Object.entries(response.errors).map(([block, text]) => [block, String(text)]),
      );
    } else if (isFields(response.view) && viewErrors(response.view, 'modal').length === 0) {
      if (response.response_action === 'push') open.push(addView(team, response.view, id).id);
      else replaceView(view, response.view);
    } else platform.journal.complain('invalid-view-in-acknowledgement', response);
    return null;
  }
  return person;
}

function actionOf(element: Element): Fields {
  const { action_id, type, value, text } = element;
  return type === 'button'
    ? { action_id, type, text, ...(value === undefined ? {} : { value }) }
    : { action_id, ...stateOf(element, value) };
}
