// The binary encoder: every instruction passes validation, numbers are read back, small functions compute what they say.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteBuffer } from '../../src/wasm/byte-buffer.ts';
import type { FunctionBody } from '../../src/wasm/function-body.ts';
import { ModuleWriter } from '../../src/wasm/module-writer.ts';
import { laneBytes, memoryBytes, memoryLaneBytes, plainBytes } from '../../src/wasm/opcodes.ts';
import type { LaneOp, MemoryLaneOp, MemoryOp, PlainOp, ValueType } from '../../src/wasm/opcodes.ts';

type Compute = (...args: (number | bigint)[]) => number | bigint;

/** Encodes one function, checks that the module is valid and returns the running function. */
function compiled(
  parameters: ValueType[],
  results: ValueType[],
  write: (body: FunctionBody) => void,
): Compute {
  const module = new ModuleWriter();
  const body = module.addFunction(parameters, results);
  write(body);
  module.export('run', body);
  const bytes = module.encode();
  expect(WebAssembly.validate(bytes)).toBe(true);
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports['run'] as Compute;
}

/** Decodes LEB128 by its definition. */
function decode(bytes: Uint8Array, signed: boolean): bigint {
  let value = 0n;
  bytes.forEach((byte, i) => (value |= BigInt(byte & 127) << BigInt(7 * i)));
  const negative = signed && (bytes.at(-1)! & 64) !== 0;
  return negative ? value - (1n << BigInt(7 * bytes.length)) : value;
}

function leb128(write: (buffer: ByteBuffer) => void): Uint8Array {
  const buffer = new ByteBuffer();
  write(buffer);
  return buffer.written();
}

/** Bytes that signed LEB128 needs. */
const fewest = (value: bigint): number => {
  let count = 1;
  while (BigInt.asIntN(7 * count, value) !== value) count++;
  return count;
};

/** Which of five arguments (i32, i64, f64, v128, f32) an instruction stores. */
const valueOf = (op: string): number =>
  op.startsWith('v128') ? 3 : ['i32', 'i64', 'f64', 'v128', 'f32'].indexOf(op.slice(0, 3));

/** Upper half of a shuffle of the 32-bit parts 0 .. 3 and 4 .. 7. */
const shuffled = (parts: number[]): bigint =>
  compiled([], ['i64'], (body) => {
    body.v128(0x1_0000_0000n, 0x3_0000_0002n).v128(0x5_0000_0004n, 0x7_0000_0006n);
    body.shuffle(...parts).lane('i64x2.extract_lane', 1);
  })() as bigint;

describe('numbers', () => {
  it('reads back every unsigned LEB128, each but the last byte marked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => {
        const bytes = leb128((buffer) => buffer.unsigned(value));
        expect(decode(bytes, false)).toBe(BigInt(value));
        expect([...bytes].map((byte) => byte >> 7)).toEqual([...Array(bytes.length - 1).fill(1), 0]);
      }),
    );
  });

  it('reads back every signed LEB128 in the fewest bytes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
        (int, long) => {
          for (const [value, bytes] of [
            [BigInt(int), leb128((buffer) => buffer.signed(int))],
            [long, leb128((buffer) => buffer.signedLong(long))],
          ] as const) {
            expect(decode(bytes, true)).toBe(value);
            expect(bytes.length).toBe(fewest(value));
          }
        },
      ),
    );
  });

  it('carries constants of every type into the code', () => {
    fc.assert(
      fc.property(fc.integer(), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.double(), (int, long, double) => {
        expect(compiled([], ['i32'], (body) => body.i32(int))()).toBe(int | 0);
        expect(compiled([], ['i64'], (body) => body.i64(long))()).toBe(long);
        expect(compiled([], ['f64'], (body) => body.f64(double))()).toBe(double);
        const upper = compiled([], ['i64'], (body) => body.v128(0n, long).lane('i64x2.extract_lane', 1));
        expect(upper()).toBe(long);
      }),
      { numRuns: 25 },
    );
  });
});

