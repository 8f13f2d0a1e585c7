import type { Config } from '../../config.ts';
import { chooseDevice } from '../../models/device.ts';
import { isWhisperCppBuilt, modelStates } from '../../models/model-states.ts';
import { englishWording } from '../../wording/wording.ts';
import type { Check } from './check.ts';

/** What each of the four jobs will be done with, and how to get the model that the settings name. */
export function checkModels(config: Config): Check[] {
  if (config.MODELS === 'none')
    return [
      {
        name: 'models',
        status: 'ok',
        detail: 'Switched off (MODELS=none): typed answers only, judged by rules.',
      },
    ];
  const states = modelStates(config);
  const present = (name: string) => states.find((model) => model.name === name)?.state === 'present';
  const whisper = `whisper-${config.WHISPER_MODEL}`;
  const spoken = [whisper, `${whisper}-ggml`].filter(present);
  const check = (name: string, model: string, without: string): Check =>
    present(model)
      ? { name, status: 'ok', detail: `${model} is installed.` }
      : {
          name,
          status: 'warn',
          detail: `${model} is not installed: ${without}`,
          fix: `Run: greenroom models pull ${model}`,
        };
  const speech: Check =
    config.TRANSCRIBER_URL !== undefined
      ? { name: 'speech to text', status: 'ok', detail: 'The server at TRANSCRIBER_URL is used.' }
      : config.TRANSCRIBER === 'none'
        ? { name: 'speech to text', status: 'ok', detail: 'Switched off (TRANSCRIBER=none).' }
        : spoken.length > 0
          ? { name: 'speech to text', status: 'ok', detail: `${spoken.join(' and ')} installed.` }
          : check('speech to text', whisper, 'spoken answers are kept until it is.');
  const { device, reason } = chooseDevice(config.DEVICE);
  return [
    speech,
    {
      name: 'whisper.cpp',
      status: isWhisperCppBuilt(config) ? 'ok' : 'warn',
      detail: isWhisperCppBuilt(config)
        ? 'Its server is built.'
        : 'Its server is not built: ONNX is used, which is slower.',
      ...(isWhisperCppBuilt(config) ? {} : { fix: 'Run: greenroom models build' }),
    },
    config.EMBEDDER === 'none'
      ? { name: 'meaning', status: 'ok', detail: 'Switched off (EMBEDDER=none): content is judged by words.' }
      : check('meaning', config.EMBEDDER, 'content is judged by words.'),
    config.GENERATOR === 'template' || config.GENERATOR === 'openai'
      ? { name: 'wording of questions', status: 'ok', detail: `GENERATOR=${config.GENERATOR}.` }
      : check('wording of questions', config.GENERATOR, 'the bank and templates ask.'),
    {
      name: 'device',
      status: 'ok',
      detail: `Models run on ${device}. ${englishWording.say('models.device', { reason })}`,
    },
  ];
}

/** A server that already runs here is offered, never used unasked. */
export async function checkOllama(config: Config): Promise<Check[]> {
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
      detail: 'Ollama runs on this machine and could word questions and follow-ups.',
      fix: `Set GENERATOR=openai, GENERATOR_URL=${address}/v1 and GENERATOR_MODEL to one of its models.`,
    },
  ];
}
