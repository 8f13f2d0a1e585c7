import { type Fields, isFields } from '../protocol.ts';

type TextType = 'plain_text' | 'mrkdwn';
export type Check = ReturnType<typeof openCheck>;

/** Collects what is wrong with a payload in the words of Slack: `must be less than 3001 characters [json-pointer:/blocks/0/text/text]`. */
export function openCheck() {
  const errors: string[] = [];
  const add = (message: string, path: string) => void errors.push(`${message} [json-pointer:${path}]`);

  /** Slack counts characters, not UTF-16 units. */
  function string(
    from: Fields,
    name: string,
    path: string,
    limits: { max: number; min?: number; required?: boolean },
  ) {
    const value = from[name];
    if (value === undefined) {
      if (limits.required) add(`missing required field: ${name}`, path);
      return;
    }
    const at = `${path}/${name}`;
    if (typeof value !== 'string') return add('must provide a string', at);
    const length = [...value].length;
    const min = limits.min ?? 1;
    if (length < min) add(`must be more than ${min - 1} characters`, at);
    if (length > limits.max) add(`must be less than ${limits.max + 1} characters`, at);
  }
  function only(from: Fields, allowed: readonly string[], path: string) {
    for (const name of Object.keys(from)) {
      if (!allowed.includes(name)) add(`invalid additional property: ${name}`, path);
    }
  }
  function textObject(
    value: unknown,
    path: string,
    { max, types = ['plain_text', 'mrkdwn'] }: { max: number; types?: TextType[] },
  ) {
    if (!isFields(value)) return add('must provide an object', path);
    if (value.type !== 'plain_text' && value.type !== 'mrkdwn') {
      return add('must be a valid enum value', `${path}/type`);
    }
    if (!types.includes(value.type)) return add('must be a valid enum value', `${path}/type`);
    only(value, value.type === 'mrkdwn' ? ['type', 'text', 'verbatim'] : ['type', 'text', 'emoji'], path);
    string(value, 'text', path, { max, required: true });
  }
  return {
    errors,
    add,
    string,
    only,
    textObject,
    text(
      from: Fields,
      name: string,
      path: string,
      rules: { max: number; types?: TextType[]; required?: boolean },
    ) {
      if (from[name] !== undefined) textObject(from[name], `${path}/${name}`, rules);
      else if (rules.required) add(`missing required field: ${name}`, path);
    },
    list(
      from: Fields,
      name: string,
      path: string,
      { min = 1, max }: { min?: number; max: number },
    ): unknown[] {
      const value = from[name];
      const at = `${path}/${name}`;
      if (!Array.isArray(value)) {
        add('must provide an array', at);
        return [];
      }
      if (value.length < min) add(`no fewer than ${min} items allowed`, at);
      if (value.length > max) add(`no more than ${max} items allowed`, at);
      return value;
    },
  };
}
