// Functions of one uniform as kernels. What they look up is built when it is first needed: a document that is only checked
// builds nothing, and equal keys share one kernel.

import { lazily } from '@holdfast/core';
import { buildQuantileTable, tableQuantile, type TailQuantiles } from '@holdfast/numerics';
import type { Kernel, KernelForm } from '../program/operations.ts';
import type { Steps } from './tables.ts';
import { joined } from './truncation.ts';

/** Relative errors; decision record 0014. */
const errorWanted = 1e-12;
const errorMax = 1e-11;

/** Most cells of a guide. */
const guideMax = 1_048_576;

/** Any function of the uniform. */
export function directKernel(key: string, cost: number, quantile: (u: number) => number): Kernel {
  return { key, arity: 1, cost, evaluate: pointwise(quantile) };
}

/** A continuous quantile function as a table of polynomials, or itself where no table is exact enough. */
export function segmentsKernel(key: string, cost: number, tails: TailQuantiles): Kernel {
  const table = lazily(() => buildQuantileTable(tails, errorWanted, errorMax));
  const form = lazily((): KernelForm | undefined => {
    const built = table();
    return built && { kind: 'segments', coefficients: built.coefficients, fractionBits: built.fractionBits };
  });
  const evaluate = lazily(() => {
    const built = table();
    return pointwise(built === undefined ? joined(tails) : (u) => tableQuantile(built, u));
  });
  return lazyKernel(key, cost, form, evaluate);
}

/** A staircase, searched from a guide: expected time does not grow with its length. */
export function stepsKernel(key: string, prepare: () => Steps): Kernel {
  const form = lazily((): KernelForm & { kind: 'steps' } => {
    const { values, cumulative } = prepare();
    return { kind: 'steps', values, cumulative, guide: guideOf(cumulative) };
  });
  const evaluate = lazily(() => {
    const { values, cumulative, guide } = form();
    const last = values.length - 1;
    const cells = guide.length;
    return pointwise((u) => {
      let index = guide[u < 1 ? Math.floor(u * cells) : cells - 1]!;
      while (index < last && cumulative[index]! < u) index++;
      return values[index]!;
    });
  });
  return lazyKernel(key, 15, form, evaluate);
}

/** For cell j the first index whose cumulative probability reaches j / cells. */
function guideOf(cumulative: Float64Array): Int32Array {
  let cells = 1;
  while (cells < cumulative.length && cells < guideMax) cells *= 2;
  const guide = new Int32Array(cells);
  let index = 0;
  for (let cell = 0; cell < cells; cell++) {
    while (index < cumulative.length - 1 && cumulative[index]! < cell / cells) index++;
    guide[cell] = index;
  }
  return guide;
}

function lazyKernel(
  key: string,
  cost: number,
  form: () => KernelForm | undefined,
  evaluate: () => Kernel['evaluate'],
): Kernel {
  return {
    key,
    arity: 1,
    cost,
    get form() {
      return form();
    },
    evaluate: (out, args, count) => evaluate()(out, args, count),
  };
}

function pointwise(quantile: (u: number) => number): Kernel['evaluate'] {
  return (out, [uniform], count) => {
    for (let i = 0; i < count; i++) {
      const u = uniform![i]!;
      out[i] = u === u ? quantile(u) : u;
    }
  };
}
