/** Text for Slack: nobody's own words become formatting, a link or a mention. */
import { takeText, visibleText } from '../../given-text.ts';
import { momentMarks, personMarks, withoutMarks } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';

/** Plain text for a `mrkdwn` field, shown as it is. Marks are followed by an invisible joiner, since Slack has no escape for them. */
export const literal = (text: string): string =>
  withNames(escapeEntities(visibleText(text)).replace(marks, '$&\u2060'));

/** Underscores inside a word are no marks to Slack. */
const marks = /[*~`]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;

/** For places where Slack shows no mentions and reads no entities, such as headers. */
export const withoutNames = (text: string, { say }: Wording): string =>
  withoutMarks(
    withoutMoments(visibleText(text))
      .replace(personMarks, say('slack.a-member'))
      .replace(/\uE004[^\uE004\uE005]*\uE005/g, say('slack.a-channel')),
  )
    .replaceAll('<', '‹')
    .replaceAll('>', '›');

/** Plain text for the fallback of a message. */
export const fallback = (text: string): string =>
  withNames(escapeEntities(withoutMoments(visibleText(text))));

const withNames = (text: string): string =>
  withoutMarks(
    text
      .replace(/\uE000([UW][A-Z0-9]+)\uE001/g, '<@$1>')
      .replace(/\uE004([CG][A-Z0-9]+)\uE005/g, '<#$1>')
      .replace(momentMarks, (_, moment: string) => {
        const seconds = Math.floor(Date.parse(moment) / 1_000);
        return Number.isNaN(seconds) ? '' : `<!date^${seconds}^{date_short_pretty} {time}|${inUtc(moment)}>`;
      }),
  );

/** Moments written out for everybody, where Slack cannot show them in the reader's time zone. */
export const withoutMoments = (text: string): string =>
  text.replace(momentMarks, (_, moment: string) => inUtc(moment));
const inUtc = (moment: string) => `${moment.slice(0, 16).replace('T', ' ')} UTC`;

/** A channel in the plain text of a view. */
export const channelMark = (channelId: string): string => `\uE004${channelId}\uE005`;

/** The three characters that Slack reads as the beginning of links, mentions and entities. */
const escapeEntities = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * What a person typed, recovered from what Slack sends: links as their label, mentions as a name without
 * effect.
 */
export const plainText = (text: string): string =>
  takeText(
    text
      // No part of these matches past the next bracket, so a text full of open ones is still read in one
      // pass.
      .replace(
        /<((?:https?|mailto):[^|<>]+)(?:\|([^<>]*))?>/g,
        (_, address: string, label?: string) => label || address,
      )
      .replace(/<#[^|<>]+(?:\|([^<>]*))?>/g, (_, name?: string) => `#${name || 'channel'}`)
      .replace(/<@[^<>]+>/g, '@somebody')
      .replace(/<!(?:subteam\^[^|<>]+\|)?([^<>|^]+)[^<>]*>/g, '@$1')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  );

/** At most `max` characters, as Slack counts them; what is cut off is marked. */
export function cut(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}
