// Feedback loops as loops of the program. Inside a loop its nodes see each other's values as they are; what leaves it says
// whether it came to rest.

import type { ProgramBuilder, Ref } from '../program/program.ts';
import type { Remembered } from './axis.ts';
import type { SolveSpec } from './document.ts';
import type { FeedbackLoop } from './loops.ts';

export class Solving {
  readonly #builder: ProgramBuilder;
  readonly #keep: boolean;
  /** Loop of the program by node. */
  readonly #loopOf = new Map<number, number>();
  readonly #names: readonly (readonly [name: string, loop: number])[];

  constructor(builder: ProgramBuilder, loops: readonly FeedbackLoop[], spec: SolveSpec = {}) {
    const { tolerance = 1e-9, damping = 1, most = 200, unsolved } = spec;
    this.#builder = builder;
    this.#keep = unsolved === 'keep';
    this.#names = loops.map(({ name, nodes }) => {
      const loop = builder.loop({ kind: 'solve', tolerance, damping, most });
      for (const node of nodes) this.#loopOf.set(node, loop);
      return [name, loop];
    });
  }

  /** Whether two nodes belong to one loop. */
  isInside(node: number, other: number): boolean {
    const loop = this.#loopOf.get(node);
    return loop !== undefined && loop === this.#loopOf.get(other);
  }

  /** A value of the loop around a node, begun with a guess; undefined outside of all loops. */
  unknown(node: number, guess: Ref): Remembered | undefined {
    const loop = this.#loopOf.get(node);
    if (loop === undefined) return undefined;
    const value = this.#builder.carried(loop, guess);
    return { value, keep: (next) => this.#builder.carry(value, next) };
  }

  /** A value of a node as it leaves the loop around it. */
  leaving(node: number, value: Ref): Ref {
    const loop = this.#loopOf.get(node);
    if (loop === undefined || this.#keep) return value;
    const b = this.#builder;
    return b.select(b.solved(loop), value, b.constant(Number.NaN));
  }

  /** Of every loop, whether it came to rest: 1 or 0. */
  verdicts(): readonly { readonly subject: string; readonly ref: Ref }[] {
    return this.#names.map(([name, loop]) => ({ subject: `loop:${name}`, ref: this.#builder.solved(loop) }));
  }
}
