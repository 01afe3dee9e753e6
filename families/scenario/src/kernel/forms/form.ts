// What a vector form of an operation is: code for the usual operands, and a test that says for which lanes it is right.

import type { Operand, Vector, VectorCode } from '../vector-code.ts';

/** A value whose bits are those of the plain loop in the lanes where `usual` is all ones. */
export interface Guarded {
  readonly value: Operand;
  readonly usual: Operand;
  /** Vector code that is right in every lane, for the others; the plain loop of the host when absent. */
  readonly everywhere?: (code: VectorCode, ...operands: readonly Vector[]) => Operand;
}

/** Writes the form; operands are variables or constants, scratch variables belong to a scope around the call. A bare
 * value is right in every lane. */
type Write = (code: VectorCode, ...operands: readonly Vector[]) => Operand | Guarded;

/** What is known of an operand: a uniform that the module draws, an odd multiple of 2^-53 in (0, 1) and so neither 1/2 nor
 * NaN, or its opposite; 1 plus that is exact. */
export type Source = 'uniform' | 'negatedUniform';

export interface Form {
  /** Rough nanoseconds per value, by which the scheduler sizes its groups. */
  readonly cost: number;
  /** Emitted where it is used when true, else once as a function of the module. */
  readonly inline: boolean;
  readonly write: Write;
  /** Cheaper code, emitted where it is used, for operands of which more is known; the bits are the same. */
  readonly of?: Readonly<Partial<Record<Source, Write>>>;
}

/** A form of a few instructions. */
export function plain(cost: number, value: (...operands: readonly Vector[]) => Operand): Form {
  return { cost, inline: true, write: (_, ...operands) => value(...operands) };
}

/** A form emitted wherever it is used. */
export function inlined(cost: number, write: Write): Form {
  return { cost, inline: true, write };
}

/** A form emitted once, as a function. */
export function called(cost: number, write: Write): Form {
  return { cost, inline: false, write };
}
