// Results go to stdout, everything else to stderr; one redrawn progress line on a terminal, plain lines elsewhere.
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { Terminal } from './configuration.ts';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';

/** The two streams of the process, with manners. */
export class Console {
  readonly terminal: Terminal;
  readonly #quiet: boolean;
  readonly #out: Writable;
  readonly #err: Writable;
  #statusShown = false;

  constructor(terminal: Terminal, streams: { quiet: boolean; out: Writable; err: Writable }) {
    this.terminal = terminal;
    this.#quiet = streams.quiet;
    this.#out = streams.out;
    this.#err = streams.err;
  }

  /** Writes a result. */
  result(text: string): void {
    this.clearStatus();
    this.#out.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** Writes a result that is no text. */
  bytes(data: Uint8Array): void {
    this.clearStatus();
    this.#out.write(data);
  }

  /** Resolves when the reader of the results has caught up. */
  async drained(): Promise<void> {
    if (this.#out.writableNeedDrain) await once(this.#out, 'drain');
  }

  /** Writes a remark. */
  note(text: string): void {
    if (!this.#quiet) this.complain(text);
  }

  /** Writes a complaint, quiet or not. */
  complain(text: string): void {
    this.clearStatus();
    this.#err.write(`${text}\n`);
  }

  /** Redraws the status line of a terminal. */
  status(text: string): void {
    if (this.#quiet || !this.terminal.interactive) return;
    this.#err.write(`\r\u001B[2K${text}`);
    this.#statusShown = true;
  }

  clearStatus(): void {
    if (!this.#statusShown) return;
    this.#err.write('\r\u001B[2K');
    this.#statusShown = false;
  }

  /** Styles a part of a result. */
  inResult(style: Style, text: string): string {
    return this.terminal.colour.out ? styleText(style, text, { validateStream: false }) : text;
  }

  /** Styles a part of a remark, a complaint or the status line. */
  inNote(style: Style, text: string): string {
    return this.terminal.colour.err ? styleText(style, text, { validateStream: false }) : text;
  }
}
