// What a block adds to the account of an output, in a module: the moments of numerics' `addBlock` and the bins of its sketch,
// bit for bit. Only whole blocks of finite values are taken; any other block goes to the host, which does it by the plain code.

import type { Callable, FunctionBody, Local, ModuleWriter } from '@holdfast/numerics';
import { account, columnBytes, nearCountBytes, nearEnd, nearOctaves, pageCountBytes } from './cells.ts';
import { writeHeavyCounts } from './heavy-values.ts';
import { f64, held, store, type Scalar } from './scalar-code.ts';
import { f64x2, i64x2, load, v128, VectorCode, type Operand, type Vector } from './vector-code.ts';
import type { MemoryLayout } from './memory-layout.ts';
import { blockSize } from '../program/evaluator.ts';

/** What the host does for a summary. */
export interface SummaryHost {
  /** (output): takes in the block by the plain code. */
  readonly irregular: Callable;
  /** (output): keeps the values of the block. */
  readonly keep: Callable;
  /** (address of an entry of the page table): gives it a page and returns the page's address. */
  readonly page: Callable;
}

/** Number of the first bin that stands for a whole octave, and what takes the number of an octave there. */
const coarse = 40 * 256;
/** First bin of the lower side. */
const lowerSide = 44 * 256;
/** Bit of a count whose values differ. */
const differing = 0x80000000;
const exponentBias = 1023n << 8n;

/** Writes the function (column address, account address) that returns 1, or 0 when the host had to do it. */
export function writeSummary(module: ModuleWriter, layout: MemoryLayout, host: SummaryHost): Callable {
  const bins = writeBins(module, layout, host);
  const heavy = writeHeavyCounts(module, layout);
  const body = module.addFunction(['i32', 'i32'], ['i32']);
  const code = new VectorCode(body, layout);
  const [column, into] = body.arguments as [Local, Local];
  const { total, min, max } = writeSums(code, column);
  // The sum of all is not finite when one of them is not; it may overflow without that, which the host sorts out.
  const sum = held(body, total);
  f64.sub(sum, sum)(body);
  body.f64(0).op('f64.ne');
  body.if(
    () => body.get(into).memory('i32.load', account.output).call(host.irregular),
    () => {
      const mean = held(body, f64.div(sum, f64.constant(blockSize)));
      const powers = writePowers(code, column, mean);
      writeMerge(body, into, { mean, ...powers, min: f64.variable(min), max: f64.variable(max) });
      body.get(into).memory('i32.load', account.keep);
      body.if(
        () => body.get(into).memory('i32.load', account.output).call(host.keep),
        () => {
          body.get(column).get(into).call(bins);
          body.get(into).memory('i32.load', account.heavyLength);
          body.if(() => body.get(column).get(into).call(heavy));
        },
      );
    },
  );
  f64.sub(sum, sum)(body);
  body.f64(0).op('f64.eq');
  return body;
}

/** Runs over the column, 32 bytes at a time: lanes 0 and 1, then lanes 2 and 3. */
function overBlock(body: FunctionBody, column: Local, write: (at: Local) => void): void {
  const at = body.local('i32');
  const end = body.local('i32');
  body.get(column).tee(at).i32(columnBytes).op('i32.add').set(end);
  body.loop((again) => {
    write(at);
    body.get(at).i32(32).op('i32.add').tee(at).get(end).op('i32.lt_u').branchIf(again);
  });
  body.release(at, end);
}

/** (0 + 2) + (1 + 3). */
function joined(body: FunctionBody, front: Local, back: Local): Scalar {
  const both = body.local('v128');
  body.get(front).get(back).op('f64x2.add').set(both);
  return f64.add(f64.lane(both, 0), f64.lane(both, 1));
}

/** Sum, least and greatest of the block. */
function writeSums(code: VectorCode, column: Local): { total: Scalar; min: Local; max: Local } {
  const { body } = code;
  const vector = (value: number): Local => {
    const local = body.local('v128');
    code.push(value);
    body.set(local);
    return local;
  };
  const [front, back, least, most] = [vector(0), vector(0), vector(Infinity), vector(-Infinity)];
  const pass = (updates: readonly (readonly [Local, 0 | 16, (a: Operand, b: Operand) => Vector])[]): void =>
    overBlock(body, column, (at) => {
      for (const offset of [0, 16]) {
        code.scope(() => {
          const x = code.let(load(at, offset));
          for (const [local, place, op] of updates) {
            if (local !== least && local !== most && place !== offset) continue;
            code.push(op(code.variable(local), x));
            body.set(local);
          }
        });
      }
    });
  // The quick comparisons take either of two zeros; which one it is matters only when an extreme is zero.
  pass([
    [front, 0, f64x2.add],
    [back, 16, f64x2.add],
    [least, 0, (a, b) => f64x2.pmin(a, b)],
    [most, 0, (a, b) => f64x2.pmax(a, b)],
  ]);
  code.push(v128.or(f64x2.eq(code.variable(least), 0), f64x2.eq(code.variable(most), 0)));
  body.op('v128.any_true');
  body.if(() =>
    pass([
      [least, 0, f64x2.min],
      [most, 0, f64x2.max],
    ]),
  );
  const [min, max] = [body.local('f64'), body.local('f64')];
  f64.min(f64.lane(least, 0), f64.lane(least, 1))(body);
  body.set(min);
  f64.max(f64.lane(most, 0), f64.lane(most, 1))(body);
  body.set(max);
  return { total: joined(body, front, back), min, max };
}

