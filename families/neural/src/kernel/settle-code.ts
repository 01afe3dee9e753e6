// Settling in WebAssembly: four nodes at a time, sums in 64 bits. See `plain-phases.ts` for what it computes.

import type { FunctionBody, Local, ModuleWriter } from '@holdfast/numerics';
import { spread } from '../draws.ts';
import {
  coefficientAt as at,
  countAt,
  gainStride,
  perReady,
  sumAt,
  sumCount,
  type Layout,
} from '../layout.ts';
import { goneBit } from '../tag.ts';
import { Code, type Value } from './code.ts';
import { accountOf, byRole } from './push-code.ts';

type SumName = keyof typeof sumAt;

/** Sums of 64 bits, two lanes each, for the whole of a pass. */
class Sums {
  readonly #code: Code;
  readonly #held: readonly Local[];

  constructor(code: Code) {
    this.#code = code;
    this.#held = Array.from({ length: sumCount }, () => code.hold('v128', code.spread(code.i32(0))));
  }

  #take(name: SumName, op: 'i64x2.add' | 'i64x2.sub', words: Local): void {
    const code = this.#code;
    const local = this.#held[sumAt[name]]!;
    for (const half of ['i64x2.extend_low_i32x4_s', 'i64x2.extend_high_i32x4_s'] as const) {
      code.set(local, code.op(op, code.get(local), code.op(half, code.get(words))));
    }
  }

  add(name: SumName, words: Local): void {
    this.#take(name, 'i64x2.add', words);
  }

  subtract(name: SumName, words: Local): void {
    this.#take(name, 'i64x2.sub', words);
  }

  /** Adds everything to an account in memory. */
  store(layout: Layout, account: Value): void {
    const code = this.#code;
    this.#held.forEach((local, each) => {
      const lane = (which: number): Value => {
        return () => void code.body.get(local).lane('i64x2.extract_lane', which);
      };
      const address = layout.sums + 8 * each;
      const known = code.load('i64.load', account, address);
      const sum = code.op('i64.add', known, code.op('i64.add', lane(0), lane(1)));
      code.store('i64.store', account, sum, address);
    });
  }
}

/** `settle(first, end, coefficients, front, back, noiseKey, lane)` */
export function writeSettle(module: ModuleWriter, layout: Layout): FunctionBody {
  const body = module.addFunction(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], []);
  const code = new Code(body);
  const [first, end, base, front, back, key] = code.parameters(6);
  const slot = code.hold('i32', first);
  const sums = new Sums(code);
  const taken = code.hold('v128', code.spread(code.i32(0)));
  const zero = code.hold('v128', code.spread(code.i32(0)));
  const account = code.hold('i32', accountOf(code, code.parameter(6)));
  const fallen = code.hold('i32', code.op('i32.shl', first, code.i32(2)));
  const ready = code.hold('i32', code.i32(0));
  const shared = { base, zero, taken, sums, fallen, ready, account: code.get(account) };
  const pass = new SettlePass(code, layout, shared);
  const bits = code.hold('v128', lanes(code, first, key));
  const step = code.hold('v128', code.spread(code.i32(Math.imul(4, spread))));
  const byte = body.local('i32');
  code.count(slot, end, code.i32(4), () => {
    code.set(byte, code.op('i32.shl', code.get(slot), code.i32(2)));
    const noise = code.hold('v128', code.get(bits));
    code.add(bits, code.get(step));
    pass.write(slot, byte, noise, front, back);
    body.release(noise);
  });
  sums.store(layout, code.get(account));
  const listed = code.op('i32.lt_u', code.get(fallen), code.op('i32.shl', end, code.i32(2)));
  code.when(listed, () => code.store('i32.store', code.get(fallen), code.i32(-1), layout.node.fallen));
  code.bump(code.get(account), layout.counts + 4 * countAt.taken, code.sum(taken));
  code.bump(code.get(account), layout.counts + 4 * countAt.ready, code.get(ready));
  const marks = code.op('i32.mul', code.get(ready), code.i32(perReady));
  code.bump(code.get(account), layout.counts + 4 * countAt.marked, marks);
  return body;
}

