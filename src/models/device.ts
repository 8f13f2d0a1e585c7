import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Config } from '../config.ts';
import type { Device } from './slot-entry.ts';

export type DeviceChoice = {
  device: Device;
  reason: 'cpuChosen' | 'noCard' | 'noRuntime' | 'cudaFound';
};

/**
 * Where the ONNX models run. CUDA needs a card and a part of ONNX Runtime that is not installed by default.
 */
export function chooseDevice(setting: Config['DEVICE']): DeviceChoice {
  if (setting === 'cpu') return { device: 'cpu', reason: 'cpuChosen' };
  if (!hasNvidiaCard()) return { device: 'cpu', reason: 'noCard' };
  if (!hasCudaRuntime()) return { device: 'cpu', reason: 'noRuntime' };
  return { device: 'cuda', reason: 'cudaFound' };
}

export const hasNvidiaCard = (): boolean =>
  existsSync('/dev/nvidiactl') || existsSync('/proc/driver/nvidia/version') || existsSync('/dev/dxg');

function hasCudaRuntime(): boolean {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  const library = `bin/napi-v6/${process.platform}/${process.arch}/libonnxruntime_providers_cuda.so`;
  return existsSync(join(dirname(dirname(entry)), library));
}
