import { type Embed, flag, type Message, type MessageBody, type UploadedFile } from '../protocol.ts';
import { checkComponents } from './components.ts';
import { ApiError, type Form, openForm, type Path } from './form.ts';

const largestUpload = 10 * 1024 * 1024;

/** Checks the body of a new or edited message, and what is uploaded with it, against Discord's limits. */
export function checkMessage(
  body: MessageBody,
  files: readonly UploadedFile[],
  options: { edit?: boolean; path?: Path; existing?: Message } = {},
): void {
  const { edit = false, path = [], existing } = options;
  const form = openForm();
  const at = (...parts: Path): Path => [...path, ...parts];
  const flags = body.flags ?? existing?.flags ?? 0;
  const v2 = (flags & flag.componentsV2) !== 0;
  form.text(at('content'), body.content, { max: 2000 });
  if (body.embeds) checkEmbeds(form, body.embeds, at('embeds'));
  if (body.components) checkComponents(form, body.components, v2 ? 'messageV2' : 'message', at('components'));
  if (v2 && (body.content || body.embeds?.length))
    form.add(
      at('content'),
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      'content and embeds cannot be used when using MessageFlags.IS_COMPONENTS_V2',
    );
  form.list(at('attachments'), body.attachments, { max: 10 });
  body.attachments?.forEach((attachment, index) => {
    form.text(at('attachments', index, 'description'), attachment.description, { max: 1024 });
    const known =
      files.some((file) => file.index === Number(attachment.id)) ||
      existing?.attachments.some((old) => old.id === String(attachment.id));
    if (!known)
      form.add(
        at('attachments', index),
        'MESSAGE_ATTACHMENT_NOT_FOUND',
        `Attachment data for ${attachment.id} not found`,
      );
  });
  body.allowed_mentions?.parse?.forEach((kind, index) => {
    if (!['users', 'roles', 'everyone'].includes(kind))
      form.add(
        at('allowed_mentions', 'parse', index),
        'BASE_TYPE_CHOICES',
        'Value must be one of users, roles, everyone.',
      );
  });
  if (String(body.nonce ?? '').length > 25)
    form.add(at('nonce'), 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.');
  form.throwIfWrong();
  if (files.some((file) => file.data.length > largestUpload))
    throw new ApiError(413, 40005, 'Request entity too large');
  const something =
    body.content?.trim() || body.embeds?.length || body.components?.length || files.length > 0;
  if (!edit && !something) throw new ApiError(400, 50006, 'Cannot send an empty message');
}

function checkEmbeds(form: Form, embeds: Embed[], path: Path): void {
  if (!form.list(path, embeds, { max: 10 })) return;
  let total = 0;
  const length = (text: string | undefined) => [...(text?.trim() ?? '')].length;
  embeds.forEach((embed, index) => {
    const at = (...parts: Path): Path => [...path, index, ...parts];
    form.text(at('title'), embed.title, { max: 256 });
    form.text(at('description'), embed.description, { max: 4096 });
    form.url(at('url'), embed.url);
    form.range(at('color'), embed.color, 0, 0xffffff);
    form.list(at('fields'), embed.fields, { max: 25 });
    embed.fields?.forEach((field, number) => {
      form.text(at('fields', number, 'name'), field.name, { min: 1, max: 256, required: true });
      form.text(at('fields', number, 'value'), field.value, { min: 1, max: 1024, required: true });
      total += length(field.name) + length(field.value);
    });
    if (embed.footer) form.text(at('footer', 'text'), embed.footer.text, { max: 2048, required: true });
    if (embed.author)
      form.text(at('author', 'name'), embed.author.name, { min: 1, max: 256, required: true });
    form.url(at('image', 'url'), embed.image?.url);
    form.url(at('thumbnail', 'url'), embed.thumbnail?.url);
    total +=
      length(embed.title) +
      length(embed.description) +
      length(embed.footer?.text) +
      length(embed.author?.name);
  });
  if (total > 6000) form.add(path, 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
}
