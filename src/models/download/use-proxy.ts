import * as http from 'node:http';
import { CoachError } from '../../errors.ts';

/**
 * Sends requests through HTTPS_PROXY, HTTP_PROXY and NO_PROXY until the returned function is called. A Node
 * that is too old for this does the same if started with NODE_USE_ENV_PROXY=1.
 */
export function useProxyOfEnvironment(): () => void {
  try {
    return 'setGlobalProxyFromEnv' in http ? http.setGlobalProxyFromEnv() : () => undefined;
  } catch (cause) {
    throw new CoachError('bad_config', 'fault.proxy-no-address', {}, { cause });
  }
}