/** What is mixed into the noise of four slots: `key + slot * spread`. */
function lanes(code: Code, first: Value, key: Value): Value {
  const offsets = code.words(0, spread, Math.imul(2, spread), Math.imul(3, spread));
  const begin = code.op('i32.add', code.op('i32.mul', first, code.i32(spread | 0)), key);
  return code.op('i32x4.add', code.spread(begin), offsets);
}

interface Shared {
  readonly base: Value;
  readonly zero: Local;
  readonly taken: Local;
  readonly sums: Sums;
  /** Where the next of those that starve is listed, as a byte of its array. */
  readonly fallen: Local;
  /** Counts those who may give birth. */
  readonly ready: Local;
  readonly account: Value;
}

class SettlePass {
  readonly #code: Code;
  readonly #layout: Layout;
  readonly #shared: Shared;

  constructor(code: Code, layout: Layout, shared: Shared) {
    this.#code = code;
    this.#layout = layout;
    this.#shared = shared;
  }

  write(slot: Local, byte: Local, noise: Local, front: Value, back: Value): void {
    const code = this.#code;
    const { sums, zero, taken } = this.#shared;
    const { node } = this.#layout;
    const place = code.get(byte);
    const held = (value: Value): Local => code.hold('v128', value);
    const tag = held(code.load('v128.load', place, node.tag));
    const goneBits = code.op('v128.and', code.get(tag), code.spread(code.i32(goneBit)));
    const alive = held(code.op('i32x4.eq', goneBits, code.get(zero)));
    const stored = held(code.load('v128.load', code.op('i32.add', front, place)));
    const lost = held(code.load('v128.load', place, node.loss));
    const gained = held(this.#takeGains(place));
    code.add(taken, code.get(gained));
    sums.add('read', stored);
    sums.add('sent', lost);
    sums.add('arrived', gained);
    const scratch = held(code.op('v128.andnot', code.get(gained), code.get(alive)));
    sums.subtract('dead', scratch);
    const change = held(this.#received(tag, gained));
    const living = (value: Value): Value => code.op('v128.and', value, code.get(alive));
    const book = (name: SumName, value: Value, sign: 'add' | 'subtract'): void => {
      code.set(scratch, living(value));
      sums[sign](name, scratch);
    };
    const difference = code.op('i32x4.sub', code.get(change), code.get(gained));
    book('amplified', code.op('i32x4.max_s', difference, code.get(zero)), 'add');
    book('transmission', code.op('i32x4.min_s', difference, code.get(zero)), 'add');
    code.set(change, code.op('i32x4.sub', code.get(change), code.get(lost)));
    this.#noise(noise);
    book('noise', code.get(noise), 'add');
    code.add(change, code.get(noise));
    this.#expenses(change, stored, place, book);
    const raw = held(code.op('i32x4.add', code.get(stored), code.get(change)));
    const cap = this.#word(at.cap);
    const over = code.op('i32x4.sub', code.get(raw), cap);
    book('spill', code.op('i32x4.max_s', over, code.get(zero)), 'subtract');
    book('deficit', code.op('i32x4.min_s', code.get(raw), code.get(zero)), 'subtract');
    const bounded = code.op('i32x4.max_s', code.op('i32x4.min_s', code.get(raw), cap), code.get(zero));
    code.set(raw, living(bounded));
    sums.add('kept', raw);
    code.store('v128.store', code.op('i32.add', back, place), code.get(raw));
    // nobody reads what it lost any more, but those that learn read how it changed
    code.store('v128.store', place, code.op('i32x4.sub', code.get(raw), code.get(stored)), node.loss);
    this.#mark(slot, raw, alive);
    code.body.release(tag, alive, stored, lost, gained, scratch, change, raw);
  }

  /** A coefficient that is a whole number, in all lanes. */
  #word(which: number): Value {
    return this.#code.load('v128.load32_splat', this.#shared.base, 4 * which);
  }

  /** What arrived in all lanes, taken away. */
  #takeGains(place: Value): Value {
    const code = this.#code;
    const { gains, lanes: count, nodes } = this.#layout;
    return () => {
      for (let lane = 0; lane < count; lane++) {
        const address = gains + gainStride(nodes) * lane;
        code.load('v128.load', place, address)();
        if (lane > 0) code.body.op('i32x4.add');
        code.store('v128.store', place, code.get(this.#shared.zero), address);
      }
    };
  }

  /** What is kept of what arrived. */
  #received(tag: Local, gained: Local): Value {
    const code = this.#code;
    const input = byRole(code, code.get(tag), at.input, this.#shared.base);
    const product = code.op('f32x4.mul', code.op('f32x4.convert_i32x4_s', code.get(gained)), input);
    const positive = code.op('i32x4.gt_s', code.get(gained), code.get(this.#shared.zero));
    return code.op('v128.bitselect', code.op('i32x4.trunc_sat_f32x4_s', product), code.get(gained), positive);
  }

  #noise(noise: Local): void {
    const code = this.#code;
    code.mix(noise);
    const high = code.op('i32x4.shr_u', code.get(noise), code.i32(16));
    const scaled = code.op('i32x4.mul', high, this.#word(at.noiseSpan));
    const drawn = code.op('i32x4.shr_u', scaled, code.i32(16));
    code.set(noise, code.op('i32x4.sub', drawn, this.#word(at.noiseMost)));
  }

  #expenses(
    change: Local,
    stored: Local,
    place: Value,
    book: (name: SumName, value: Value, sign: 'add' | 'subtract') => void,
  ): void {
    const code = this.#code;
    const share = (of: Value, which: number): Value => {
      const product = code.op('f32x4.mul', code.op('f32x4.convert_i32x4_s', of), this.#word(which));
      return code.op('i32x4.trunc_sat_f32x4_s', product);
    };
    const length = code.load('v128.load', place, this.#layout.node.length);
    const upkeep = code.op('i32x4.mul', this.#word(at.maintenance), length);
    const expense = code.hold('v128', code.op('i32x4.add', upkeep, this.#word(at.idle)));
    const pay = (): void => code.set(change, code.op('i32x4.sub', code.get(change), code.get(expense)));
    book('maintenance', code.get(expense), 'subtract');
    pay();
    code.set(expense, share(code.get(stored), at.decay));
    book('decay', code.get(expense), 'subtract');
    pay();
    const distance = code.op('i32x4.sub', this.#word(at.regulatorTarget), code.get(stored));
    code.set(expense, share(distance, at.regulatorRate));
    book('regulator', code.get(expense), 'add');
    code.add(change, code.get(expense));
    code.body.release(expense);
  }

  /** Lists who starves and counts who may give birth. */
  #mark(slot: Local, next: Local, alive: Local): void {
    const code = this.#code;
    const { counts, node } = this.#layout;
    const { fallen, ready, account } = this.#shared;
    const which = (op: 'i32x4.le_s' | 'i32x4.gt_s', bound: number): Value => {
      const found = code.op(op, code.get(next), this.#word(bound));
      return code.op('i32x4.bitmask', code.op('v128.and', found, code.get(alive)));
    };
    const mask = code.hold('i32', which('i32x4.gt_s', at.readiness));
    code.add(ready, code.op('i32.popcnt', code.get(mask)));
    code.set(mask, which('i32x4.le_s', at.starvation));
    code.body.block((done) => {
      code.body.loop((again) => {
        code.op('i32.eqz', code.get(mask))();
        code.body.branchIf(done);
        const lane = code.op('i32.ctz', code.get(mask));
        const starving = code.op('i32.add', code.get(slot), lane);
        code.store('i32.store', code.get(fallen), starving, node.fallen);
        code.add(fallen, code.i32(4));
        const named = code.op('i32.add', starving, code.i32(1));
        code.bump(account, counts + 4 * countAt.marked, named);
        const fewer = code.op('i32.sub', code.get(mask), code.i32(1));
        code.set(mask, code.op('i32.and', code.get(mask), fewer));
        code.body.branch(again);
      });
    });
    code.body.release(mask);
  }
}