interface Powers {
  readonly m2: Scalar;
  readonly m3: Scalar;
  readonly m4: Scalar;
}

function writePowers(code: VectorCode, column: Local, mean: Scalar): Powers {
  const { body } = code;
  const center = body.local('v128');
  mean(body);
  body.op('f64x2.splat').set(center);
  const sums = Array.from({ length: 6 }, () => body.local('v128'));
  for (const sum of sums) {
    code.push(0);
    body.set(sum);
  }
  const [front2, front3, front4, back2, back3, back4] = sums as [Local, Local, Local, Local, Local, Local];
  overBlock(body, column, (at) => {
    for (const [offset, m2, m3, m4] of [
      [0, front2, front3, front4],
      [16, back2, back3, back4],
    ] as const) {
      code.scope(() => {
        const d = code.let(f64x2.sub(load(at, offset), code.variable(center)));
        const d2 = code.let(f64x2.mul(d, d));
        for (const [sum, power] of [
          [m2, d2],
          [m3, f64x2.mul(d2, d)],
          [m4, f64x2.mul(d2, d2)],
        ] as const) {
          code.push(f64x2.add(code.variable(sum), power));
          body.set(sum);
        }
      });
    }
  });
  const value = (front: Local, back: Local): Scalar => held(body, joined(body, front, back));
  return { m2: value(front2, back2), m3: value(front3, back3), m4: value(front4, back4) };
}

interface BlockMoments extends Powers {
  readonly mean: Scalar;
  readonly min: Scalar;
  readonly max: Scalar;
}

/** numerics' `mergeMoments`, expression by expression. */
function writeMerge(body: FunctionBody, into: Local, block: BlockMoments): void {
  const { add, sub, mul, div, constant } = f64;
  const nb = constant(blockSize);
  const put = (offset: number, value: Scalar): void => store(body, into, offset, value);
  const na = held(body, f64.load(into, account.n));
  na(body);
  body.f64(0).op('f64.eq');
  body.if(
    () => {
      const { mean, m2, m3, m4, min, max } = block;
      for (const [offset, value] of Object.entries({ n: nb, mean, m2, m3, m4, min, max })) {
        put(account[offset as 'n'], value);
      }
    },
    () => {
      const own = (offset: number): Scalar => held(body, f64.load(into, offset));
      const [mean, m2a, m3a, m4a] = [own(account.mean), own(account.m2), own(account.m3), own(account.m4)];
      const n = held(body, add(na, nb));
      const delta = held(body, sub(block.mean, mean));
      const share = held(body, div(delta, n));
      const share2 = held(body, mul(share, share));
      const product = held(body, mul(na, nb));
      const lead = held(body, mul(mul(delta, share), product));
      const spread = add(sub(mul(na, na), product), mul(nb, nb));
      const squares = add(mul(mul(na, na), block.m2), mul(mul(nb, nb), m2a));
      const cubes = sub(mul(na, block.m3), mul(nb, m3a));
      const fourth = add(add(m4a, block.m4), mul(mul(lead, share2), spread));
      put(
        account.m4,
        add(add(fourth, mul(mul(constant(6), share2), squares)), mul(mul(constant(4), share), cubes)),
      );
      const third = add(add(m3a, block.m3), mul(mul(lead, share), sub(na, nb)));
      put(account.m3, add(third, mul(mul(constant(3), share), sub(mul(na, block.m2), mul(nb, m2a)))));
      put(account.m2, add(add(m2a, block.m2), lead));
      put(account.mean, add(mean, mul(share, nb)));
      put(account.n, n);
      put(account.min, f64.min(f64.load(into, account.min), block.min));
      put(account.max, f64.max(f64.load(into, account.max), block.max));
    },
  );
}

