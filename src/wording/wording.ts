/** Turns keys and values into what a person reads, in one language. Sentences are made only here. */
import type { GetICUArgs } from '@schummar/icu-type-parser';
import { IntlMessageFormat } from 'intl-messageformat';
import { programCall } from '../config.ts';
import type { Moment } from '../domain.ts';
import type { Fault, FaultKey, FaultValues } from '../errors.ts';
import { messages as english } from './en/messages.ts';

type English = typeof english;
export type MessageKey = keyof English;

/** All messages of a language, as ICU MessageFormat. A language that lacks one does not compile. */
export type Messages = { readonly [Key in MessageKey]: string };

/**
 * The arguments that a message takes, read from its English text: a number for a plural, a string for the
 * rest. Every message may use `{greenroom}`: how the program is called on this machine.
 */
export type MessageValues<Key extends MessageKey> = GetICUArgs<
  English[Key],
  {
    ICUArgument: string | number;
    ICUNumberArgument: number;
    ICUDateArgument: Date;
    ProvidedArgs: keyof typeof provided;
  }
>;

const provided = { greenroom: programCall };

type Values = Record<string, string | number | Date>;
type Given<Key extends MessageKey> =
  Record<never, never> extends MessageValues<Key> ? [values?: MessageValues<Key>] : [MessageValues<Key>];

export type Wording = {
  /** BCP 47: `en-GB`. */
  locale: string;
  /** A message with its values, as plain text; a renderer escapes it. */
  say<Key extends MessageKey>(key: Key, ...values: Given<Key>): string;
  /**
   * The sentence for a fault (of a CoachError, or of a slot without a model): what went wrong, and what to
   * do.
   */
  fault(said: { fault: FaultKey | null; values: FaultValues; message?: string }): string;
  /** `a, b and c`. */
  list(items: readonly string[]): string;
  /** A day in a time zone: `27 Nov 2026`. */
  day(moment: Moment, timeZone: string): string;
  /** A time of day in a time zone, with the day when it is not today: `18:30`, `28 Nov, 18:30`. */
  time(moment: Moment, options: { timeZone: string; now: Date }): string;
};

/**
 * Throws when a message is not valid ICU MessageFormat or lacks a value: a bug of ours, which the tests find.
 */
export function createWording(locale: string, messages: Messages): Wording {
  const formats = new Map<MessageKey, IntlMessageFormat>();
  const formatOf = (key: MessageKey): IntlMessageFormat => {
    const known = formats.get(key);
    if (known) return known;
    const made = new IntlMessageFormat(messages[key], locale, undefined, { ignoreTag: true });
    formats.set(key, made);
    return made;
  };
  const format = (key: MessageKey, values: Values = {}) =>
    String(formatOf(key).format({ ...provided, ...values }));
  const sayFault = ({ fault, values }: Fault): string =>
    format(fault, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, sayValue(value)])));
  const sayValue = (value: FaultValues[string]): string | number => {
    if (typeof value !== 'object') return value;
    return 'fault' in value ? sayFault(value) : value.map(sayFault).join('\n');
  };
  const lists = new Intl.ListFormat(locale);
  return {
    locale,
    // The type of `say` decides which values fit; here they are whatever the message needs.
    say: (key, ...values) => format(key, values[0] as Values | undefined),
    fault: ({ fault, values, message = '' }) => (fault === null ? message : sayFault({ fault, values })),
    list: (items) => lists.format(items),
    day: (moment, timeZone) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(new Date(moment)),
    time(moment, { timeZone, now }) {
      const at = new Date(moment);
      const dayOf = (date: Date) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(date);
      const isToday = dayOf(at) === dayOf(now);
      return new Intl.DateTimeFormat(locale, {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone,
        ...(isToday ? {} : { day: 'numeric', month: 'short' }),
      }).format(at);
    },
  };
}

/**
 * All languages: each is a folder here, with the locale in which it writes numbers, lists, days and times.
 */
const languages = { en: { locale: 'en-GB', messages: english } } as const satisfies Record<
  string,
  { locale: string; messages: Messages }
>;

/** The wording of this locale; English where there is no translation yet. */
export function wordingOf(locale: string): Wording {
  const { messages } = Object.values(languages).find((one) => one.locale === locale) ?? languages.en;
  return createWording(locale, messages);
}

/** The same wording with some messages replaced, where a platform has its own words. */
export const withOwn = (wording: Wording, own: Partial<Record<MessageKey, MessageKey>>): Wording => ({
  ...wording,
  say: (key, ...values) =>
    // The replacement takes the same values; the types cannot express that.
    wording.say((own[key] ?? key) as typeof key, ...values),
});

export const englishWording: Wording = wordingOf(languages.en.locale);
