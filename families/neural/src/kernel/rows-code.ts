// Learning, four connections at a time, and sweeping, one by one, in WebAssembly. See `plain-phases.ts` for what they compute.

import type { FunctionBody, Local, ModuleWriter } from '@holdfast/numerics';
import { connection } from '../connection.ts';
import { spread, spreadSecond } from '../draws.ts';
import { countAt, rateAt, type Layout } from '../layout.ts';
import { weightLeast, weightMost } from '../quanta.ts';
import { sealFactors } from '../seals.ts';
import { kind } from '../tag.ts';
import { Code, type Value } from './code.ts';
import { accountOf } from './push-code.ts';

/** First and last byte of a row's targets. */
interface Row {
  readonly place: Local;
  readonly stop: Local;
}

/** Finds the row of the slot whose words lie at `byte`. */
function openRow(code: Code, { node }: Layout, byte: Value, row: Row): void {
  const start = code.load('i32.load', byte, node.start);
  const length = code.load('i32.load', byte, node.length);
  code.set(row.place, code.op('i32.shl', start, code.i32(2)));
  code.set(row.stop, code.op('i32.add', code.get(row.place), code.op('i32.shl', length, code.i32(2))));
}

function magnitude(code: Code, word: Value): Value {
  const weight = code.hold('i32', code.op('i32.shr_s', word, code.i32(16)));
  const mask = code.op('i32.shr_s', code.get(weight), code.i32(31));
  return code.op('i32.sub', code.op('i32.xor', code.get(weight), mask), mask);
}

/** Variables of the learning of one row. */
interface Lesson {
  /** Bytes of four targets, and of the first target that is not the row's. */
  readonly place: Local;
  readonly stop: Local;
  /** Places of the four in the row. */
  readonly ordinals: Local;
  /** Which of the four learn. */
  readonly learns: Local;
  /** By how much the weights of the row have grown. */
  readonly grown: Local;
  /** Energy of its source, as floats, and what mixes into its draws, in all lanes. */
  readonly charge: Local;
  readonly key: Local;
}

class LearnPass {
  readonly #code: Code;
  readonly #layout: Layout;
  readonly #word: Local;
  readonly #draw: Local;
  readonly #to: Local;
  readonly #before: Local;

  constructor(code: Code, layout: Layout) {
    this.#code = code;
    this.#layout = layout;
    [this.#word, this.#draw, this.#to, this.#before] = code.locals('v128', 4);
  }

  #float(which: number): Value {
    return this.#code.load('v128.load32_splat', this.#code.i32(this.#layout.rates + 4 * which));
  }

