// The code of one function, written instruction by instruction; locals are typed and reused, branches name their target.
// Instructions carry the names of the specification: see `opcodes.ts`.

import { ByteBuffer } from './byte-buffer.ts';
import { laneBytes, memoryBytes, memoryLaneBytes, plainBytes, valueTypes } from './opcodes.ts';
import type { LaneOp, MemoryLaneOp, MemoryOp, PlainOp, ValueType } from './opcodes.ts';

/** A parameter or a local variable of one function. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

/** Something that can be called: an import or a function of the module. */
export interface Callable {
  readonly index: number;
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** Target of branches: the depth of nesting at which its construct stands. */
export interface Label {
  readonly depth: number;
}

const noResult = 0x40;

export class FunctionBody implements Callable {
  readonly index: number;
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** The parameters as variables, in order. */
  readonly arguments: readonly Local[];
  readonly #code = new ByteBuffer();
  readonly #locals: ValueType[] = [];
  readonly #free: Record<ValueType, Local[]> = { i32: [], i64: [], f32: [], f64: [], v128: [] };
  #depth = 0;

  constructor(index: number, parameters: readonly ValueType[], results: readonly ValueType[]) {
    this.index = index;
    this.parameters = parameters;
    this.results = results;
    this.arguments = parameters.map((type, i) => ({ index: i, type }));
  }

  /** Bytes of code so far. */
  get size(): number {
    return this.#code.length;
  }

  /** A variable for scratch: a released one of this type, whose old value is still in it, or a new one. */
  local(type: ValueType): Local {
    const reused = this.#free[type].pop();
    if (reused !== undefined) return reused;
    const index = this.parameters.length + this.#locals.push(type) - 1;
    return { index, type };
  }

  /** Gives variables back for reuse. */
  release(...locals: readonly Local[]): void {
    for (const local of locals) this.#free[local.type].push(local);
  }

  /** Emits instructions that have no immediate operand, in order. */
  op(...ops: readonly PlainOp[]): this {
    for (const op of ops) this.#code.bytes(plainBytes[op]);
    return this;
  }

  get(local: Local): this {
    return this.#indexed(0x20, local.index);
  }

  set(local: Local): this {
    return this.#indexed(0x21, local.index);
  }

  tee(local: Local): this {
    return this.#indexed(0x22, local.index);
  }

  call(callee: Callable): this {
    return this.#indexed(0x10, callee.index);
  }

  i32(value: number): this {
    this.#code.byte(0x41);
    this.#code.signed(value);
    return this;
  }

  i64(value: bigint): this {
    this.#code.byte(0x42);
    this.#code.signedLong(value);
    return this;
  }

  f64(value: number): this {
    this.#code.byte(0x44);
    this.#code.double(value);
    return this;
  }

  /** A vector written into the code, by its low and high 64 bits. */
  v128(low: bigint, high: bigint): this {
    this.#code.bytes([0xfd, 0x0c]);
    this.#code.long(low);
    this.#code.long(high);
    return this;
  }

  /** Loads or stores at the address on the stack plus `offset`. */
  memory(op: MemoryOp, offset = 0): this {
    this.#code.bytes(memoryBytes[op]);
    this.#code.unsigned(offset);
    return this;
  }

  memoryLane(op: MemoryLaneOp, lane: 0 | 1, offset = 0): this {
    this.#code.bytes(memoryLaneBytes[op]);
    this.#code.unsigned(offset);
    this.#code.byte(lane);
    return this;
  }

  lane(op: LaneOp, lane: number): this {
    this.#code.bytes(laneBytes[op]);
    this.#code.byte(lane);
    return this;
  }

  /** i8x16.shuffle by parts of equal width: 2 numbers pick 64-bit parts, 4 pick 32-bit parts, counted through both operands. */
  shuffle(...parts: readonly number[]): this {
    const width = 16 / parts.length;
    this.#code.bytes([0xfd, 0x0d]);
    for (const part of parts) for (let i = 0; i < width; i++) this.#code.byte(part * width + i);
    return this;
  }

  /** A block: a branch to its label leaves it. */
  block(write: (exit: Label) => void): this {
    return this.#nested([0x02, noResult], write);
  }

  /** A loop: a branch to its label begins it again; it ends where its code ends. */
  loop(write: (again: Label) => void): this {
    return this.#nested([0x03, noResult], write);
  }

  /** Takes a condition from the stack; each branch leaves one value when `result` is given. */
  if(whenTrue: () => void, otherwise?: () => void, result?: ValueType): this {
    return this.#nested([0x04, result === undefined ? noResult : valueTypes[result]], () => {
      whenTrue();
      if (otherwise === undefined) return;
      this.#code.byte(0x05);
      otherwise();
    });
  }

  branch(label: Label): this {
    return this.#indexed(0x0c, this.#depth - label.depth);
  }

  /** Branches when the value on the stack is not 0. */
  branchIf(label: Label): this {
    return this.#indexed(0x0d, this.#depth - label.depth);
  }

  /** Writes the function as the code section wants it: locals, code, end. */
  encode(out: ByteBuffer): void {
    const head = new ByteBuffer();
    const runs: [count: number, type: ValueType][] = [];
    for (const type of this.#locals) {
      const last = runs.at(-1);
      if (last?.[1] === type) last[0]++;
      else runs.push([1, type]);
    }
    head.unsigned(runs.length);
    for (const [count, type] of runs) {
      head.unsigned(count);
      head.byte(valueTypes[type]);
    }
    out.unsigned(head.length + this.#code.length + 1);
    out.append(head);
    out.append(this.#code);
    out.byte(0x0b);
  }

  #nested(opening: readonly number[], write: (label: Label) => void): this {
    this.#code.bytes(opening);
    write({ depth: ++this.#depth });
    this.#depth--;
    this.#code.byte(0x0b);
    return this;
  }

  #indexed(opcode: number, index: number): this {
    this.#code.byte(opcode);
    this.#code.unsigned(index);
    return this;
  }
}
