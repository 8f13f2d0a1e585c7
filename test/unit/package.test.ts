import { readFileSync } from 'node:fs';
import { getFFmpegInfo } from 'node-av';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const read = (file: string) => readFileSync(file, 'utf8');
const settings = z
  .object({ allowScripts: z.record(z.string(), z.boolean()) })
  .parse(JSON.parse(read('package.json')));
const lock = z
  .object({ packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })) })
  .parse(JSON.parse(read('package-lock.json')));

describe('an install', () => {
  it('knows of every package with an install script whether npm may run it, and needs only that of Node', () => {
    const withScripts = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(withScripts).toContain('node');
    expect(withScripts.filter((name) => !(name in settings.allowScripts))).toEqual([]);
    const allowed = Object.entries(settings.allowScripts).filter(([, may]) => may);
    expect(allowed).toEqual([['node', true]]);
  });

  it('sets nothing in .npmrc that npm does not know, and so gives no warning', () => {
    const names = read('.npmrc').match(/^[^=\s]+/gm);
    // Each of them in `npm help config`.
    expect(['save-exact', 'fund', 'audit']).toEqual(expect.arrayContaining(names ?? []));
  });
});

describe('the licence of the FFmpeg in node-av', () => {
  it('is said in the README and in the page on sound, as that build itself gives it', () => {
    const { configuration } = getFFmpegInfo();
    const isGpl = configuration.includes('--enable-gpl');
    const page = read('docs/audio.md').replace(/\s+/g, ' ');
    const parts = configuration.match(/--enable-(gpl|version3|libx264|libx265|libfdk-aac)\b/g) ?? [];
    for (const part of new Set(parts)) expect(page).toContain(part);
    if (!isGpl) return;
    expect(page).toContain('under the GPL, version 3');
    expect(read('README.md')).toContain('(docs/audio.md#the-licence-of-ffmpeg)');
    expect(read('docs/operate.md')).toContain('(audio.md#the-licence-of-ffmpeg)');
  });
});