  /** Looks which of the four learn. */
  look({ place, ordinals, learns }: Lesson, length: Value): void {
    const code = this.#code;
    code.set(this.#word, code.load('v128.load', code.get(place), this.#layout.meta));
    const types = code.op('v128.and', code.get(this.#word), code.spread(code.i32(3)));
    const plastic = code.op('i32x4.eq', types, code.spread(code.i32(connection.plastic)));
    const within = code.op('i32x4.lt_s', code.get(ordinals), code.spread(length));
    code.set(learns, code.op('v128.and', plastic, within));
  }

  /** How much the energies of the targets changed in this step, as shares of an eighth of the cap, at most one. */
  #rise(place: Local): Value {
    const code = this.#code;
    const { target, nodes, node } = this.#layout;
    // a damaged target must not lead out of the memory
    const known = code.op(
      'i32x4.min_u',
      code.load('v128.load', code.get(place), target),
      code.spread(code.i32(nodes)),
    );
    code.set(this.#to, code.op('i32x4.shl', known, code.i32(2)));
    const change = (lane: number): Value =>
      code.load('i32.load', () => void code.body.get(this.#to).lane('i32x4.extract_lane', lane), node.loss);
    const gathered = (): void => {
      code.spread(change(0))();
      for (let lane = 1; lane < 4; lane++) {
        change(lane)();
        code.body.lane('i32x4.replace_lane', lane);
      }
    };
    const share = code.op('f32x4.mul', code.op('f32x4.convert_i32x4_s', gathered), this.#float(rateAt.scale));
    return code.op('f32x4.pmax', code.op('f32x4.pmin', share, code.float(1)), code.float(-1));
  }

  /** A number from 0 to 1 for each, drawn. */
  #chance({ ordinals, key }: Lesson): Value {
    const code = this.#code;
    const further = code.op('i32x4.mul', code.get(ordinals), code.spread(code.i32(spreadSecond | 0)));
    code.set(this.#draw, code.op('i32x4.add', code.get(key), further));
    code.mix(this.#draw);
    const bits = code.op('i32x4.shr_u', code.get(this.#draw), code.i32(8));
    return code.op('f32x4.mul', code.op('f32x4.convert_i32x4_s', bits), code.float(2 ** -24));
  }

  /** Moves the weights of those that learn. */
  write(lesson: Lesson): void {
    const code = this.#code;
    const { meta, aside } = this.#layout;
    const { place, stop, charge, learns, grown } = lesson;
    const word = code.get(this.#word);
    const classes = code.op('v128.and', code.op('i32x4.shr_u', word, code.i32(2)), code.spread(code.i32(15)));
    const faster = code.op('f32x4.mul', code.op('f32x4.convert_i32x4_s', classes), this.#float(rateAt.each));
    const rate = code.op('f32x4.add', this.#float(rateAt.slowest), faster);
    const push = code.op('f32x4.mul', code.op('f32x4.mul', rate, code.get(charge)), this.#rise(place));
    const moves = code.op('f32x4.floor', code.op('f32x4.add', push, this.#chance(lesson)));
    code.set(this.#before, code.op('i32x4.shr_s', word, code.i32(16)));
    const after = code.op('i32x4.add', code.get(this.#before), code.op('i32x4.trunc_sat_f32x4_s', moves));
    const bounded = code.op(
      'i32x4.max_s',
      code.op('i32x4.min_s', after, code.spread(code.i32(weightMost))),
      code.spread(code.i32(weightLeast)),
    );
    const difference = code.op('i32x4.sub', bounded, code.get(this.#before));
    code.set(this.#draw, code.op('v128.and', difference, code.get(learns)));
    code.add(grown, code.get(this.#draw));
    code.add(this.#word, code.op('i32x4.shl', code.get(this.#draw), code.i32(16)));
    code.half(0, code.get(place), word, meta);
    // what lies behind the row may be another thread's
    const second = code.op('i32.add', code.get(place), code.i32(8));
    const address = (): void => {
      code.op('i32.add', second, code.i32(meta))();
      code.i32(aside)();
      code.op('i32.lt_u', second, code.get(stop))();
      code.body.op('select');
    };
    code.half(1, address, word);
  }
}

/** `learn(first, end, front, key)` */
export function writeLearn(module: ModuleWriter, layout: Layout): FunctionBody {
  const body = module.addFunction(['i32', 'i32', 'i32', 'i32'], []);
  const code = new Code(body);
  const { node } = layout;
  const slot = code.hold('i32', code.parameter(0));
  const [byte, energy, begin, length, tail, place, stop] = code.locals('i32', 7);
  const [ordinals, learns, grown, charge, key] = code.locals('v128', 5);
  const lesson: Lesson = { place, stop, ordinals, learns, grown, charge, key };
  const pass = new LearnPass(code, layout);
  code.count(slot, code.parameter(1), code.i32(1), (next) => {
    code.set(byte, code.op('i32.shl', code.get(slot), code.i32(2)));
    code.set(energy, code.load('i32.load', code.op('i32.add', code.parameter(2), code.get(byte))));
    code.set(length, code.load('i32.load', code.get(byte), node.length));
    code.op('i32.eqz', code.get(energy))();
    body.branchIf(next);
    code.op('i32.eqz', code.get(length))();
    body.branchIf(next);
    code.set(charge, code.op('f32x4.convert_i32x4_s', code.spread(code.get(energy))));
    const own = code.op('i32.mul', code.get(slot), code.i32(spread | 0));
    code.set(key, code.spread(code.op('i32.add', code.parameter(3), own)));
    code.set(grown, code.spread(code.i32(0)));
    code.set(begin, code.op('i32.shl', code.load('i32.load', code.get(byte), node.start), code.i32(2)));
    code.set(stop, code.op('i32.add', code.get(begin), code.op('i32.shl', code.get(length), code.i32(2))));
    code.set(tail, code.op('i32.and', code.op('i32.sub', code.get(length), code.i32(1)), code.i32(-4)));
    code.set(place, code.op('i32.add', code.get(begin), code.op('i32.shl', code.get(tail), code.i32(2))));
    code.set(ordinals, code.op('i32x4.add', code.spread(code.get(tail)), code.words(0, 1, 2, 3)));
    body.block((done) => {
      body.loop((again) => {
        pass.look(lesson, code.get(length));
        code.op('i32.eqz', code.op('v128.any_true', code.get(learns)))();
        body.branchIf(done);
        pass.write(lesson);
        // those that learn lie behind all others
        code.op('i32.eqz', () => void body.get(learns).lane('i32x4.extract_lane', 0))();
        body.branchIf(done);
        code.add(place, code.i32(-16));
        code.add(ordinals, code.spread(code.i32(-4)));
        code.op('i32.ge_s', code.get(place), code.get(begin))();
        body.branchIf(again);
      });
    });
    code.bump(code.get(byte), node.weights, code.sum(grown));
    const words = code.op('i32.shl', code.sum(grown), code.i32(16));
    code.bump(code.get(byte), node.checksum, code.op('i32.mul', words, code.i32(sealFactors.meta)));
  });
  return body;
}

/** `sweep(first, end, lane)` */
export function writeSweep(module: ModuleWriter, layout: Layout): FunctionBody {
  const body = module.addFunction(['i32', 'i32', 'i32'], []);
  const code = new Code(body);
  const [first, end, lane] = code.parameters(3);
  const account = accountOf(code, lane);
  const { node } = layout;
  const slot = code.hold('i32', first);
  const row: Row = { place: body.local('i32'), stop: body.local('i32') };
  const [byte, to, word, kept, weights, marks] = code.locals('i32', 6);
  const isDying = (): Value => {
    const tag = code.load('i32.load', code.op('i32.shl', code.get(to), code.i32(2)), node.tag);
    return code.op('i32.eq', code.op('i32.and', tag, code.i32(255)), code.i32(kind.dying));
  };
  const drop = (): void => {
    const size = magnitude(code, code.get(word));
    code.set(weights, code.op('i32.add', code.get(weights), size));
    const mark = code.op(
      'i32.add',
      code.op('i32.mul', code.get(to), code.i32(sealFactors.target)),
      code.op('i32.mul', code.get(word), code.i32(sealFactors.meta)),
    );
    code.add(marks, mark);
  };
  const keep = (): void => {
    code.store('i32.store', code.get(kept), code.get(to), layout.target);
    code.store('i32.store', code.get(kept), code.get(word), layout.meta);
    code.add(kept, code.i32(4));
  };

  code.count(slot, end, code.i32(1), (next) => {
    code.set(byte, code.op('i32.shl', code.get(slot), code.i32(2)));
    openRow(code, layout, code.get(byte), row);
    code.set(kept, code.get(row.place));
    code.set(weights, code.i32(0));
    code.set(marks, code.i32(0));
    code.count(row.place, code.get(row.stop), code.i32(4), () => {
      code.set(to, code.load('i32.load', code.get(row.place), layout.target));
      code.set(word, code.load('i32.load', code.get(row.place), layout.meta));
      isDying()();
      body.if(drop, keep);
    });
    code.op('i32.eq', code.get(kept), code.get(row.stop))();
    body.branchIf(next);
    const removed = code.op('i32.shr_u', code.op('i32.sub', code.get(row.stop), code.get(kept)), code.i32(2));
    code.set(to, removed);
    code.bump(code.get(byte), node.length, code.op('i32.sub', code.i32(0), code.get(to)));
    code.bump(code.get(byte), node.weights, code.op('i32.sub', code.i32(0), code.get(weights)));
    code.bump(code.get(byte), node.checksum, code.op('i32.sub', code.i32(0), code.get(marks)));
    const seal = code.op('i32.mul', code.get(to), code.i32(sealFactors.length));
    code.bump(code.get(byte), node.seal, code.op('i32.sub', code.i32(0), seal));
    code.bump(account, layout.counts + 4 * countAt.swept, code.get(to));
    code.count(kept, code.get(row.stop), code.i32(4), () => {
      code.store('i32.store', code.get(kept), code.get(slot), layout.target);
      code.store('i32.store', code.get(kept), code.i32(0), layout.meta);
    });
  });
  code.bump(account, layout.counts + 4 * countAt.rewritten, code.op('i32.sub', end, first));
  return body;
}
