// Functions of a module that count the values of a column: targets hit, constraints violated and judged.

import type { Callable, ModuleWriter } from '@holdfast/numerics';
import type { OutputPlan, Target } from '../plan.ts';
import { columnBytes } from './cells.ts';
import type { MemoryLayout } from './memory-layout.ts';
import { f64x2, load, VectorCode, type Operand, type Vector } from './vector-code.ts';

export class CountCode {
  readonly #module: ModuleWriter;
  readonly #layout: MemoryLayout;

  constructor(module: ModuleWriter, layout: MemoryLayout) {
    this.#module = module;
    this.#layout = layout;
  }

  /** Counts finite values that hit, by target; the block is known to be finite. */
  hits({ targets }: OutputPlan, column: number, addresses: readonly number[]): Callable {
    const tests = targets.map(
      ({ at, side }) =>
        (x: Operand) =>
          compare[side](x, at),
    );
    return this.#counter(column, tests, addresses);
  }

  /** Counts [violated, judged]. */
  verdicts(column: number, address: number): Callable {
    return this.#counter(column, [(x) => f64x2.eq(x, 0), (x) => f64x2.eq(x, x)], [address, address + 8]);
  }

  /** A function that adds to each address how many values of a column pass a test. */
  #counter(
    column: number,
    tests: readonly ((x: Operand) => Vector)[],
    addresses: readonly number[],
  ): Callable {
    const body = this.#module.addFunction([], []);
    const code = new VectorCode(body, this.#layout);
    const at = body.local('i32');
    const counts = tests.map(() => body.local('v128'));
    body.loop((again) => {
      code.scope(() => {
        const x = code.let(load(at, column));
        for (const [index, count] of counts.entries()) {
          // A lane that passes is all ones, which is -1.
          body.get(count);
          code.push(tests[index]!(x));
          body.op('i64x2.sub').set(count);
        }
      });
      body.get(at).i32(16).op('i32.add').tee(at).i32(columnBytes).op('i32.lt_u').branchIf(again);
    });
    for (const [index, count] of counts.entries()) {
      body.i32(0).i32(0).memory('f64.load', addresses[index]);
      body.get(count).lane('i64x2.extract_lane', 0).get(count).lane('i64x2.extract_lane', 1);
      body.op('i64.add', 'f64.convert_i64_s', 'f64.add').memory('f64.store', addresses[index]);
    }
    return body;
  }
}

const compare: Readonly<Record<Target['side'], (x: Operand, at: number) => Vector>> = {
  above: f64x2.gt,
  'at-least': f64x2.ge,
  below: f64x2.lt,
  'at-most': f64x2.le,
};
