// The steps of an iteration as a loop of the program, and values that last from one step to the next.

import type { ProgramBuilder, Ref } from '../program/program.ts';
import type { TimeSpec } from './document.ts';

/** What a value is before the first step. */
export interface Initial {
  readonly ref: Ref;
  /** Whether it is the same in every step, so that it can be computed before the first one. */
  readonly steady: boolean;
}

/** A value of the step before. */
export interface Remembered {
  readonly value: Ref;
  /** Says what is remembered for the next step. */
  readonly keep: (next: Ref) => void;
}

export class TimeAxis {
  readonly loop: number;
  readonly steps: number;
  /** Index of the step, from 0. */
  readonly step: Ref;
  /** `$time`. */
  readonly time: Ref;
  /** Length of a step. */
  readonly length: Ref;
  readonly #builder: ProgramBuilder;

  constructor(builder: ProgramBuilder, spec: TimeSpec) {
    this.#builder = builder;
    this.steps = spec.steps;
    this.loop = builder.loop({ kind: 'time', steps: spec.steps });
    this.step = builder.step(this.loop);
    this.length = builder.constant(spec.step ?? 1);
    const elapsed = builder.binary('mul', this.step, this.length);
    const { start = 0 } = spec;
    this.time = start === 0 ? elapsed : builder.binary('add', builder.constant(start), elapsed);
  }

  /** `first` in the first step, `otherwise` in the others. */
  firstOr(first: Ref, otherwise: Ref): Ref {
    const b = this.#builder;
    return b.select(b.binary('eq', this.step, b.constant(0)), first, otherwise);
  }

  remembered({ ref, steady }: Initial): Remembered {
    const b = this.#builder;
    const carried = b.carried(this.loop, steady ? ref : b.constant(0));
    return {
      value: steady ? carried : this.firstOr(ref, carried),
      keep: (next) => b.carry(carried, next),
    };
  }

  /** What `keep` is told, some steps later. */
  delayed(steps: number, initial: Initial): Remembered {
    const first = this.remembered(initial);
    let { value } = first;
    for (let step = 1; step < steps; step++) {
      const next = this.remembered(initial);
      next.keep(value);
      ({ value } = next);
    }
    return { value, keep: first.keep };
  }

  /** The value of every step taken together by an operation, up to the present step. */
  gathered(op: 'add' | 'min' | 'max' | 'and', neutral: number, value: Ref): Ref {
    const b = this.#builder;
    const carried = b.carried(this.loop, b.constant(neutral));
    const next = b.binary(op, carried, value);
    b.carry(carried, next);
    return next;
  }
}

/** `$time` of a step by its index. */
export function timeOf({ start = 0, step = 1 }: TimeSpec, index: number): number {
  return start + step * index;
}
