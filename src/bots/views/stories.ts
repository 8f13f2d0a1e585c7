/** The stories that somebody keeps for their interviews. */
import type { KeptStory } from '../../pipeline/stories/story-types.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Block, Point, View } from '../view.ts';

/** A list of twelve has to fit into one message. */
const mostToldCharacters = 90;
const mostAskedCharacters = 90;
/** From here on, an interviewer who meets the person twice has heard it. */
const overused = 3;

export function viewStories(
  wording: Wording,
  { stories, by }: { stories: readonly KeptStory[]; by: 'meaning' | 'words' },
  zone: string,
): View {
  const { say, day } = wording;
  const title = say('stories.title');
  if (stories.length === 0) return { title, meta: [], blocks: [{ type: 'text', text: say('stories.none') }] };
  const points = stories.map(({ told, asked, fits, at, timesTold }, index): Point => {
    const about = { number: String(index + 1), asked: short(asked, mostAskedCharacters), day: day(at, zone) };
    const texts = [
      say('stories.story', about),
      ...(timesTold < overused ? [] : [say('stories.overused', { count: timesTold })]),
      ...(fits.length === 0
        ? []
        : [
            say('stories.fits', {
              questions: fits.map((one) => `“${short(one, mostAskedCharacters)}”`).join(' · '),
            }),
          ]),
    ];
    return {
      mark: timesTold < overused ? 'info' : 'partial',
      text: texts.join(' '),
      quote: short(told, mostToldCharacters),
    };
  });
  const blocks: Block[] = [
    { type: 'points', title: '', points },
    ...(stories.some(({ fits }) => fits.length > 0)
      ? [{ type: 'text' as const, text: say(by === 'meaning' ? 'stories.by-meaning' : 'stories.by-words') }]
      : []),
  ];
  return { title, meta: [say('stories.count', { count: stories.length })], blocks };
}

/** One story in full. */
export function viewStory({ say }: Wording, { asked, told }: KeptStory): View {
  return {
    title: say('stories.one'),
    meta: [],
    blocks: [
      { type: 'text', text: asked },
      { type: 'text', text: told },
    ],
  };
}

function short(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, line.lastIndexOf(' ', most))} …`;
}
