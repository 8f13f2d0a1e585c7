import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Config } from '../config.ts';
import type { Device } from './slot-entry.ts';

export type DeviceChoice = { device: Device /** Why, for people. */; reason: string };

/** Where the ONNX models run. CUDA needs a card and the part of ONNX Runtime that is not installed by default. */
export function chooseDevice(setting: Config['DEVICE']): DeviceChoice {
  if (setting === 'cpu') return { device: 'cpu', reason: 'DEVICE=cpu.' };
  if (!hasNvidiaCard()) return { device: 'cpu', reason: 'There is no NVIDIA card.' };
  if (!hasCudaRuntime()) {
    return {
      device: 'cpu',
      reason:
        'There is an NVIDIA card, but ONNX Runtime was installed without CUDA; run: ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node',
    };
  }
  return { device: 'cuda', reason: 'There is an NVIDIA card, and ONNX Runtime with CUDA.' };
}

export const hasNvidiaCard = (): boolean =>
  existsSync('/dev/nvidiactl') || existsSync('/proc/driver/nvidia/version') || existsSync('/dev/dxg');

function hasCudaRuntime(): boolean {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  const library = `bin/napi-v6/${process.platform}/${process.arch}/libonnxruntime_providers_cuda.so`;
  return existsSync(join(dirname(dirname(entry)), library));
}
