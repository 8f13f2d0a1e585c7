import type { Config } from '../../config.ts';
import { chooseDevice } from '../../models/device.ts';
import { graderState, isWhisperCppBuilt, modelStates } from '../../models/model-states.ts';
import { hostOf } from '../../models/remote/open-servers.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Check, CheckName } from './check.ts';

/** Which model does each job, and how to get the one that the settings name. */
export function checkModels(config: Config, wording: Wording): Check[] {
  const { say } = wording;
  if (config.MODELS === 'none') return [{ name: 'models', status: 'ok', detail: say('doctor.models.off') }];
  const states = modelStates(config);
  const present = (name: string) => states.find((model) => model.name === name)?.state === 'present';
  const whisper = `whisper-${config.WHISPER_MODEL}`;
  const spoken = [whisper, `${whisper}-ggml`].filter(present);
  const ok = (name: CheckName, detail: string): Check => ({ name, status: 'ok', detail });
  const check = (name: CheckName, model: string, without: 'speech' | 'meaning' | 'generator'): Check =>
    present(model)
      ? ok(name, say('doctor.model.installed', { models: model }))
      : {
          name,
          status: 'warn',
          detail: say(`doctor.${without}.absent`, { model }),
          fix: say('cli.models.pull-again', { model }),
        };
  const speech = (): Check => {
    const name = 'speech to text';
    if (config.TRANSCRIBER_URL !== undefined) return ok(name, say('doctor.speech.server'));
    if (config.TRANSCRIBER === 'none') return ok(name, say('doctor.speech.off'));
    return spoken.length > 0
      ? ok(name, say('doctor.model.installed', { models: wording.list(spoken) }))
      : check(name, whisper, 'speech');
  };
  const grader = graderState();
  const { device, reason } = chooseDevice(config.DEVICE);
  return [
    speech(),
    isWhisperCppBuilt(config)
      ? ok('whisper.cpp', say('doctor.whisper-cpp.built'))
      : {
          name: 'whisper.cpp',
          status: 'warn',
          detail: say('doctor.whisper-cpp.absent'),
          fix: say('doctor.whisper-cpp.build'),
        },
    config.EMBEDDER === 'none'
      ? ok('meaning', say('doctor.meaning.off'))
      : check('meaning', config.EMBEDDER, 'meaning'),
    grader.state === 'present'
      ? ok('grader', say('doctor.grader.present'))
      : {
          name: 'grader',
          status: 'warn',
          detail: say('doctor.grader.absent', { folder: grader.path }),
          fix: say('doctor.grader.again'),
        },
    checkAdviser(config, wording),
    config.GENERATOR === 'template' || config.GENERATOR === 'openai'
      ? ok('wording of questions', `GENERATOR=${config.GENERATOR}`)
      : check('wording of questions', config.GENERATOR, 'generator'),
    ok('device', `${say('doctor.device.is', { device })} ${say('models.device', { reason })}`),
  ];
}

/** Without one nothing is missing. */
function checkAdviser({ ADVISER_URL: url, ADVISER_MODEL: model }: Config, { say, fault }: Wording): Check {
  const name = 'second opinion';
  if (url === undefined && model === undefined)
    return { name, status: 'ok', detail: say('doctor.adviser.none') };
  if (url === undefined || model === undefined)
    return {
      name,
      status: 'warn',
      detail: say('doctor.adviser.incomplete'),
      fix: fault({ fault: 'fault.adviser-incomplete', values: {} }),
    };
  return {
    name,
    status: 'ok',
    detail: say('doctor.adviser.server', { model, host: url.map(hostOf).join(', ') }),
  };
}

/** A server that is already running here is suggested, never used without asking. */
export async function checkOllama(config: Config, { say }: Wording): Promise<Check[]> {
  if (config.GENERATOR === 'openai') return [];
  const address = 'http://127.0.0.1:11434';
  try {
    const reply = await fetch(`${address}/api/version`, { signal: AbortSignal.timeout(500) });
    if (!reply.ok) return [];
  } catch {
    return [];
  }
  return [
    {
      name: 'ollama',
      status: 'warn',
      detail: say('doctor.ollama.runs'),
      fix: say('doctor.ollama.use', { url: `${address}/v1` }),
    },
  ];
}
