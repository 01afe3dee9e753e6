// More random numbers for a value that is drawn by rejection. Number n is Philox2x32-10 at the counter that the bits of the
// value's own uniform make, keyed by stream and n: a value stays a function of its uniform and its parameters, whatever
// iteration or step it is for, and two nodes with one uniform still go their own ways.

import { openUniform, philox2x32 } from '@holdfast/numerics';

export class Attempts {
  readonly #stream: number;
  readonly #uniform = new Float64Array(1);
  readonly #bits = new Uint32Array(this.#uniform.buffer);
  readonly #words = new Uint32Array(2);
  #number = 0;

  constructor(stream: number) {
    this.#stream = stream;
  }

  /** Turns to the value of this uniform. */
  begin(u: number): void {
    this.#uniform[0] = u;
    this.#number = 0;
  }

  /** The next uniform in (0, 1). */
  next(): number {
    const words = this.#words;
    // An odd factor spreads the numbers over the keys; that of the generator's own key schedule would make them overlap.
    philox2x32(this.#bits[0]!, this.#bits[1]!, this.#stream ^ Math.imul(++this.#number, 0x85ebca6b), words);
    return openUniform(words[0]!, words[1]!);
  }
}
