// Learning and sweeping in WebAssembly, one connection at a time. See `plain-phases.ts` for what they compute.

import type { FunctionBody, Local, ModuleWriter } from '@holdfast/numerics';
import { connection } from '../connection.ts';
import { spread, spreadSecond } from '../draws.ts';
import { countAt, learningScale, type Layout } from '../layout.ts';
import { weightLeast, weightMost } from '../quanta.ts';
import { sealFactors } from '../seals.ts';
import { kind } from '../tag.ts';
import { Code, type Value } from './code.ts';

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
  readonly row: Row;
  readonly byte: Value;
  readonly word: Local;
  readonly charge: Value;
  readonly key: Local;
}

class LearnPass {
  readonly #code: Code;
  readonly #layout: Layout;
  readonly #draw: Local;
  readonly #weight: Local;
  readonly #front: Value;
  readonly #back: Value;

  constructor(code: Code, layout: Layout, front: Value, back: Value) {
    this.#code = code;
    this.#layout = layout;
    this.#front = front;
    this.#back = back;
    this.#draw = code.body.local('i32');
    this.#weight = code.body.local('i32');
  }

  energy(base: Value, at: Value): Value {
    return this.#code.load('i32.load', this.#code.op('i32.add', base, at));
  }

  /** How much the weight moves, a whole number as a double. */
  #change({ row, word, charge, key }: Lesson): Value {
    const code = this.#code;
    const { layoutTarget, rate, number } = this.#parts();
    const to = code.op('i32.shl', code.load('i32.load', code.get(row.place), layoutTarget), code.i32(2));
    const gain = code.op('i32.sub', this.energy(this.#back, to), this.energy(this.#front, to));
    const steep = code.op('f64.mul', number(gain), rate(code.i32(learningScale)));
    const rise = code.op('f64.max', code.f64(-1), code.op('f64.min', code.f64(1), steep));
    code.set(this.#draw, code.get(key));
    code.mix(this.#draw);
    const bits = code.op('f64.convert_i32_u', code.get(this.#draw));
    const chance = code.op('f64.mul', bits, code.f64(1 / 4294967296));
    const learning = code.op('i32.and', code.op('i32.shr_u', code.get(word), code.i32(2)), code.i32(15));
    const push = code.op('f64.mul', rate(learning), number(charge));
    return code.op('f64.floor', code.op('f64.add', code.op('f64.mul', push, rise), chance));
  }

  #parts(): {
    layoutTarget: number;
    rate: (which: Value) => Value;
    number: (whole: Value) => Value;
  } {
    const code = this.#code;
    const { rates, target } = this.#layout;
    return {
      layoutTarget: target,
      rate: (which) => code.load('f64.load', code.op('i32.shl', which, code.i32(3)), rates),
      number: (whole) => code.op('f64.convert_i32_s', whole),
    };
  }

  /** Moves the weight of a plastic connection, and what follows from it. */
  write(lesson: Lesson): void {
    const code = this.#code;
    const { node, meta } = this.#layout;
    const { row, byte, word } = lesson;
    const before = code.op('i32.shr_s', code.get(word), code.i32(16));
    const after = code.op('f64.add', code.op('f64.convert_i32_s', before), this.#change(lesson));
    const most = code.op('f64.min', code.f64(weightMost), after);
    code.set(this.#weight, code.op('i32.trunc_f64_s', code.op('f64.max', code.f64(weightLeast), most)));
    code.bump(byte, node.weights, code.op('i32.sub', code.get(this.#weight), before));
    const rest = code.op('i32.and', code.get(word), code.i32(0xffff));
    const high = code.op('i32.shl', code.get(this.#weight), code.i32(16));
    code.store('i32.store', code.get(row.place), code.op('i32.or', high, rest), meta);
    const moved = code.load('i32.load', code.get(row.place), meta);
    const difference = code.op('i32.sub', moved, code.get(word));
    code.bump(byte, node.checksum, code.op('i32.mul', difference, code.i32(sealFactors.meta)));
  }
}

/** Which of four connections learn, as bits; padding does not. */
function plasticOf(code: Code, { meta }: Layout, place: Value): Value {
  const types = code.op('v128.and', code.load('v128.load', place, meta), code.spread(code.i32(3)));
  const plastic = code.op('i32x4.eq', types, code.spread(code.i32(connection.plastic)));
  return code.op('i32x4.bitmask', plastic);
}

/** Takes the bits of a mask one by one, lowest first. */
function eachBit(code: Code, mask: Local, write: (bit: Value) => void): void {
  code.body.block((done) => {
    code.body.loop((again) => {
      code.op('i32.eqz', code.get(mask))();
      code.body.branchIf(done);
      write(code.op('i32.ctz', code.get(mask)));
      const fewer = code.op('i32.sub', code.get(mask), code.i32(1));
      code.set(mask, code.op('i32.and', code.get(mask), fewer));
      code.body.branch(again);
    });
  });
}

/** `learn(first, end, front, back, key)` */
export function writeLearn(module: ModuleWriter, layout: Layout): FunctionBody {
  const body = module.addFunction(['i32', 'i32', 'i32', 'i32', 'i32'], []);
  const code = new Code(body);
  const front = code.parameter(2);
  const slot = code.hold('i32', code.parameter(0));
  const row: Row = { place: body.local('i32'), stop: body.local('i32') };
  const [byte, word, key, charge] = code.locals('i32', 4) as [Local, Local, Local, Local];
  const [rowKey, four, mask] = code.locals('i32', 3) as [Local, Local, Local];
  const start = code.load('i32.load', code.get(byte), layout.node.start);
  const pass = new LearnPass(code, layout, front, code.parameter(3));
  const lesson: Lesson = { row, byte: code.get(byte), word, charge: code.get(charge), key };
  code.count(slot, code.parameter(1), code.i32(1), (next) => {
    code.set(byte, code.op('i32.shl', code.get(slot), code.i32(2)));
    code.set(charge, pass.energy(front, code.get(byte)));
    code.op('i32.eqz', code.get(charge))();
    body.branchIf(next);
    openRow(code, layout, code.get(byte), row);
    const own = code.op('i32.mul', code.get(slot), code.i32(spread | 0));
    code.set(rowKey, code.op('i32.add', code.parameter(4), own));
    code.set(four, code.get(row.place));
    code.count(four, code.get(row.stop), code.i32(16), () => {
      code.set(mask, plasticOf(code, layout, code.get(four)));
      eachBit(code, mask, (lane) => {
        code.set(row.place, code.op('i32.add', code.get(four), code.op('i32.shl', lane, code.i32(2))));
        code.set(word, code.load('i32.load', code.get(row.place), layout.meta));
        const way = code.op('i32.sub', code.get(row.place), code.op('i32.shl', start, code.i32(2)));
        const ordinal = code.op('i32.shr_u', way, code.i32(2));
        const further = code.op('i32.mul', ordinal, code.i32(spreadSecond | 0));
        code.set(key, code.op('i32.add', code.get(rowKey), further));
        pass.write(lesson);
      });
    });
  });
  return body;
}

/** `sweep(first, end)` */
export function writeSweep(module: ModuleWriter, layout: Layout): FunctionBody {
  const body = module.addFunction(['i32', 'i32'], []);
  const code = new Code(body);
  const [first, end] = body.arguments.map((local) => code.get(local)) as [Value, Value];
  const { node } = layout;
  const slot = code.hold('i32', first);
  const row: Row = { place: body.local('i32'), stop: body.local('i32') };
  const [byte, to, word, kept, weights, marks] = code.locals('i32', 6) as [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
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
    code.bump(code.i32(0), layout.counts + 4 * countAt.swept, code.get(to));
    code.count(kept, code.get(row.stop), code.i32(4), () => {
      code.store('i32.store', code.get(kept), code.get(slot), layout.target);
      code.store('i32.store', code.get(kept), code.i32(0), layout.meta);
    });
  });
  return body;
}
