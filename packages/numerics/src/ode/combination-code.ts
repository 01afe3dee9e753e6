// Sums of slopes as WebAssembly, two elements at a time: what `combine` does, bit for bit, with vectors that lie in memory
// that code can reach. Addresses are written into the code; weights and runs lie in the memory.

import type { FunctionBody, Local } from '../wasm/function-body.ts';
import { ModuleWriter } from '../wasm/module-writer.ts';
import type { Combination, Vectors } from './combination.ts';
import type { VectorMemory } from './vector-memory.ts';

/** A sum into a vector: numbers of the vectors it goes into and starts with, and its terms. */
export interface Row {
  readonly into: number;
  readonly base: number;
  readonly terms: Combination;
}

/** Computes one of the rows for `h`, for the elements before `end` in the runs that were set last. */
export interface Combiner {
  setRuns(runs: readonly number[]): void;
  combine(row: number, h: number, end: number): void;
}

const host = { module: 'host', memory: 'memory' } as const;
const doubleBytes = 8;

/** Code for rows of sums; undefined where vectors lie in ordinary memory. */
export function compiledCombiner(
  lent: VectorMemory,
  vectors: Vectors,
  rows: readonly Row[],
): Combiner | undefined {
  const { all, length } = vectors;
  const { engine, memory } = lent;
  if (engine === undefined || memory === undefined || all.buffer !== memory.buffer) return undefined;
  // runs do not touch each other, so that there is at most one for two elements
  const runsIn = lent.take(length + 2);
  const weights = rows.map(({ terms }) => lent.take(2 * terms.weights.length));
  if ([runsIn, ...weights].some(({ buffer }) => buffer !== memory.buffer)) return undefined;
  const writer = new ModuleWriter();
  writer.importMemory(host.module, host.memory);
  rows.forEach((row, at) => {
    const body = writer.addFunction(['i32', 'i32', 'f64'], []);
    writeRow(body, row, vectors, weights[at]!.byteOffset, runsIn.byteOffset);
    writer.export(String(at), body);
  });
  const module = new engine.Module(writer.encode(1));
  const { exports } = new engine.Instance(module, { [host.module]: { [host.memory]: memory } });
  const functions = rows.map((_, at) => exports[String(at)]!);
  const bounds = new Int32Array(runsIn.buffer, runsIn.byteOffset, 2 * runsIn.length);
  let count = 0;
  const setWeights = (at: number): void => {
    const { terms } = rows[at]!;
    for (let term = 0; term < terms.weights.length; term++) {
      weights[at]![2 * term] = terms.weights[term]!;
      weights[at]![2 * term + 1] = terms.weights[term]!;
    }
  };
  rows.forEach((_, at) => setWeights(at));
  return {
    setRuns(runs) {
      count = runs.length;
      for (let at = 0; at < count; at++) bounds[at] = runs[at]!;
    },
    combine(row, h, end) {
      if (rows[row]!.terms.changing) setWeights(row);
      functions[row]!(count, end, h);
    },
  };
}

/** Writes (count of bounds, end, h): for each run, element after element of into = base + h * (sum of weights times vectors). */
function writeRow(
  body: FunctionBody,
  { into, base, terms }: Row,
  { all, length }: Vectors,
  weightsAt: number,
  runsAt: number,
): void {
  const [count, end, h] = body.arguments as readonly [Local, Local, Local];
  const run = body.local('i32');
  const at = body.local('i32');
  const to = body.local('i32');
  const step = body.local('v128');
  const start = all.byteOffset;
  const vectorAt = (offset: number): number => start + doubleBytes * offset;
  const element = (single: boolean): void => {
    const load = single ? 'v128.load64_zero' : 'v128.load';
    body.get(at);
    body
      .get(at)
      .memory(load, vectorAt(base * length))
      .get(step);
    terms.offsets.forEach((offset, term) => {
      body.i32(0).memory('v128.load', weightsAt + 2 * doubleBytes * term);
      body.get(at).memory(load, vectorAt(offset)).op('f64x2.mul');
      if (term > 0) body.op('f64x2.add');
    });
    body.op('f64x2.mul', 'f64x2.add');
    if (single) body.memoryLane('v128.store64_lane', 0, vectorAt(into * length));
    else body.memory('v128.store', vectorAt(into * length));
  };
  body.get(h).op('f64x2.splat').set(step);
  // from here on in bytes: of the bounds, of elements
  body.get(count).i32(2).op('i32.shl').set(count);
  body.get(end).i32(3).op('i32.shl').set(end);
  body.block((exit) => {
    body.loop((next) => {
      body.get(run).get(count).op('i32.ge_u').branchIf(exit);
      body.get(run).memory('i32.load', runsAt).i32(3).op('i32.shl').set(at);
      body
        .get(run)
        .memory('i32.load', runsAt + 4)
        .i32(3)
        .op('i32.shl')
        .tee(to)
        .get(end);
      body.get(to).get(end).op('i32.lt_u', 'select').set(to);
      body.block((done) => {
        body.loop((again) => {
          body.get(at).i32(doubleBytes).op('i32.add').get(to).op('i32.ge_u').branchIf(done);
          element(false);
          body
            .get(at)
            .i32(2 * doubleBytes)
            .op('i32.add')
            .set(at);
          body.branch(again);
        });
      });
      body.get(at).get(to).op('i32.lt_u');
      body.if(() => element(true));
      body.get(run).i32(doubleBytes).op('i32.add').set(run);
      body.branch(next);
    });
  });
}
