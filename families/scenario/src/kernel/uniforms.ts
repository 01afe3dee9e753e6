// Random uniforms of a block in a module: Philox4x32-10 with the counter layout of streamFormat 1 (see numerics), bit for bit.
// Two groups of four counters run side by side, because one alone waits for its own multiplications.

import type { Callable, FunctionBody, Local, ModuleWriter } from '@holdfast/numerics';
import type { MemoryLayout } from './memory-layout.ts';
import { columnBytes, type Cells } from './cells.ts';

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

const factors = [0xd2511f53, 0xcd9e8d57] as const;

/** Writes the function (column address, stream, draw) that fills a column for the block at `cells.counter`. */
export function writeUniforms(module: ModuleWriter, layout: MemoryLayout, cells: Cells): Callable {
  const body = module.addFunction(['i32', 'i32', 'i32'], []);
  const philox = new PhiloxCode(body, cells.roundKeys);
  const [column, stream, draw] = body.arguments as [Local, Local, Local];
  const at = body.local('i32');
  const base = body.local('v128');
  const same = philox.beforeLoop(
    philox.held(() => body.i32(0).memory('v128.load32_splat', cells.counter + 4)),
    philox.held(() => body.get(stream).op('i32x4.splat')),
    philox.held(() => body.get(draw).op('i32x4.splat')),
  );
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
    states.forEach(([counter], group) => {
      body.get(base);
      if (group > 0) body.v128(both(4 * group), both(4 * group)).op('i32x4.add');
      body.set(counter);
    });
    philox.rounds(states, same);
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
      .v128(both(4 * groups), both(4 * groups))
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

/** What the first two rounds make of the words that are the same for all counters of the block. */
interface Same {
  /** To be mixed into the third word by the first round. */
  readonly third: Local;
  /** To be mixed into the first word by the second round. */
  readonly first: Local;
  /** To be mixed into the third word by the second round. */
  readonly thirdAgain: Local;
  /** The fourth word after the second round. */
  readonly fourth: Local;
}

class PhiloxCode {
  readonly #body: FunctionBody;
  readonly #roundKeys: number;

  constructor(body: FunctionBody, roundKeys: number) {
    this.#body = body;
    this.#roundKeys = roundKeys;
  }

  /** A new variable for the vector that `push` leaves. */
  held(push: () => void): Local {
    push();
    const local = this.#body.local('v128');
    this.#body.set(local);
    return local;
  }

  /** Only the counter's low word differs within a block, so one product of each of the first two rounds is the same. */
  beforeLoop(word1: Local, word2: Local, word3: Local): Same {
    const body = this.#body;
    const [low, high] = this.#products(word2, 1);
    const a = this.held(() => {
      body
        .get(low)
        .get(high)
        .shuffle(...highHalves)
        .get(word1)
        .op('v128.xor');
      this.#key(0, 0);
    });
    const first = this.held(() => {
      body
        .get(low)
        .get(high)
        .shuffle(...lowHalves);
      this.#key(1, 0);
    });
    const [lowA, highA] = this.#products(a, 0);
    const thirdAgain = this.held(() => {
      body
        .get(lowA)
        .get(highA)
        .shuffle(...highHalves);
      this.#key(1, 1);
    });
    const fourth = this.held(() =>
      body
        .get(lowA)
        .get(highA)
        .shuffle(...lowHalves),
    );
    const third = this.held(() => {
      body.get(word3);
      this.#key(0, 1);
    });
    return { third, first, thirdAgain, fourth };
  }

  /** All states, whose first words are counters, take each round together. */
  rounds(states: readonly State[], same: Same): void {
    const body = this.#body;
    const ofA = states.map(([a]) => this.#products(a, 0));
    states.forEach(([, , c, d], group) => {
      const [low, high] = ofA[group]!;
      body
        .get(low)
        .get(high)
        .shuffle(...highHalves)
        .get(same.third)
        .op('v128.xor')
        .set(c);
      body
        .get(low)
        .get(high)
        .shuffle(...lowHalves)
        .set(d);
    });
    const ofC = states.map(([, , c]) => this.#products(c, 1));
    states.forEach(([a, b, c, d], group) => {
      const [low, high] = ofC[group]!;
      body
        .get(low)
        .get(high)
        .shuffle(...highHalves)
        .get(same.first)
        .op('v128.xor')
        .set(a);
      body
        .get(low)
        .get(high)
        .shuffle(...lowHalves)
        .set(b);
      body.get(d).get(same.thirdAgain).op('v128.xor').set(c).get(same.fourth).set(d);
    });
    for (const pair of [...ofA, ...ofC]) body.release(...pair);
    for (let round = 2; round < rounds; round++) this.#round(states, round);
  }

  #round(states: readonly State[], round: number): void {
    const body = this.#body;
    const products = states.map(([a, , c]) => [this.#products(a, 0), this.#products(c, 1)] as const);
    states.forEach(([a, b, c, d], group) => {
      const [ofA, ofC] = products[group]!;
      const mixed = ([low, high]: readonly Local[], word: Local, key: 0 | 1): void => {
        body
          .get(low!)
          .get(high!)
          .shuffle(...highHalves)
          .get(word)
          .op('v128.xor');
        this.#key(round, key);
      };
      mixed(ofC, b, 0);
      body.set(a);
      body
        .get(ofC[0])
        .get(ofC[1])
        .shuffle(...lowHalves)
        .set(b);
      mixed(ofA, d, 1);
      body.set(c);
      body
        .get(ofA[0])
        .get(ofA[1])
        .shuffle(...lowHalves)
        .set(d);
    });
    for (const [ofA, ofC] of products) body.release(...ofA, ...ofC);
  }

  /** Mixes a word of the round's key into the vector on the stack. */
  #key(round: number, word: 0 | 1): void {
    const address = this.#roundKeys + 8 * round + 4 * word;
    this.#body.i32(0).memory('v128.load32_splat', address).op('v128.xor');
  }

  /** Products of 64 bits of four words with a factor: of the lower two, of the upper two. */
  #products(word: Local, which: 0 | 1): readonly [Local, Local] {
    const body = this.#body;
    const factor = both(factors[which]);
    return [
      this.held(() => body.get(word).v128(factor, factor).op('i64x2.extmul_low_i32x4_u')),
      this.held(() => body.get(word).v128(factor, factor).op('i64x2.extmul_high_i32x4_u')),
    ];
  }
}

/** Two words to (52 bits + 1/2) * 2^-52: the bits go behind the point of 1.x, and 1 - 2^-53 is taken away exactly. */
function writeOpenUniform(body: FunctionBody): void {
  const one = 0x3ff0000000000000n;
  const nearlyOne = 0x3fefffffffffffffn;
  body.i32(12).op('i64x2.shr_u').v128(one, one).op('v128.or');
  body.v128(nearlyOne, nearlyOne).op('f64x2.sub');
}

/** One word in both halves of 64 bits. */
function both(word: number): bigint {
  const bits = BigInt(word >>> 0);
  return bits | (bits << 32n);
}
