// What a vector form of an operation is: code for the usual operands, and a test that says for which lanes it is right.

import type { Operand, Vector, VectorCode } from '../vector-code.ts';

export interface Written {
  readonly value: Operand;
  /** All ones in the lanes whose value has exactly the bits of the plain loop; left out when every lane always has. */
  readonly usual?: Operand;
}

export interface Form {
  /** Rough nanoseconds per value, by which the scheduler sizes its groups. */
  readonly cost: number;
  /** Emitted where it is used when true, else once as a function of the module. */
  readonly inline: boolean;
  /** Operands are variables or constants; scratch variables belong to a scope around the call. */
  write(code: VectorCode, ...operands: readonly Vector[]): Written;
}

/** A form of a few instructions that is right for every operand. */
export function plain(cost: number, value: (...operands: readonly Vector[]) => Operand): Form {
  return { cost, inline: true, write: (_, ...operands) => ({ value: value(...operands) }) };
}