/** What an instruction takes and gives, read off its name. */
function signature(op: PlainOp): { takes: ValueType[]; gives: ValueType[] } {
  const [type, name = ''] = op.split('.') as [
    ValueType | 'f64x2' | 'f32x4' | 'i64x2' | 'i32x4' | 'i8x16',
    string?,
  ];
  if (type === 'i32' || type === 'i64' || type === 'f64' || type === 'f32') {
    const from = /_(i32|i64|f64|f32)(_[su])?$/.exec(name)?.[1] as ValueType | undefined;
    if (from !== undefined) return { takes: [from], gives: [type] };
    if (name === 'eqz') return { takes: [type], gives: ['i32'] };
    if (/^(clz|ctz|popcnt|abs|neg|ceil|floor|trunc|nearest|sqrt)$/.test(name)) {
      return { takes: [type], gives: [type] };
    }
    return { takes: [type, type], gives: [/^(eq|ne|lt|gt|le|ge)(_[su])?$/.test(name) ? 'i32' : type] };
  }
  if (name === 'splat') return { takes: [type.slice(0, 3) as ValueType], gives: ['v128'] };
  if (name === 'bitselect') return { takes: ['v128', 'v128', 'v128'], gives: ['v128'] };
  if (/^(any_true|all_true|bitmask)$/.test(name)) return { takes: ['v128'], gives: ['i32'] };
  if (/^sh[lr]/.test(name)) return { takes: ['v128', 'i32'], gives: ['v128'] };
  if (/^(not|abs|neg|sqrt|ceil|floor|trunc|nearest|extend_|convert_|trunc_)/.test(name)) {
    return { takes: ['v128'], gives: ['v128'] };
  }
  return { takes: ['v128', 'v128'], gives: ['v128'] };
}

