// Instructions as expressions, so that kernels read like what they compute: `code.op('i32x4.add', a, b)`.

import type { FunctionBody, Label, Local, MemoryOp, PlainOp, ValueType } from '@holdfast/numerics';

/** Emits code that leaves one value on the stack. */
export type Value = () => void;

/** A list of known length. */
type Several<Item, Count extends number, Known extends Item[] = []> = Known['length'] extends Count
  ? Known
  : Several<Item, Count, [...Known, Item]>;

/** Multipliers and shifts of `mix` in `draws.ts`. */
const mixing = { first: 0x7feb352d, second: 0x846ca68b | 0 } as const;

/** Two 32-bit words as one of 64 bits, the lower one first. */
function long(low: number, high: number): bigint {
  return BigInt(low >>> 0) | (BigInt(high >>> 0) << 32n);
}

export class Code {
  readonly body: FunctionBody;

  constructor(body: FunctionBody) {
    this.body = body;
  }

  op(op: PlainOp, ...operands: readonly Value[]): Value {
    return () => {
      for (const operand of operands) operand();
      this.body.op(op);
    };
  }

  i32(value: number): Value {
    return () => void this.body.i32(value);
  }

  f64(value: number): Value {
    return () => void this.body.f64(value);
  }

  get(local: Local): Value {
    return () => void this.body.get(local);
  }

  /** A parameter of the function, by its place. */
  parameter(place: number): Value {
    return this.get(this.body.arguments[place]!);
  }

  /** The first so many parameters of the function. */
  parameters<Count extends number>(count: Count): Several<Value, Count> {
    return this.body.arguments.slice(0, count).map((local) => this.get(local)) as Several<Value, Count>;
  }

  /** So many new variables of a type. */
  locals<Count extends number>(type: ValueType, count: Count): Several<Local, Count> {
    return Array.from({ length: count }, () => this.body.local(type)) as Several<Local, Count>;
  }

  /** What lies at an address, plus `offset` bytes. */
  load(op: MemoryOp, address: Value, offset = 0): Value {
    return () => {
      address();
      this.body.memory(op, offset);
    };
  }

  store(op: MemoryOp, address: Value, value: Value, offset = 0): void {
    address();
    value();
    this.body.memory(op, offset);
  }

  /** A new variable that holds a value. */
  hold(type: ValueType, value: Value): Local {
    const local = this.body.local(type);
    this.set(local, value);
    return local;
  }

  set(local: Local, value: Value): void {
    value();
    this.body.set(local);
  }

  add(local: Local, value: Value): void {
    const op = local.type === 'v128' ? 'i32x4.add' : 'i32.add';
    this.set(local, this.op(op, this.get(local), value));
  }

  /** Four 32-bit words written into the code. */
  words(...[a, b, c, d]: readonly [number, number, number, number]): Value {
    return () => void this.body.v128(long(a, b), long(c, d));
  }

  /** A 32-bit word in all four lanes. */
  spread(value: Value): Value {
    return this.op('i32x4.splat', value);
  }

  /** A 32-bit float in all four lanes. */
  float(value: number): Value {
    const [word = 0] = new Int32Array(Float32Array.of(value).buffer);
    return this.words(word, word, word, word);
  }

  /** Stores the lower (0) or the upper (1) half of a vector. */
  half(which: 0 | 1, address: Value, value: Value, offset = 0): void {
    address();
    value();
    this.body.memoryLane('v128.store64_lane', which, offset);
  }

  /** Adds to a word in memory. */
  bump(address: Value, offset: number, by: Value): void {
    const sum = this.op('i32.add', this.load('i32.load', address, offset), by);
    this.store('i32.store', address, sum, offset);
  }

  /** Runs `write` while `local` is below `end`, adding `stride` after each turn; values are compared unsigned. */
  count(local: Local, end: Value, stride: Value, write: (next: Label) => void): void {
    const before = this.op('i32.lt_u', this.get(local), end);
    // tested at its end: one jump a turn
    this.when(before, () => {
      this.body.loop((again) => {
        this.body.block(write);
        this.add(local, stride);
        before();
        this.body.branchIf(again);
      });
    });
  }

  /** Writes `whenTrue` under a condition. */
  when(condition: Value, whenTrue: () => void): void {
    condition();
    this.body.if(whenTrue);
  }

  /** The sum of four lanes. */
  sum(vector: Local): Value {
    const lane = (at: number): Value => {
      return () => void this.body.get(vector).lane('i32x4.extract_lane', at);
    };
    const pair = (a: number, b: number): Value => this.op('i32.add', lane(a), lane(b));
    return this.op('i32.add', pair(0, 1), pair(2, 3));
  }

  /** `mix` of a word, in place. */
  mix(word: Local): void {
    for (const [shift, factor] of [
      [16, mixing.first],
      [15, mixing.second],
      [16, undefined],
    ] as const) {
      const vector = word.type === 'v128';
      const shifted = this.op(vector ? 'i32x4.shr_u' : 'i32.shr_u', this.get(word), this.i32(shift));
      this.set(word, this.op(vector ? 'v128.xor' : 'i32.xor', this.get(word), shifted));
      if (factor === undefined) return;
      const times = vector ? this.spread(this.i32(factor)) : this.i32(factor);
      this.set(word, this.op(vector ? 'i32x4.mul' : 'i32.mul', this.get(word), times));
    }
  }
}
