// What every command is handed: the console, a clock, and the wish of the user to leave.
import type { Console } from './console.ts';

export interface CommandContext {
  readonly console: Console;
  /** Milliseconds, never decreasing. */
  readonly now: () => number;
  /** From this call on the first Ctrl-C aborts the signal instead of ending the process; the second still ends it. */
  readonly takeInterrupt: () => AbortSignal;
}
