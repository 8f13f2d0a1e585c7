/**
 * Runs after an install: onnxruntime-node ships its library for every operating system (about 245 MB that this machine
 * cannot load), and echarts its bundles for browsers (54 MB; charts are drawn by the modules beside them). Plain
 * JavaScript without imports of ours, because Node 20 runs it.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules');
const binaries = join(packages, 'onnxruntime-node', 'bin', 'napi-v6');
const foldersIn = (path) => (existsSync(path) ? readdirSync(path) : []);

for (const platform of foldersIn(binaries)) {
  for (const architecture of foldersIn(join(binaries, platform))) {
    if (platform === process.platform && architecture === process.arch) continue;
    rmSync(join(binaries, platform, architecture), { recursive: true, force: true });
  }
}

for (const name of ['echarts', 'zrender'])
  rmSync(join(packages, name, 'dist'), { recursive: true, force: true });
