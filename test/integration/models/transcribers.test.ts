import { afterAll, describe, expect, it } from 'vitest';
import { openOnnxWhisper } from '../../../src/models/onnx/open-whisper.ts';
import { openRemoteRecogniser } from '../../../src/models/remote/open-remote-recogniser.ts';
import { openSpeechDetector } from '../../../src/models/speech/detector.ts';
import { createTranscriber } from '../../../src/models/transcribe/create-transcriber.ts';
import { openWhisperCpp } from '../../../src/models/transcribe/whisper-cpp.ts';
import { describeTranscriber } from '../../contracts/models/describe-transcriber.ts';
import { sendJson, startOpenAiStandIn } from './openai-stand-in.ts';
import { heard, isWhisperCppBuilt, tiny, tinyModels, whisperServer } from './tiny-models.ts';

const speech = openSpeechDetector();
afterAll(() => speech.close());
const settings = { language: 'auto' };

describeTranscriber(
  'transformers.js',
  async () =>
    createTranscriber(
      await openOnnxWhisper('transformers.js tiny', tiny('Xenova/whisper-tiny')),
      speech,
      settings,
    ),
  heard,
);

describeTranscriber(
  'an OpenAI-compatible server',
  async () => {
    const server = await startOpenAiStandIn((_, response) =>
      sendJson(response, { text: heard, language: 'english', segments: [{ text: heard, start: 0, end: 2 }] }),
    );
    afterAll(() => server.close());
    const recogniser = openRemoteRecogniser({ name: 'speech server', url: server.url, model: 'whisper-1' });
    return createTranscriber(recogniser, speech, settings);
  },
  heard,
);

if (isWhisperCppBuilt) {
  describeTranscriber(
    'whisper.cpp',
    async () =>
      createTranscriber(
        await openWhisperCpp('whisper.cpp tiny', {
          ...{ binary: whisperServer, model: `${tinyModels}/ggml-tiny.bin`, threads: 1, gpu: false },
          isMultilingual: true,
        }),
        speech,
        settings,
      ),
    heard,
  );
} else {
  describe('a transcriber: whisper.cpp', () => {
    it.skip('needs whisper.cpp, built by `greenroom models build`', () => expect.fail());
  });
}
