/** What happened: every call, acknowledgement, upload and download, and what a real Slack would have complained about. */
import type { Fields } from './protocol.ts';

export type Entry = {
  at: number;
  kind:
    | 'api'
    | 'download'
    | 'cdn'
    | 'login-page'
    | 'upload'
    | 'response-url'
    | 'acknowledgement'
    | 'hostile'
    | 'socket';
  method?: string;
  args: Fields;
  status?: number;
  error?: string;
  /** Which token came along: of which workspace, of the app, or one that nobody knows. */
  token?: string;
  /** Name of the fault that was injected into it. */
  fault?: string;
};

export type AnomalyName =
  | 'late-acknowledgement'
  | 'no-workspace-named'
  | 'not-acknowledged'
  | 'double-acknowledgement'
  | 'unknown-envelope'
  | 'payload-not-accepted'
  | 'socket-garbage'
  | 'bad-ticket'
  | 'expired-trigger'
  | 'download-without-access'
  | 'token-sent-elsewhere'
  | 'response-url-overused'
  | 'response-url-expired'
  | 'invalid-view-in-acknowledgement'
  | 'invalid-blocks-in-acknowledgement'
  | 'unknown-thread'
  | 'upload-length-mismatch'
  | 'unknown-method'
  | 'odd-view-response'
  | 'missing-fallback-text'
  | 'missing-alternative-text'
  | 'mass-mention'
  | 'message-too-long';

export type Anomaly = { what: AnomalyName; detail: unknown };

export type Journal = ReturnType<typeof openJournal>;

export function openJournal() {
  const entries: Entry[] = [];
  const anomalies: Anomaly[] = [];
  return {
    entries,
    anomalies,
    /** What a person would have seen as an error of the app. */
    notices: [] as { user: string; kind: string; error: string }[],
    note(entry: Omit<Entry, 'at'>): Entry {
      const whole = { at: Date.now(), ...entry };
      entries.push(whole);
      return whole;
    },
    complain(what: AnomalyName, detail: unknown): void {
      anomalies.push({ what, detail });
    },
    calls: (method: string) => entries.filter((entry) => entry.kind === 'api' && entry.method === method),
    of: (kind: Entry['kind']) => entries.filter((entry) => entry.kind === kind),
  };
}
