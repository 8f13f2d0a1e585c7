import { expect, it, onTestFinished } from 'vitest';
import { checkStore } from '../../src/cli/doctor/check-store.ts';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { reportModels } from '../../src/pipeline/model-reports.ts';
import { openStore } from '../../src/store/open-store.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { engines, temporaryDatabase } from '../support/engines.ts';
import { scriptedModels } from '../support/scripted.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

it.runIf(engines.includes('postgres'))('doctor says which workers run, and what each has', async () => {
  const url = await temporaryDatabase({ hasTables: true });
  const config = readConfig({ DATABASE_URL: url, GREENROOM_DATA: temporaryFolder() });
  const workers = async () =>
    (await checkStore(config, englishWording)).find(({ name }) => name === 'workers');
  expect(await workers()).toMatchObject({ status: 'warn', fix: expect.stringContaining('--role worker') });

  const store = await openStore(url);
  onTestFinished(() => store.close());
  const stop = new AbortController();
  const models = scriptedModels();
  const reporting = reportModels({ store, log: silentLog(), now: () => new Date() }, models, stop.signal);
  const found = await until(async () => {
    const check = await workers();
    return check?.status === 'ok' ? check : null;
  });
  expect(found.detail).toContain(`/${process.pid} (Speech to text: `);
  expect(found.counts).toMatchObject([{ models: { transcriber: { state: 'ready' } } }]);
  stop.abort();
  await reporting;
  expect(await workers()).toMatchObject({ status: 'warn' });
});
