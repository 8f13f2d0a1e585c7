import { emptySlot } from './empty-slot.ts';
import type { LoadingSlot } from './load-in-background.ts';
import type { ModelTask, SlotState } from './ports.ts';

const lookEveryMs = 2_000;

type Arrival<Model> = {
  absent: Extract<SlotState, { state: 'absent' }>;
  /** A text that changes as files arrive. */
  filesNow: () => string;
  /** Starts loading what has arrived; undefined while that is not enough. */
  open: () => LoadingSlot<Model> | undefined;
  everyMs?: number;
};

/**
 * A slot whose model is not installed yet; it fills itself once it is. It looks for files now and then and
 * opens them after two looks have seen the same, so that files still being copied are left alone.
 */
export function awaitedSlot<Model>(
  task: ModelTask,
  { absent, filesNow, open, everyMs = lookEveryMs }: Arrival<Model>,
): LoadingSlot<Model> {
  const empty = emptySlot<Model>(task, absent);
  let filled: LoadingSlot<Model> | undefined;
  let seen = filesNow();
  const looking = setInterval(() => {
    const now = filesNow();
    const settled = now === seen;
    seen = now;
    if (settled) filled = open();
    if (filled) clearInterval(looking);
  }, everyMs);
  looking.unref();
  const slot = () => filled ?? empty;
  return {
    task,
    status: () => slot().status(),
    current: () => slot().current(),
    use: (work) => slot().use(work),
    settled: async () => await filled?.settled(),
    async close() {
      clearInterval(looking);
      await filled?.close();
    },
  };
}