/** The function (column, account) that counts finite values in the bins of numerics' `SketchBins`. */
function writeBins(module: ModuleWriter, layout: MemoryLayout, { page }: SummaryHost): Callable {
  const far = writeFarBin(module, page);
  const body = module.addFunction(['i32', 'i32'], []);
  const code = new VectorCode(body, layout);
  const [column, into] = body.arguments as [Local, Local];
  const held = (offset: number): Vector => {
    const local = body.local('v128');
    body.get(into).memory('v128.load64_splat', offset).set(local);
    return code.variable(local);
  };
  const [center, scale] = [held(account.center), held(account.scale)];
  const [x, bin, side, place] = [0, 1, 2, 3].map(() => body.local('v128')) as [Local, Local, Local, Local];
  const near = body.local('i32');
  body.get(into).memory('i32.load', account.near).set(near);
  overBlock(body, column, (at) => {
    for (const offset of [0, 16]) {
      code.scope(() => {
        // -0 counts as 0.
        code.push(f64x2.add(load(at, offset), 0));
        body.set(x);
        const y = code.let(f64x2.mul(f64x2.sub(code.variable(x), center), scale));
        // In this order a sum that is NaN stays NaN.
        const t = code.let(f64x2.pmin(f64x2.add(f64x2.abs(y), 1), Number.MAX_VALUE));
        code.push(i64x2.sub(i64x2.shr_u(t, 44), exponentBias));
        body.set(bin);
        code.push(f64x2.lt(y, 0));
        body.set(side);
        // All octaves near the centre lie below; a NaN is not less than anything.
        code.push(f64x2.lt(t, nearEnd));
      });
      body.op('i64x2.bitmask').i32(3).op('i32.ne');
      body.if(
        () => {
          for (const lane of [0, 1]) {
            body.get(x).lane('f64x2.extract_lane', lane);
            for (const words of [bin, side]) body.get(words).lane('i32x4.extract_lane', 2 * lane);
            body.get(into).call(far);
          }
        },
        () => {
          const lower = v128.and(code.variable(side), BigInt(nearCountBytes / 2));
          code.push(i64x2.add(i64x2.shl(code.variable(bin), 2), lower));
          body.set(place);
          for (const lane of [0, 1]) {
            const cell = body.local('i32');
            body
              .get(place)
              .lane('i32x4.extract_lane', 2 * lane)
              .get(near)
              .op('i32.add')
              .set(cell);
            writeCount(body, { cell, base: near, countBytes: nearCountBytes }, () =>
              body.get(x).lane('f64x2.extract_lane', lane),
            );
            body.release(cell);
          }
        },
      );
    }
  });
  return body;
}

/** Address of a count, and what it takes to find its atom: where the counts begin and how many bytes they take. */
interface CountPlace {
  readonly cell: Local;
  readonly base: Local;
  readonly countBytes: number;
}

/** Counts a value: the atom stays while all values of the bin are equal, then the highest bit of the count is set. */
function writeCount(body: FunctionBody, { cell, base, countBytes }: CountPlace, pushValue: () => void): void {
  const [count, value, atom] = [body.local('i32'), body.local('f64'), body.local('i32')];
  body.get(cell).memory('i32.load').tee(count).i32(0).op('i32.ge_s');
  body.if(() => {
    pushValue();
    body.set(value);
    body.get(cell).get(base).op('i32.sub').i32(1).op('i32.shl').get(base).op('i32.add');
    body.i32(countBytes).op('i32.add').set(atom);
    body.get(count).op('i32.eqz');
    body.if(
      () => body.get(atom).get(value).memory('f64.store'),
      () => {
        body.get(value).get(atom).memory('f64.load').op('f64.ne');
        body.if(() => body.get(count).i32(differing).op('i32.or').set(count));
      },
    );
  });
  body.get(cell).get(count).i32(1).op('i32.add').memory('i32.store');
  body.release(count, value, atom);
}

/** The function (value, bin of its side, not 0 on the lower side, account) for values that may lie far out. */
function writeFarBin(module: ModuleWriter, page: Callable): Callable {
  const body = module.addFunction(['f64', 'i32', 'i32', 'i32'], []);
  const [value, bin, side, into] = body.arguments as [Local, Local, Local, Local];
  const [cell, base] = [body.local('i32'), body.local('i32')];
  const count = (countBytes: number): void =>
    writeCount(body, { cell, base, countBytes }, () => body.get(value));
  body
    .get(bin)
    .i32(256 * nearOctaves)
    .op('i32.lt_u');
  body.if(
    () => {
      body.get(into).memory('i32.load', account.near).tee(base);
      body.get(bin).i32(2).op('i32.shl', 'i32.add');
      body
        .get(side)
        .i32(nearCountBytes / 2)
        .op('i32.and', 'i32.add')
        .set(cell);
      count(nearCountBytes);
    },
    () => {
      body.get(bin).i32(coarse).op('i32.ge_u');
      body.if(() =>
        body
          .get(bin)
          .i32(8)
          .op('i32.shr_u')
          .i32(coarse - 40)
          .op('i32.add')
          .set(bin),
      );
      body.get(bin).get(side).i32(lowerSide).op('i32.and', 'i32.add').set(bin);
      // The entry of the page table, then the page.
      body.get(bin).i32(8).op('i32.shr_u').i32(2).op('i32.shl').get(into).op('i32.add').tee(cell);
      body.memory('i32.load', account.pages).tee(base).op('i32.eqz');
      body.if(() => body.get(cell).i32(account.pages).op('i32.add').call(page).set(base));
      body.get(bin).i32(255).op('i32.and').i32(2).op('i32.shl').get(base).op('i32.add').set(cell);
      count(pageCountBytes);
    },
  );
  return body;
}
