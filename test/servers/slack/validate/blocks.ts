/** Block Kit as Slack's servers check it. Blocks that the app does not use are refused. */
import { type Block, type Fields, isFields } from '../protocol.ts';
import { type Check, openCheck } from './check.ts';
import { checkElement } from './elements.ts';

export type Surface = { type: 'message' | 'modal' | 'home'; hasSubmit?: boolean; path?: string };

const properties: Record<string, readonly string[]> = {
  section: ['text', 'fields', 'accessory', 'expand'],
  header: ['text'],
  divider: [],
  image: ['image_url', 'slack_file', 'alt_text', 'title'],
  actions: ['elements'],
  context: ['elements'],
  input: ['label', 'element', 'dispatch_action', 'hint', 'optional'],
};

/** What Slack would answer; empty when it would accept them. */
export function blockErrors(blocks: unknown, surface: Surface): string[] {
  const check = openCheck();
  const path = surface.path ?? '/blocks';
  if (!Array.isArray(blocks)) {
    check.add('must provide an array', path);
    return check.errors;
  }
  const max = surface.type === 'message' ? 50 : 100;
  if (blocks.length > max) check.add(`no more than ${max} items allowed`, path);
  const ids = new Set<string>();
  blocks.forEach((block, index) => {
    checkBlock(check, block, `${path}/${index}`, surface);
    const id = isFields(block) ? block.block_id : undefined;
    if (typeof id !== 'string' || id === '') return;
    if (ids.has(id)) check.add(`\`block_id\` "${id}" already exists`, `${path}/${index}/block_id`);
    ids.add(id);
  });
  return check.errors;
}

function checkBlock(check: Check, block: unknown, path: string, surface: Surface) {
  if (!isFields(block)) return check.add('must provide an object', path);
  const type = String(block.type);
  const known = properties[type];
  if (!known) return check.add(`unsupported type: ${type}`, `${path}/type`);
  check.only(block, ['type', 'block_id', ...known], path);
  check.string(block, 'block_id', path, { max: 255, min: 0 });
  if (type === 'header') check.text(block, 'text', path, { max: 150, types: ['plain_text'], required: true });
  if (type === 'section') checkSection(check, block, path);
  if (type === 'image') checkImage(check, block, path);
  if (type === 'input') checkInput(check, block, path, surface);
  if (type === 'context') {
    check.list(block, 'elements', path, { max: 10 }).forEach((element, index) => {
      check.textObject(element, `${path}/elements/${index}`, { max: 2000 });
    });
  }
  if (type === 'actions') checkActions(check, block, path);
}

function checkSection(check: Check, block: Fields, path: string) {
  if (block.text === undefined && block.fields === undefined) {
    check.add('missing required field: text', path);
  }
  check.text(block, 'text', path, { max: 3000 });
  if (block.fields !== undefined) {
    check.list(block, 'fields', path, { max: 10 }).forEach((field, index) => {
      check.textObject(field, `${path}/fields/${index}`, { max: 2000 });
    });
  }
  if (block.accessory !== undefined) checkElement(check, block.accessory, `${path}/accessory`, 'section');
}

function checkImage(check: Check, block: Fields, path: string) {
  check.string(block, 'alt_text', path, { required: true, max: 2000 });
  check.text(block, 'title', path, { max: 2000, types: ['plain_text'] });
  if (isFields(block.slack_file)) {
    if (!block.slack_file.id && !block.slack_file.url) check.add('invalid slack file', `${path}/slack_file`);
    return;
  }
  check.string(block, 'image_url', path, { required: true, max: 3000 });
  // Slack's servers fetch the picture: a host that only this machine can reach gives no picture.
  if (typeof block.image_url === 'string' && !/^https:\/\/[^/]+\.[a-z]{2,}\//.test(block.image_url)) {
    check.add('downloading image failed', `${path}/image_url`);
  }
}

function checkInput(check: Check, block: Fields, path: string, surface: Surface) {
  check.text(block, 'label', path, { max: 2000, types: ['plain_text'], required: true });
  check.text(block, 'hint', path, { max: 2000, types: ['plain_text'] });
  checkElement(check, block.element, `${path}/element`, 'input');
  if (surface.type === 'modal' && !surface.hasSubmit) {
    check.add('must define `submit` to use an `input` block in modals', `${path}/input`);
  }
}

function checkActions(check: Check, block: Fields, path: string) {
  const ids = new Set<string>();
  check.list(block, 'elements', path, { max: 25 }).forEach((element, index) => {
    const at = `${path}/elements/${index}`;
    checkElement(check, element, at, 'actions');
    const id = isFields(element) ? element.action_id : undefined;
    if (typeof id !== 'string') return;
    if (ids.has(id)) check.add(`\`action_id\` "${id}" already exists for this block`, `${at}/action_id`);
    ids.add(id);
  });
}

/** Every text of the blocks, for the limits that hold over a whole message. */
export function textsOf(blocks: Block[] | undefined): string[] {
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (isFields(value)) {
      if ((value.type === 'plain_text' || value.type === 'mrkdwn') && typeof value.text === 'string') {
        texts.push(value.text);
      }
      Object.values(value).forEach(collect);
    }
  };
  collect(blocks ?? []);
  return texts;
}
