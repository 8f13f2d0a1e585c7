/** Measures the named model in a separate process, and sends the result to the parent. */
import { openQuietSetting } from '../setting.ts';
import { measureModel } from './bench-model.ts';
import { modelsNamed } from './named.ts';

const { config } = openQuietSetting();
const [model] = modelsNamed(process.argv.slice(2));
const stop = new AbortController();
process.once('disconnect', () => stop.abort());
const measured = model && (await measureModel(config, model, stop.signal));
if (measured) process.send?.(measured);
process.disconnect?.();
