/** At most this many places wait for the others in one round; there may be far more of them. */
const mostInRound = 100;

/**
 * Fair queues: in each round every place that has something waiting is served once, so that somebody's only job is one of
 * the next, however many another place has waiting. Each process goes its own rounds. `take` gets the places that are
 * left out because they had their turn; when nothing else is there to be served, a new round begins.
 */
export function takeInTurns() {
  const servedIn = new Map<string, Set<string>>();

  return async <Taken extends { groupId?: string | null }>(
    queue: string,
    take: (served: string[]) => Promise<Taken[]>,
  ): Promise<Taken[]> => {
    const served = servedIn.get(queue) ?? new Set();
    let taken = await take([...served]);
    if (taken.length === 0 && served.size > 0) {
      served.clear();
      taken = await take([]);
    }
    for (const { groupId } of taken) if (groupId) served.add(groupId);
    if (served.size > mostInRound) served.clear();
    servedIn.set(queue, served);
    return taken;
  };
}
