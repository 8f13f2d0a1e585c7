import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { isServedBy, shardOf } from '../../src/pipeline/shards.ts';

const shards = (given: string) => readConfig({ DISCORD_SHARDS: given }).DISCORD_SHARDS;

describe('the shards of Discord', () => {
  it('are given as ranges and single ones, of how many', () => {
    expect(shards('0-3/16')).toEqual({ ids: [0, 1, 2, 3], count: 16 });
    expect(shards('5,0,2-3,2/16')).toEqual({ ids: [0, 2, 3, 5], count: 16 });
    expect(shards('auto')).toBe('auto');
  });

  it.each(['16/16', '3-1/4', '0-4/4', '0/0', '/4', '1-/4', 'all'])('are not %s', (given) => {
    expect(() => shards(given)).toThrow('fault.settings');
  });

  it('have each server where Discord has it, and direct messages in the first', () => {
    const tenant = 'discord:197038439483310086';
    expect(shardOf({ tenant }, 16)).toBe(Number((197038439483310086n >> 22n) % 16n));
    expect(shardOf({ tenant, direct: true }, 16)).toBe(0);
    expect(shardOf({ tenant: 'discord:user-197038439483310086' }, 16)).toBe(0);
    expect(isServedBy({ ids: [0], count: 1 }, { tenant })).toBe(true);
  });
});
