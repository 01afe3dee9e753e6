// Random uniforms of a block in a module: Philox4x32-10 with the counter layout of streamFormat 1 (see numerics), bit for bit.
// Two groups of four counters run side by side, because one alone waits for its own multiplications.

import type { MemoryLayout } from './memory-layout.ts';
import { columnBytes, type Cells } from './cells.ts';
import type { Callable, FunctionBody, Local } from './wasm/function-body.ts';
import type { ModuleWriter } from './wasm/module-writer.ts';

const rounds = 10;
const groups = 2;
/** Bytes of the eight uniforms that four counters give. */
const octetBytes = 64;

const lowHalves = [0, 2, 4, 6] as const;
const highHalves = [1, 3, 5, 7] as const;
const lowPairs = [0, 4, 1, 5] as const;
const highPairs = [2, 6, 3, 7] as const;

/** The four words of four counters. */
type State = readonly [Local, Local, Local, Local];

/** Writes the function (column address, stream, draw) that fills a column for the block at `cells.counter`. */
export function writeUniforms(module: ModuleWriter, layout: MemoryLayout, cells: Cells): Callable {
  const body = module.addFunction(['i32', 'i32', 'i32'], []);
  const [column, stream, draw] = body.arguments as [Local, Local, Local];
  const at = body.local('i32');
  const base = body.local('v128');
  const word1 = splatted(body, () => body.i32(0).memory('i32.load', cells.counter + 4));
  const word2 = splatted(body, () => body.get(stream));
  const word3 = splatted(body, () => body.get(draw));
  const lanes = layout.place(new Float64Array(Uint32Array.of(0, 1, 2, 3).buffer));
  body.i32(0).memory('v128.load32_splat', cells.counter).i32(0).memory('v128.load', lanes);
  body.op('i32x4.add').set(base);
  const states = Array.from({ length: groups }, (): State => [
    body.local('v128'),
    body.local('v128'),
    body.local('v128'),
    body.local('v128'),
  ]);
  body.loop((again) => {
    states.forEach((state, group) => {
      body.get(base);
      if (group > 0) body.v128(four(4 * group), four(4 * group)).op('i32x4.add');
      body.set(state[0]).get(word1).set(state[1]).get(word2).set(state[2]).get(word3).set(state[3]);
    });
    writeRounds(body, states, cells.roundKeys);
    states.forEach((state, group) => {
      const stores: readonly (readonly [Local, Local, readonly number[]])[] = [
        [state[0], state[1], lowPairs],
        [state[0], state[1], highPairs],
        [state[2], state[3], lowPairs],
        [state[2], state[3], highPairs],
      ];
      stores.forEach(([low, high, pairs], place) => {
        body.get(column).get(at).op('i32.add');
        body
          .get(low)
          .get(high)
          .shuffle(...pairs);
        writeOpenUniform(body);
        body.memory('v128.store', octetBytes * group + 16 * place);
      });
    });
    body
      .get(base)
      .v128(four(4 * groups), four(4 * groups))
      .op('i32x4.add')
      .set(base);
    body
      .get(at)
      .i32(octetBytes * groups)
      .op('i32.add')
      .tee(at);
    body.i32(columnBytes).op('i32.lt_u').branchIf(again);
  });
  return body;
}

/** All states take each round together. */
function writeRounds(body: FunctionBody, states: readonly State[], roundKeys: number): void {
  const products = states.map(() => Array.from({ length: 4 }, () => body.local('v128')));
  for (let round = 0; round < rounds; round++) {
    states.forEach(([a, , c], group) => {
      const [lowA, highA, lowC, highC] = products[group] as [Local, Local, Local, Local];
      writeProducts(body, a, 0xd2511f53, lowA, highA);
      writeProducts(body, c, 0xcd9e8d57, lowC, highC);
    });
    states.forEach(([a, b, c, d], group) => {
      const [lowA, highA, lowC, highC] = products[group] as [Local, Local, Local, Local];
      const mixed = (low: Local, high: Local, word: Local, key: number): void => {
        body
          .get(low)
          .get(high)
          .shuffle(...highHalves)
          .get(word)
          .op('v128.xor');
        body
          .i32(0)
          .memory('v128.load32_splat', roundKeys + 8 * round + 4 * key)
          .op('v128.xor');
      };
      mixed(lowC, highC, b, 0);
      body.set(a);
      body
        .get(lowC)
        .get(highC)
        .shuffle(...lowHalves)
        .set(b);
      mixed(lowA, highA, d, 1);
      body.set(c);
      body
        .get(lowA)
        .get(highA)
        .shuffle(...lowHalves)
        .set(d);
    });
  }
}

/** Products of 64 bits of four words with one. */
function writeProducts(body: FunctionBody, word: Local, factor: number, low: Local, high: Local): void {
  body.get(word).v128(four(factor), four(factor)).op('i64x2.extmul_low_i32x4_u').set(low);
  body.get(word).v128(four(factor), four(factor)).op('i64x2.extmul_high_i32x4_u').set(high);
}

/** Two words to (52 bits + 1/2) * 2^-52: the bits go behind the point of 1.x, and 1 - 2^-53 is taken away exactly. */
function writeOpenUniform(body: FunctionBody): void {
  const one = 0x3ff0000000000000n;
  const nearlyOne = 0x3fefffffffffffffn;
  body.i32(12).op('i64x2.shr_u').v128(one, one).op('v128.or');
  body.v128(nearlyOne, nearlyOne).op('f64x2.sub');
}

function splatted(body: FunctionBody, push: () => void): Local {
  const local = body.local('v128');
  push();
  body.op('i32x4.splat').set(local);
  return local;
}

/** One word in both halves of 64 bits. */
function four(word: number): bigint {
  const bits = BigInt(word >>> 0);
  return bits | (bits << 32n);
}
