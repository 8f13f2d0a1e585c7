/** A worker of its own process that takes a job, says so, and never ends it. */
import { openStore } from '../../src/store/open-store.ts';

const [url = '', queue = '', leaseMs = ''] = process.argv.slice(2);
const store = await openStore(url);
const job = await store.queue.claim([queue], `child/${process.pid}`, Number(leaseMs));
process.stdout.write(`${job?.id}\n`);
setInterval(() => undefined, 60_000);
