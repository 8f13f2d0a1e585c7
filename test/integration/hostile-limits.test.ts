import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openWebServer } from '../../src/bots/slack/connection/web-server.ts';
import { silentLog } from '../../src/log.ts';
import { openRemoteGenerator } from '../../src/models/remote/open-remote-generator.ts';
import { openRemoteRecogniser } from '../../src/models/remote/open-remote-recogniser.ts';
import { isTimeZone, localDay } from '../../src/pipeline/progress/local-time.ts';
import { parseBankFile } from '../../src/pipeline/questions/read-bank-file.ts';
import { wordBankFault } from '../../src/wording/bank-fault.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { failureOf } from '../support/failure-of.ts';
import { tone } from '../support/sounds.ts';

/** A server that answers with JSON that never ends; counts what it could send and how often it was asked. */
async function endlessServer() {
  const sent = { bytes: 0, requests: 0 };
  const piece = Buffer.alloc(64 * 1024, ' ');
  const server = createServer((request, response) => {
    sent.requests++;
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = () => {
      if (response.destroyed) return;
      sent.bytes += piece.length;
      if (response.write(piece)) setImmediate(more);
      else response.once('drain', more);
    };
    more();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`;
  return { url, sent };
}

it('a text server that never stops sending is left after a megabyte, with a sentence', async () => {
  const { url, sent } = await endlessServer();
  const generator = openRemoteGenerator({ name: 'remote', url, model: 'm' });
  for (const more of [{}, { onText: () => undefined }])
    expect(await failureOf(generator.generate({ text: 'Ask.' }, more))).toMatchObject({
      code: 'network',
      sentence: 'The text server sends too much. Check GENERATOR_URL and GENERATOR_MODEL.',
    });
  expect(sent.bytes).toBeLessThan(2 * 16_000_000);
});

it('a speech server that never stops sending is left after some megabytes, and not asked again', async () => {
  const { url, sent } = await endlessServer();
  const recogniser = openRemoteRecogniser({ name: 'remote', url, model: 'm' });
  const options = { language: 'auto', prompt: '', attempt: 'first' } as const;
  expect(await failureOf(recogniser.recognise(tone(1), options))).toMatchObject({
    sentence: 'The speech server sends too much. Check TRANSCRIBER_URL.',
  });
  expect(sent.requests).toBe(1);
  expect(sent.bytes).toBeLessThan(32_000_000);
});

it('all spellings of a time zone share what is kept of it', () => {
  const formats = vi.spyOn(Intl, 'DateTimeFormat');
  onTestFinished(() => formats.mockRestore());
  const name = 'america/argentina/buenos_aires';
  const spellings = Array.from({ length: 500 }, (_, bits) =>
    [...name].map((letter, at) => ((bits >> (at % 9)) & 1 ? letter.toUpperCase() : letter)).join(''),
  );
  for (const spelling of new Set(spellings)) {
    expect(isTimeZone(spelling)).toBe(true);
    expect(localDay('2026-03-02T01:00:00.000Z', spelling)).toBe('2026-03-01');
  }
  const kept = formats.mock.calls.filter(([, options]) => options?.second !== undefined);
  expect(kept.length).toBeLessThanOrEqual(1);
  expect(isTimeZone('Mars/Olympus')).toBe(false);
});

it('aliases in a question file that unfold without end are refused in a sentence', () => {
  const names = [...'abcdefghij'];
  const lines = names.map((name, at) => {
    const before = names[at - 1];
    const one = before === undefined ? 'x' : `*${before}`;
    return `${name}: &${name} [${Array.from({ length: 9 }, () => one).join(', ')}]`;
  });
  const { content, faults } = parseBankFile(lines.join('\n'), 'bomb.yaml');
  expect(content).toBeNull();
  expect(faults.map((fault) => wordBankFault(englishWording, fault))).toEqual([
    'This file refers to its own parts too often with & and *; write them out where they are used',
  ]);
});

it.each(['//', 'http://['])('a request for %s is a bad request, and no fault of ours', async (path) => {
  const log = silentLog();
  const errors = vi.spyOn(log, 'error');
  const process = async () => undefined;
  const server = await openWebServer({ port: 0, log, verifier: null, pages: null, process });
  onTestFinished(() => server.close());
  const socket = connect(server.port, '127.0.0.1');
  socket.end(`GET ${path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 400 /);
  expect(errors).not.toHaveBeenCalled();
});
