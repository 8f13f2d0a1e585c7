import type { Propose } from './fix-kinds.ts';

/** The remark on clarity that cost most, when clarity is under a score. */
export function unclear(below: number): Propose {
  return ({ dimensions, quote, pick }) => {
    if ((dimensions.clarity.score ?? 100) >= below) return null;
    for (const { note = '', quote: words } of dimensions.clarity.evidence) {
      const said = quote(words);
      if (!said || words === undefined) continue;
      if (note.startsWith('One sentence of'))
        return {
          kind: 'long',
          text: pick([
            `The sentence that begins ${said} is long. Cut it in two.`,
            `${said} runs on. Two shorter sentences would carry it better.`,
          ]),
          about: words,
        };
      if (note.includes('can be anything'))
        return {
          kind: 'vague',
          text: `In ${said}, ${note.charAt(0).toLowerCase()}${note.slice(1)}`,
          about: words,
        };
      if (note.includes('hedges'))
        return {
          kind: 'hedges',
          text: pick([
            `${said} sounds less sure than you are. Say it plainly.`,
            `Leave out the hedges in ${said}, and it sounds like you mean it.`,
          ]),
          about: words,
        };
    }
    return null;
  };
}

/** What disturbed a listener most, when delivery is under a score. */
export function delivery(below: number): Propose {
  return ({ dimensions, measures, quote, pick }) => {
    if (dimensions.delivery.score === null || dimensions.delivery.score >= below) return null;
    const cluster = measures.fillers?.clusters.toSorted((a, b) => b.count - a.count)[0];
    if (cluster && (measures.fillers?.perMinute ?? 0) > 5) {
      const said = quote(cluster.quote);
      return {
        kind: 'fillers',
        text: `${said ? `Fillers pile up around ${said}` : 'Fillers pile up in one place'}, at least ${cluster.count} of them. ${pick(['Breathe there instead; a short silence sounds like thinking.', 'Let it be silent for a second instead.'])}`,
        about: cluster.quote,
      };
    }
    const pace = measures.wordsPerMinute ?? 140;
    if (pace > 180)
      return {
        kind: 'pace',
        text: `You spoke at ${pace} words a minute, which is fast. Stop for a breath after each point.`,
      };
    if (pace < 100)
      return {
        kind: 'pace',
        text: `You spoke at ${pace} words a minute, which is slow. Note three points first, then say them without stopping.`,
      };
    if (dimensions.delivery.evidence.some(({ concept }) => concept === 'pause inside a sentence'))
      return {
        kind: 'pause',
        text: 'Long pauses fell inside sentences. Take them before a sentence, while you think of its end.',
      };
    return null;
  };
}

export const wording: Propose = ({ dimensions, quote }) => {
  const remark = dimensions.grammar.evidence[0];
  if ((dimensions.grammar.score ?? 100) >= 80 || !remark?.note) return null;
  const said = quote(remark.quote);
  return {
    kind: 'wording',
    text: `${said ? `In ${said}: ` : ''}${remark.note}.`,
    ...(remark.quote === undefined ? {} : { about: remark.quote }),
  };
};
