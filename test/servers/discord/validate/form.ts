type ErrorTree = { [key: string]: ErrorTree | { code: string; message: string }[] };
export type Path = readonly (string | number)[];

/** An error answer as Discord's REST API gives it. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: ErrorTree | undefined;

  constructor(status: number, code: number, message: string, errors?: ErrorTree) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  body(): object {
    return { message: this.message, code: this.code, ...(this.errors ? { errors: this.errors } : {}) };
  }
}

export const unknownThing = (code: number, what: string) => new ApiError(404, code, `Unknown ${what}`);

export type Form = ReturnType<typeof openForm>;

/** Collects what is wrong with a body, by path, and throws it all at once as "Invalid Form Body" (50035). */
export function openForm() {
  const errors: ErrorTree = {};
  let count = 0;

  function add(path: Path, code: string, message: string): void {
    let node = errors;
    for (const part of path) {
      const child = node[part];
      if (child !== undefined && !Array.isArray(child)) node = child;
      else {
        const fresh: ErrorTree = {};
        node[part] = fresh;
        node = fresh;
      }
    }
    const list = node._errors;
    if (Array.isArray(list)) list.push({ code, message });
    else node._errors = [{ code, message }];
    count++;
  }
  const required = (path: Path) => add(path, 'BASE_TYPE_REQUIRED', 'This field is required');

  return {
    add,
    required,
    text(
      path: Path,
      value: unknown,
      limits: { min?: number; max?: number; required?: boolean } = {},
    ): value is string {
      const { min = 0, max = Infinity } = limits;
      if (value === undefined || value === null) {
        if (limits.required) required(path);
        return false;
      }
      if (typeof value !== 'string') {
        add(path, 'BASE_TYPE_STRING', 'Could not interpret value as string.');
        return false;
      }
      const length = [...value].length;
      if (length >= min && length <= max) return true;
      if (length === 0 && min === 1) required(path);
      else if (min > 0) add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
      else add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
      return false;
    },
    list(
      path: Path,
      value: unknown,
      limits: { min?: number; max?: number; required?: boolean } = {},
    ): boolean {
      const { min = 0, max = Infinity } = limits;
      if (value === undefined || value === null) {
        if (limits.required) required(path);
        return false;
      }
      if (!Array.isArray(value)) {
        add(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
        return false;
      }
      if (value.length < min || value.length > max)
        add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
      return true;
    },
    range(path: Path, value: number | undefined, low: number, high: number): void {
      if (value !== undefined && !(Number.isInteger(value) && value >= low && value <= high))
        add(path, 'NUMBER_TYPE_MAX', `int value should be between ${low} and ${high}.`);
    },
    url(path: Path, value: string | undefined, schemes = ['http:', 'https:', 'attachment:']): void {
      if (!value) return;
      if (!URL.canParse(value)) {
        add(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
        return;
      }
      if (!schemes.includes(new URL(value).protocol))
        add(path, 'URL_TYPE_INVALID_SCHEME', 'Scheme is not supported.');
      if (value.length > 2048) add(path, 'BASE_TYPE_MAX_LENGTH', 'Must be 2048 or fewer in length.');
    },
    throwIfWrong(): void {
      if (count > 0) throw new ApiError(400, 50035, 'Invalid Form Body', errors);
    },
  };
}
