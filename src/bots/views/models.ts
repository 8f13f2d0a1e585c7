/** Which models are available, and what is missing. */
import type { Wording } from '../../wording/wording.ts';
import type { BotContext } from '../bot.ts';
import type { Point, View } from '../view.ts';

export type ModelStates = Pick<
  BotContext['models'],
  'transcriber' | 'embedder' | 'grader' | 'adviser' | 'generator' | 'entailment' | 'speaker'
>;
type State = ReturnType<ModelStates['embedder']['status']>;

const tasks = ['transcriber', 'embedder', 'grader', 'adviser', 'generator', 'entailment', 'speaker'] as const;

export function viewModels(wording: Wording, models: ModelStates): View {
  const points = tasks.flatMap((task): Point[] => {
    const status = models[task].status();
    // Few have one, and nothing is missing without it.
    if ((task === 'adviser' || task === 'speaker') && status.state === 'off') return [];
    const text = wording.say(`models.${task}`, { state: sayState(wording, status) });
    const mark = status.state === 'ready' ? 'covered' : status.state === 'failed' ? 'contradicted' : 'info';
    return [{ mark, text }, ...serversOf(wording, status)];
  });
  return { title: wording.say('models.title'), meta: [], blocks: [{ type: 'points', title: '', points }] };
}

/** Where several servers share the work, each is shown. */
function serversOf({ say }: Wording, status: State): Point[] {
  const servers = 'servers' in status ? (status.servers ?? []) : [];
  return servers.map(({ host, isInUse }) => ({
    mark: isInUse ? 'covered' : 'contradicted',
    text: say('models.server', { host, inUse: String(isInUse) }),
  }));
}

export function sayState({ say, fault }: Wording, status: State): string {
  switch (status.state) {
    case 'off':
      return say('models.off', { reason: fault(status) });
    case 'absent':
      return say('models.absent', { reason: fault(status) });
    case 'loading':
      return status.percent === null
        ? say('models.loading', { model: status.model })
        : say('models.loading-percent', { model: status.model, percent: Math.round(status.percent) });
    case 'ready':
      return say('models.ready', { model: status.model, device: status.device });
    case 'failed':
      return say('models.failed', { model: status.model, reason: fault(status) });
  }
}

/** One sentence about what an interview has to do without, with the command that helps; null when nothing is missing. */
export function sayMissing(
  { say, fault }: Wording,
  { embedder, transcriber }: ModelStates,
  { speaks }: { speaks: boolean },
): string | null {
  for (const [task, slot] of [
    ...(speaks ? [['transcriber', transcriber] as const] : []),
    ['embedder', embedder] as const,
  ]) {
    const status = slot.status();
    if (status.state === 'absent' || status.state === 'failed')
      return say(`models.missing-${task}`, { fix: fault(status) });
  }
  return null;
}
