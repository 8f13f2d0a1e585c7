import type { Actor } from '../../src/domain.ts';
import type { Progress } from '../../src/pipeline/progress/progress-types.ts';

/** Makes a code with one account, and confirms it with the other one and then with the first. */
export async function linkAccounts(
  { links }: Pick<Progress, 'links'>,
  maker: Actor,
  asker: Actor,
  code?: string,
): Promise<void> {
  const given = code ?? (await links.makeCode(maker, maker.userId)).code;
  const { id } = await links.look(asker, given);
  await links.confirm(asker, id, asker.userId);
  await links.join(maker, id);
}
