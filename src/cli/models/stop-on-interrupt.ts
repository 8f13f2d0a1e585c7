/** Aborts at the first Ctrl-C; a second one ends the program as usual. */
export function stopOnInterrupt(): AbortSignal {
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error('Stopped.'));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  return stop.signal;
}
