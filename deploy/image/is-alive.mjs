/** Whether the program in this container answers: exit code 0 or 1, for the engine that asks. */
const port = process.env.METRICS_PORT ?? '9464';
const alive = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(4_000) }).then(
  (answer) => answer.ok,
  () => false,
);
process.exit(alive ? 0 : 1);
