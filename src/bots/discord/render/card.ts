/** A view as one Components V2 message, within every limit of Discord. */
import {
  type APIButtonComponentWithCustomId,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js';
import type { TenantId } from '../../../domain.ts';
import type { View } from '../../view.ts';
import { type ButtonAction, customId } from '../custom-id.ts';
import { renderBlocks } from './blocks.ts';
import { cutText, fitText } from './text.ts';

export type CardFile = { name: string; bytes: Uint8Array; alt: string };
export type CardButton = { action: ButtonAction; label: string; about: string; value?: string };
export type CardOptions = {
  tenant: TenantId;
  /** A line under everything else: how far it is. Discord's own markup is kept. */
  status?: string | null;
  /** Buttons after those of the view. */
  buttons?: readonly CardButton[];
  /** Takes the buttons of the view away: what they were for is over. */
  closed?: boolean;
  files?: readonly CardFile[];
  /** Goes into the buttons, so that a card that was posted before can be told. */
  tag?: string;
};

/** What `send`, `reply` and `edit` of discord.js take. */
export type Card = {
  components: APIMessageTopLevelComponent[];
  files: { attachment: Buffer; name: string; description: string }[];
  flags: MessageFlags.IsComponentsV2;
  allowedMentions: { parse: [] };
};

/** Discord allows 4,000 characters; a card that is read at a glance needs far fewer. */
const textLimit = 3000;
const rowsLimit = 4;

export function renderCard(view: View, options: CardOptions): Card {
  const { files = [], status } = options;
  const head = [
    `### ${fitText(view.title.replace(/\s+/g, ' '), 200) || '\u200B'}`,
    ...(view.meta.length === 0 ? [] : [`-# ${fitText(view.meta.join(' · ').replace(/\s+/g, ' '), 300)}`]),
  ].join('\n');
  const tail = status ? `-# ${cutText(status, 300)}` : '';
  const body = renderBlocks(view.blocks, textLimit - head.length - tail.length);
  const colour = colourOf(view);
  const texts = [head, ...body, ...(tail ? [tail] : [])];
  return {
    components: [
      {
        type: ComponentType.Container,
        ...(colour === null ? {} : { accent_color: colour }),
        components: [
          ...texts.map((content) => ({ type: ComponentType.TextDisplay as const, content })),
          ...files.map(showFile),
          ...rows(options, buttonsOf(view, options)),
        ],
      },
    ],
    files: files.map(({ name, bytes, alt }) => ({
      attachment: Buffer.from(bytes),
      name,
      description: cutText(alt, 1000),
    })),
    flags: MessageFlags.IsComponentsV2,
    allowedMentions: { parse: [] },
  };
}

function showFile({ name, alt }: CardFile) {
  const url = `attachment://${name}`;
  return /\.(png|jpe?g|gif|webp)$/i.test(name)
    ? {
        type: ComponentType.MediaGallery as const,
        items: [{ media: { url }, description: cutText(alt, 1000) }],
      }
    : { type: ComponentType.File as const, file: { url } };
}

const buttonsOf = (view: View, { buttons = [], closed }: CardOptions): CardButton[] =>
  closed
    ? [...buttons]
    : [...view.actions.map(({ name, ...rest }) => ({ action: name, ...rest })), ...buttons];

const styles: Partial<Record<ButtonAction, APIButtonComponentWithCustomId['style']>> = {
  done: ButtonStyle.Success,
  agree: ButtonStyle.Success,
  answer: ButtonStyle.Primary,
  retry: ButtonStyle.Primary,
  seat: ButtonStyle.Primary,
  show: ButtonStyle.Primary,
  stop: ButtonStyle.Danger,
  delete: ButtonStyle.Danger,
  forget: ButtonStyle.Danger,
  'forget-all': ButtonStyle.Danger,
};

function rows({ tenant, tag = '' }: CardOptions, buttons: readonly CardButton[]) {
  const shown = buttons.slice(0, rowsLimit * 5);
  return Array.from({ length: Math.ceil(shown.length / 5) }, (_, row) => ({
    type: ComponentType.ActionRow as const,
    components: shown.slice(row * 5, row * 5 + 5).map(({ action, label, about, value }) => ({
      type: ComponentType.Button as const,
      style: styles[action] ?? ButtonStyle.Secondary,
      label: cutText(label, 80),
      custom_id: customId({ action, about, tenant, value: value ?? tag }),
    })),
  }));
}

/** Green, blue, amber or red by the overall score in the title, else by the mean of the bars; none where nothing was scored. */
function colourOf({ title, blocks }: View): number | null {
  const overall = /^(\d+) of 100/.exec(title)?.[1];
  const scores = blocks.flatMap((block) =>
    block.type === 'bars' ? block.rows.flatMap((row) => (row.score === null ? [] : [row.score])) : [],
  );
  if (scores.length === 0) return null;
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const score = overall === undefined ? mean : Number(overall);
  return score >= 75 ? 0x3ba55d : score >= 55 ? 0x5865f2 : score >= 35 ? 0xd9a520 : 0xc9442f;
}