describe('instructions', () => {
  const control = new Set<string>(['unreachable', 'return', 'drop', 'select']);

  it('have the types their names say', () => {
    const ops = (Object.keys(plainBytes) as PlainOp[]).filter((op) => !control.has(op));
    expect(ops.length).toBeGreaterThan(160);
    for (const op of ops) {
      const { takes, gives } = signature(op);
      const module = new ModuleWriter();
      const body = module.addFunction(takes, gives);
      for (const argument of body.arguments) body.get(argument);
      body.op(op);
      expect(WebAssembly.validate(module.encode()), op).toBe(true);
    }
  });

  it('read and write memory and lanes', () => {
    const module = new ModuleWriter();
    module.importMemory('host', 'memory');
    const body = module.addFunction(['i32', 'i64', 'f64', 'v128', 'f32'], []);
    const [address, , , vector] = body.arguments;
    for (const op of Object.keys(memoryBytes) as MemoryOp[]) {
      body.get(address);
      if (op.includes('store')) body.get(body.arguments[valueOf(op)]).memory(op, 300);
      else body.memory(op, 300).op('drop');
    }
    for (const op of Object.keys(memoryLaneBytes) as MemoryLaneOp[]) {
      body.get(address).get(vector).memoryLane(op, 1, 8);
      if (op.includes('load')) body.op('drop');
    }
    for (const op of Object.keys(laneBytes) as LaneOp[]) {
      body.get(vector);
      if (op.includes('replace')) body.get(body.arguments[valueOf(op)]);
      body.lane(op, 1).op('drop');
    }
    expect(WebAssembly.validate(module.encode(1))).toBe(true);
  });

  it('compute on whole numbers what their names say', () => {
    const meanings: Record<string, (a: bigint, b: bigint, bits: number) => bigint> = {
      add: (a, b) => a + b,
      sub: (a, b) => a - b,
      mul: (a, b) => a * b,
      and: (a, b) => a & b,
      or: (a, b) => a | b,
      xor: (a, b) => a ^ b,
      andnot: (a, b) => a & ~b,
      shl: (a, b, bits) => a << (b % BigInt(bits)),
      shr_u: (a, b, bits) => a >> (b % BigInt(bits)),
      shr_s: (a, b, bits) => BigInt.asIntN(bits, a) >> (b % BigInt(bits)),
      rotl: (a, b, bits) => (a << (b % BigInt(bits))) | (a >> (BigInt(bits) - (b % BigInt(bits)))),
      min_u: (a, b) => (a < b ? a : b),
      max_s: (a, b, bits) => (BigInt.asIntN(bits, a) > BigInt.asIntN(bits, b) ? a : b),
      lt_u: (a, b) => (a < b ? 1n : 0n),
      gt_s: (a, b, bits) => (BigInt.asIntN(bits, a) > BigInt.asIntN(bits, b) ? 1n : 0n),
      le_s: (a, b, bits) => (BigInt.asIntN(bits, a) <= BigInt.asIntN(bits, b) ? 1n : 0n),
      ge_u: (a, b) => (a >= b ? 1n : 0n),
      eq: (a, b) => (a === b ? 1n : 0n),
      extmul_high_i32x4_u: (a, b) => a * b,
    };
    const values = [0n, 1n, 3n, 0x80000000n, 0xd2511f53n, 0xffffffffn];
    for (const op of Object.keys(plainBytes) as PlainOp[]) {
      const [type, name = ''] = op.split('.');
      const meaning = meanings[name];
      if (meaning === undefined || type.startsWith('f')) continue;
      const extending = name.startsWith('extmul');
      const bits = type === 'i32' || type === 'i32x4' ? 32 : 64;
      // Vectors hold the operands in every lane; a set mask reads as -1, so it is compared by its lowest bit.
      const run = compiled(['i64', 'i64'], ['i64'], (body) => {
        const [a, b] = body.arguments;
        const wide = bits === 64 && !extending;
        for (const [i, operand] of [a, b].entries()) {
          body.get(operand);
          if (type === 'i32' || (i === 1 && /^sh[lr]/.test(name) && type !== 'i64')) body.op('i32.wrap_i64');
          else if (type !== 'i64')
            body.op(...(wide ? (['i64x2.splat'] as const) : (['i32.wrap_i64', 'i32x4.splat'] as const)));
        }
        body.op(op);
        if (type === 'i32' || signature(op).gives[0] === 'i32') body.op('i64.extend_i32_u');
        else if (type !== 'i64') body.lane('i64x2.extract_lane', 1);
      });
      for (const a of values) {
        for (const b of values) {
          const comparing = /^(eq|ne|lt|gt|le|ge)/.test(name);
          const result = BigInt.asUintN(comparing ? 1 : bits, run(a, b) as bigint);
          expect(result, `${op} ${a} ${b}`).toBe(BigInt.asUintN(bits, meaning(a, b, bits)));
        }
      }
    }
  });

  it('compute on floats of either width what their names say', () => {
    const meanings: Record<string, (a: number, b: number) => number> = {
      add: (a, b) => a + b,
      sub: (a, b) => a - b,
      mul: (a, b) => a * b,
      div: (a, b) => a / b,
      min: (a, b) => Math.min(a, b),
      max: (a, b) => Math.max(a, b),
      pmin: (a, b) => (b < a ? b : a),
      pmax: (a, b) => (a < b ? b : a),
      abs: (a) => Math.abs(a),
      neg: (a) => -a,
      sqrt: (a) => Math.sqrt(a),
      ceil: (a) => Math.ceil(a),
      floor: (a) => Math.floor(a),
      trunc: (a) => Math.trunc(a),
    };
    const values = [0, -0, 1.5, -2.5, 1e300, Infinity, NaN];
    for (const op of Object.keys(plainBytes) as PlainOp[]) {
      const [type, name = ''] = op.split('.');
      const meaning = meanings[name];
      if (meaning === undefined || !type.startsWith('f')) continue;
      const single = type.startsWith('f32');
      const float = single ? 'f32' : 'f64';
      const run = compiled([float, float], [float], (body) => {
        for (const argument of body.arguments.slice(0, signature(op).takes.length)) {
          body.get(argument);
          if (type.includes('x')) body.op(single ? 'f32x4.splat' : 'f64x2.splat');
        }
        body.op(op);
        if (type.includes('x')) body.lane(single ? 'f32x4.extract_lane' : 'f64x2.extract_lane', 0);
      });
      const round = single ? Math.fround : Number;
      for (const a of values.map(round))
        for (const b of values.map(round)) expect(run(a, b), `${op} ${a} ${b}`).toBe(round(meaning(a, b)));
    }
  });
});

