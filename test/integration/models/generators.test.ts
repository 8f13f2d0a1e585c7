import { afterAll } from 'vitest';
import { openOnnxGenerator } from '../../../src/models/onnx/open-generator.ts';
import { openRemoteGenerator } from '../../../src/models/remote/open-remote-generator.ts';
import { describeGenerator } from '../../contracts/models/describe-generator.ts';
import { chatStandIn } from './chat-stand-in.ts';
import { tiny } from './tiny-models.ts';

describeGenerator('GPT-2 by transformers.js', () =>
  openOnnxGenerator('GPT-2', tiny('Xenova/gpt2', { graph: 'decoder_model_merged' }), false),
);

describeGenerator('an instructed model by transformers.js', () =>
  openOnnxGenerator('instruct', tiny('HuggingFaceTB/SmolLM2-360M-Instruct'), true),
);

describeGenerator('an OpenAI-compatible server', async () => {
  const server = await chatStandIn();
  afterAll(() => server.close());
  return openRemoteGenerator({ name: 'text server', url: server.url, model: 'any' });
});
