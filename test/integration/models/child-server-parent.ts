/** Starts a server that sleeps, says the process id of its watcher, and waits to be killed. */
import { startChildServer } from '../../../src/models/transcribe/child-server.ts';

const server = startChildServer('sleep', ['600']);
process.stdout.write(`${server.pid}\n`);
setInterval(() => undefined, 60_000);
