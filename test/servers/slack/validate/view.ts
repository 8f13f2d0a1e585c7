import { isFields } from '../protocol.ts';
import { blockErrors } from './blocks.ts';
import { openCheck } from './check.ts';

const properties = {
  modal: [
    'type',
    'title',
    'blocks',
    'close',
    'submit',
    'private_metadata',
    'callback_id',
    'clear_on_close',
    'notify_on_close',
  ],
  home: ['type', 'blocks', 'private_metadata', 'callback_id'],
};

export function viewErrors(view: unknown, type: 'modal' | 'home'): string[] {
  const check = openCheck();
  if (!isFields(view)) return ['must provide an object [json-pointer:/view]'];
  if (view.type !== type) return [`unsupported type: ${String(view.type)} [json-pointer:/view/type]`];
  check.only(view, properties[type], '/view');
  if (type === 'modal') {
    check.text(view, 'title', '/view', { max: 24, types: ['plain_text'], required: true });
    check.text(view, 'close', '/view', { max: 24, types: ['plain_text'] });
    check.text(view, 'submit', '/view', { max: 24, types: ['plain_text'] });
  }
  check.string(view, 'private_metadata', '/view', { max: 3000, min: 0 });
  check.string(view, 'callback_id', '/view', { max: 255, min: 0 });
  const surface = { type, hasSubmit: view.submit !== undefined, path: '/view/blocks' };
  const errors = [...check.errors, ...blockErrors(view.blocks, surface)];
  if (JSON.stringify(view).length > 250_000) errors.push('view_too_large');
  return errors;
}