describe('functions', () => {
  it('loop, leave blocks and choose', () => {
    // Steps until a Collatz sequence reaches 1.
    const steps = compiled(['i64'], ['i32'], (body) => {
      const [n] = body.arguments;
      const count = body.local('i32');
      body.block((done) => {
        body.loop((again) => {
          body.get(n).i64(1n).op('i64.eq').branchIf(done);
          body
            .get(n)
            .i64(1n)
            .op('i64.and', 'i64.eqz')
            .if(
              () => body.get(n).i64(1n).op('i64.shr_u'),
              () => body.get(n).i64(3n).op('i64.mul').i64(1n).op('i64.add'),
              'i64',
            );
          body.set(n).get(count).i32(1).op('i32.add').set(count).branch(again);
        });
      });
      body.get(count);
    });
    expect([1n, 6n, 27n].map((n) => steps(n))).toEqual([0, 8, 111]);
  });

  it('reuse released variables of the same type only', () => {
    const module = new ModuleWriter();
    const body = module.addFunction(['f64'], []);
    const first = body.local('v128');
    body.release(first);
    expect(body.local('i32').index).not.toBe(first.index);
    expect(body.local('v128')).toBe(first);
    expect(body.local('v128').index).not.toBe(first.index);
    expect(WebAssembly.validate(module.encode())).toBe(true);
  });

  it('call each other, the host, and share its memory', () => {
    const module = new ModuleWriter();
    const twice = module.importFunction('host', 'twice', ['f64'], ['f64']);
    module.importMemory('host', 'memory');
    const quadruple = module.addFunction(['f64'], ['f64']);
    quadruple.get(quadruple.arguments[0]).call(twice).call(twice);
    const run = module.addFunction(['i32'], []);
    run.get(run.arguments[0]).get(run.arguments[0]).memory('f64.load').call(quadruple).memory('f64.store', 8);
    module.export('run', run);
    const memory = new WebAssembly.Memory({ initial: 1 });
    const doubles = new Float64Array(memory.buffer);
    doubles[2] = 10.5;
    const host = { memory, twice: (x: number) => 2 * x };
    const instance = new WebAssembly.Instance(new WebAssembly.Module(module.encode(1)), { host });
    (instance.exports['run'] as Compute)(16);
    expect(doubles[3]).toBe(42);
    expect(() => module.importFunction('host', 'late', [], [])).toThrow(RangeError);
  });

  it('shuffle parts of 32 and 64 bits', () => {
    expect(shuffled([0, 3])).toBe(0x7_0000_0006n);
    expect(shuffled([1, 3, 5, 7])).toBe(0x7_0000_0005n);
  });

  it('grow to megabytes', () => {
    const module = new ModuleWriter();
    const body = module.addFunction([], ['f64']);
    body.f64(0);
    for (let i = 0; i < 150_000; i++) body.f64(i).op('f64.add');
    module.export('run', body);
    const bytes = module.encode();
    expect(bytes.length).toBeGreaterThan(1_500_000);
    expect(WebAssembly.validate(bytes)).toBe(true);
  });
});
