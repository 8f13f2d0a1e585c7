import { z } from 'zod';
import { languageCode } from '../transcribe/languages.ts';
import { multipartOf } from '../transcribe/multipart.ts';
import type { Heard, Recogniser } from '../transcribe/recogniser.ts';
import { wavOf } from '../transcribe/wav.ts';
import { joinTokens } from '../transcribe/word-times.ts';
import { createRemoteServer, ServerRefusal } from './remote-server.ts';

/** Servers leave out what they do not know, or send null: only the text is required. */
const seconds = z.number().nullish().catch(null);
const word = z.object({
  word: z.string(),
  start: seconds,
  end: seconds,
  probability: z.number().nullish().catch(null),
});
const answer = z.object({
  text: z.string().nullish(),
  language: z.string().nullish().catch(null),
  words: z.array(word).nullish().catch(null),
  segments: z
    .array(
      z.object({
        text: z.string(),
        start: seconds,
        end: seconds,
        avg_logprob: z.number().nullish(),
        no_speech_prob: z.number().nullish(),
        words: z.array(word).nullish(),
      }),
    )
    .nullish(),
});
type Answer = z.infer<typeof answer>;

const timeoutMs = 60_000;

/**
 * Recognises with any server that speaks OpenAI's audio API: speaches, vLLM, LocalAI, whisper.cpp. Requests
 * times of words and segments, and manages without them if the server has none.
 */
export function openRemoteRecogniser(options: {
  name: string;
  /** Base address: `http://127.0.0.1:8000/v1`. */
  url: string;
  model: string;
  key?: string | undefined;
  isOneOfSeveral?: boolean | undefined;
}): Recogniser {
  const server = createRemoteServer({
    server: 'speech',
    setting: 'TRANSCRIBER_URL',
    timeoutMs,
    retries: 2,
    key: options.key,
    isOneOfSeveral: options.isOneOfSeveral ?? false,
  });
  const address = `${options.url.replace(/\/+$/, '')}/audio/transcriptions`;
  /** Servers that refused the detailed format once are not asked for it again. */
  let detailed = true;

  const ask = async (
    sound: Uint8Array<ArrayBuffer>,
    fields: Record<string, string>,
    signal?: AbortSignal,
  ) => {
    const form = new FormData();
    form.set('file', new Blob([sound], { type: 'audio/wav' }), 'speech.wav');
    form.set('model', options.model);
    form.set('response_format', detailed ? 'verbose_json' : 'json');
    if (detailed) for (const kind of ['word', 'segment']) form.append('timestamp_granularities[]', kind);
    for (const [field, content] of Object.entries(fields)) if (content !== '') form.set(field, content);
    const sent = { ...(await multipartOf(form)), signal };
    return await server.ask(address, sent, readAnswer);
  };

  return {
    name: options.name,
    async recognise(pcm, { language, prompt, signal }) {
      const sound = wavOf(pcm);
      const fields = {
        language: language === 'auto' ? '' : language,
        prompt,
        temperature: '0',
      };
      const said = await ask(sound, fields, signal).catch((error) => {
        if (!(error instanceof ServerRefusal) || !detailed) throw error;
        detailed = false;
        return ask(sound, fields, signal);
      });
      const code = said.language ? languageCode(said.language) : 'und';
      const spoken = code === 'und' ? null : code;
      return { language: language === 'auto' ? spoken : language, heard: heardIn(said) };
    },
    close: async () => undefined,
  };
}

/** A server that sends only plain text declares it by its type; an HTML page is no answer at all. */
async function readAnswer(reply: Response): Promise<Answer> {
  if (/^text\/plain/i.test(reply.headers.get('content-type') ?? '')) return { text: await reply.text() };
  const said = answer.parse(await reply.json());
  if (typeof said.text !== 'string' && !said.segments) throw new Error('The answer contains no text.');
  return said;
}

/** The segments if together they contain the whole text; otherwise the text alone. */
function heardIn({ text, words, segments }: Answer): Heard[] {
  const inSegments = (segments ?? []).map((segment) => segment.text.trim()).join(' ');
  const whole = text?.trim() ?? inSegments;
  if (!segments || segments.length === 0 || lettersOf(inSegments) < lettersOf(whole))
    return [{ text: whole, words: wordsFrom(words ?? []) }];
  return segments.map((segment, index) => {
    const last = index === segments.length - 1;
    const inside = (words ?? []).filter(
      ({ start }) =>
        (index === 0 || (start ?? 0) >= (segment.start ?? 0)) &&
        (last || (start ?? 0) < (segment.end ?? Number.POSITIVE_INFINITY)),
    );
    return {
      text: segment.text.trim(),
      words: wordsFrom(segment.words ?? inside),
      ...(typeof segment.avg_logprob === 'number' && { averageLogProbability: segment.avg_logprob }),
      ...(typeof segment.no_speech_prob === 'number' && { noSpeechProbability: segment.no_speech_prob }),
    };
  });
}

const lettersOf = (text: string): number => text.replaceAll(/\s/g, '').length;

/** Some servers send words, others tokens, of which one with a leading space begins a word. */
function wordsFrom(words: z.infer<typeof word>[]) {
  const areTokens = words.some((each) => /^\s/.test(each.word));
  return joinTokens(areTokens ? words : words.map((each) => ({ ...each, word: ` ${each.word}` })));
}
