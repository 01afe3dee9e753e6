// A console that writes into memory, as wide and as colourful as a test wants it.
import { Writable } from 'node:stream';
import { Console } from '../src/console.ts';
import type { Terminal } from '../src/configuration.ts';

export const plainTerminal: Terminal = {
  interactive: false,
  width: 80,
  colour: { out: false, err: false },
};

class Memory extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

export function memoryConsole(terminal: Partial<Terminal> = {}, quiet = false) {
  const [out, err] = [new Memory(), new Memory()];
  const console = new Console({ ...plainTerminal, ...terminal }, { quiet, out, err });
  return {
    console,
    get out() {
      return out.text;
    },
    get err() {
      return err.text;
    },
  };
}
