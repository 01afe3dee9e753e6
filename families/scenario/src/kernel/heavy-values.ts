// What a block adds to the counts of heavy values, in a module: single values so frequent beside a continuous part that the
// sketch counts them by themselves. Called only for outputs that have some, so it costs the others one branch a block.

import type { Callable, FunctionBody, Local, ModuleWriter } from '@holdfast/numerics';
import { account, columnBytes } from './cells.ts';
import { f64, store } from './scalar-code.ts';
import { f64x2, load, v128, VectorCode } from './vector-code.ts';
import type { MemoryLayout } from './memory-layout.ts';

/** Writes the function (column address, account address). Counts are whole numbers in doubles, exact to 2^53. */
export function writeHeavyCounts(module: ModuleWriter, layout: MemoryLayout): Callable {
  const body = module.addFunction(['i32', 'i32'], []);
  const code = new VectorCode(body, layout);
  const [column, into] = body.arguments as [Local, Local];
  const [heavy, heavyEnd, at, end] = [0, 1, 2, 3].map(() => body.local('i32')) as [
    Local,
    Local,
    Local,
    Local,
  ];
  const [value, count] = [body.local('v128'), body.local('v128')];
  body.get(column).i32(columnBytes).op('i32.add').set(end);
  body.get(into).tee(heavy);
  body.get(into).memory('i32.load', account.heavyLength).i32(3).op('i32.shl', 'i32.add').set(heavyEnd);
  body.loop((next) => {
    body.get(heavy).memory('v128.load64_splat', account.heavy).set(value);
    code.push(0);
    body.set(count).get(column).set(at);
    body.loop((again) => {
      for (const offset of [0, 16]) {
        // All ones and the bits of 1 are 1; -0 equals 0.
        const one = v128.and(f64x2.eq(load(at, offset), code.variable(value)), 1);
        code.push(f64x2.add(code.variable(count), one));
        body.set(count);
      }
      step(body, at, 32, end).branchIf(again);
    });
    const more = f64.add(f64.lane(count, 0), f64.lane(count, 1));
    store(body, heavy, account.heavyCounts, f64.add(f64.load(heavy, account.heavyCounts), more));
    step(body, heavy, 8, heavyEnd).branchIf(next);
  });
  return body;
}

/** Moves on and leaves whether the end is not yet reached. */
function step(body: FunctionBody, at: Local, bytes: number, end: Local): FunctionBody {
  return body.get(at).i32(bytes).op('i32.add').tee(at).get(end).op('i32.lt_u');
}
