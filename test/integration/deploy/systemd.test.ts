import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary.ts';

const folder = join(import.meta.dirname, '../../../deploy/systemd');
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
const units = ['greenroom.service', 'greenroom@worker-1.service'];

/** The units as they would be installed, with a program that exists. */
function installed(): string {
  const place = temporaryFolder();
  cpSync(folder, place, { recursive: true });
  const program = join(place, 'greenroom');
  writeFileSync(program, '#!/bin/sh\necho "$@"\n');
  chmodSync(program, 0o755);
  for (const name of ['greenroom.service', 'greenroom@.service']) {
    const unit = readFileSync(join(place, name), 'utf8').replaceAll('/usr/local/bin/greenroom', program);
    writeFileSync(join(place, name), unit);
  }
  return place;
}

describe.skipIf(!hasSystemd)('the units for systemd (need systemd-analyze)', () => {
  it('have no fault that systemd finds', () => {
    const place = installed();
    const { status, stderr } = spawnSync(
      'systemd-analyze',
      ['verify', '--man=no', ...units.map((unit) => join(place, unit))],
      {
        encoding: 'utf8',
      },
    );
    expect(stderr.split('\n').filter((line) => line.includes('greenroom'))).toEqual([]);
    expect(status).toBe(0);
  });

  it('expose at most 3.0 of 10', () => {
    const place = installed();
    for (const unit of ['greenroom.service', 'greenroom@.service']) {
      const run = spawnSync(
        'systemd-analyze',
        ['security', '--offline=true', '--threshold=30', join(place, unit)],
        { encoding: 'utf8' },
      );
      expect(run.status, run.stdout).toBe(0);
    }
  });

  it('take the role from the name of the instance', () => {
    const unit = readFileSync(join(installed(), 'greenroom@.service'), 'utf8');
    const line = /^ExecStart=\/bin\/sh -c '(.*)' %i$/m.exec(unit)?.[1];
    // As systemd writes "$" and "%" for the shell.
    const script = line?.replaceAll('$$', '$').replaceAll('%%', '%') ?? '';
    for (const [instance, role] of [
      ['bots', 'bots'],
      ['worker-2', 'worker'],
    ])
      expect(spawnSync('sh', ['-c', script, String(instance)], { encoding: 'utf8' }).stdout).toBe(
        `start --role ${role}\n`,
      );
  });
});
