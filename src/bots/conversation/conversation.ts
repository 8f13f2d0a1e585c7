/**
 * What an interview does in a chat, once for all platforms. A platform calls it with what people do (`Incoming`) and is
 * called by it through `ChatPlatform`; deliveries are pulled and shown here too.
 */
import type { Actor, Place } from '../../pipeline/interview/interview-types.ts';
import type {
  CommandCall,
  DialogReturn,
  Edited,
  Expected,
  Press,
  ScoreRequest,
  Written,
} from '../platform.ts';
import type { Sessions } from './sessions.ts';

/** None of the calls throws: what goes wrong is told to the person, or logged. */
export type Conversation = {
  press(press: Press): Promise<void>;
  command(call: CommandCall): Promise<void>;
  message(written: Written): Promise<void>;
  edit(edited: Edited): Promise<void>;
  dialog(returned: DialogReturn): Promise<void>;
  /** Opens the dialog in which the question to a message is given. */
  score(request: ScoreRequest): Promise<void>;
  /** Somebody is typing: their answer is not taken as complete meanwhile. */
  typing(person: Actor, place: Place): void;
  /** What a press or command leads to; answered from memory, so that it can be asked before it is acknowledged. */
  expects(happened: Pick<Press, 'type' | 'pressed'> | Pick<CommandCall, 'type' | 'given'>): Expected;
  /** The interviews that run on this platform, as they were last seen. */
  sessions: Sessions;
  /** Reads the interviews that have not ended; to be awaited before anything else is handed over. */
  takeUp(): Promise<void>;
  /** Shows deliveries and how answers come along until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
};
