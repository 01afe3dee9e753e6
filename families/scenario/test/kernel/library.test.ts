// Every operation on two lanes against the plain loop, bit for bit: special values, every pair of neighbours, random bits, dense ranges.
import { fillUniforms, seedKey } from '@holdfast/numerics';
import { describe, expect, it } from 'vitest';
import { binaryLoops, selectLoop, unaryLoops } from '../../src/program/loops.ts';
import { binaryOps, unaryOps } from '../../src/program/operations.ts';
import { hostFunctions } from '../../src/kernel/library.ts';
import { compileLoops, everyOperation } from './lanes.ts';
import type { Column, Loop } from './lanes.ts';
import { columnsFor, usualFor } from './points.ts';

const length = 32_768;

/** First places at which two columns differ, with their operands; a NaN equals every NaN. */
function differences(op: string, got: Column, wanted: Column, operands: Column[]): string[] {
  const found: string[] = [];
  for (let i = 0; i < got.length && found.length < 5; i++) {
    if (Object.is(got[i], wanted[i])) continue;
    found.push(`${op}(${operands.map((operand) => operand[i]).join(', ')}) is ${wanted[i]}, not ${got[i]}`);
  }
  return found;
}

/** Runs a loop in pieces that fit its columns, with the plain loop beside it. */
function compare(
  op: string,
  loop: Loop,
  plain: (out: Column, args: Column[], count: number) => void,
  operands: Column[],
): string[] {
  const found: string[] = [];
  for (let from = 0; from < operands[0].length && found.length === 0; from += length) {
    const piece = operands.map((operand) => operand.slice(from, from + length));
    const wanted = new Float64Array(piece[0].length);
    plain(wanted, piece, wanted.length);
    found.push(...differences(op, loop(...piece), wanted, piece));
  }
  return found;
}

const calls = new Map<string, number>();
const counting = Object.entries(hostFunctions()).map(([op, scalar]) => {
  const counted = (a: number, b: number): number => {
    calls.set(op, (calls.get(op) ?? 0) + 1);
    return scalar(a, b);
  };
  return [op, counted] as const;
});
const loops = compileLoops(everyOperation, length, Object.fromEntries(counting));

const plainSelect = (out: Column, [a, b, c]: Column[], count: number): void =>
  selectLoop(out, a, b, c, count);

describe('vector code has the bits of the plain loop', () => {
  it.each(unaryOps)('%s', (op) => {
    const plain = (out: Column, [a]: Column[], count: number): void => unaryLoops[op](out, a, count);
    for (const operands of columnsFor(op, 1)) {
      expect(compare(op, loops.get(op)!, plain, operands)).toEqual([]);
    }
  });

  it.each(binaryOps)('%s', (op) => {
    const plain = (out: Column, [a, b]: Column[], count: number): void => binaryLoops[op](out, a, b, count);
    for (const operands of columnsFor(op, 2)) {
      expect(compare(op, loops.get(op)!, plain, operands)).toEqual([]);
    }
  });

  it('select', () => {
    for (const operands of columnsFor('select', 3)) {
      expect(compare('select', loops.get('select')!, plainSelect, operands)).toEqual([]);
    }
  });
});

describe('what is known of an operand changes no bit', () => {
  const uniforms = new Float64Array(length);
  fillUniforms(uniforms, length, 0, 5, 0, seedKey(11));
  const smallest = Float64Array.from({ length }, (_, i) => (2 * i + 1) * 2 ** -53);
  const known = [
    { op: 'normalQuantile', source: 'uniform', sign: 1 },
    { op: 'log1p', source: 'negatedUniform', sign: -1 },
  ] as const;
  const special = compileLoops(
    known.map(({ op, source }) => ({
      name: op,
      arity: 1,
      write: (library, a) => library.unary(op, a, source),
    })),
    length,
    Object.fromEntries(counting),
  );

  it.each(known)('$op of a $source, without the host', ({ op, sign }) => {
    const plain = (out: Column, [a]: Column[], count: number): void => unaryLoops[op](out, a, count);
    calls.clear();
    for (const column of [uniforms, uniforms.map((u) => 1 - u), smallest, smallest.map((u) => 1 - u)]) {
      const operands = [column.map((u) => sign * u)];
      expect(compare(op, special.get(op)!, plain, operands)).toEqual([]);
    }
    expect(Object.fromEntries(calls)).toEqual({});
  });
});

describe('usual operands', () => {
  it.each([...unaryOps, ...binaryOps])('%s stays in vector code', (op) => {
    calls.clear();
    loops.get(op)!(usualFor(op), usualFor(op, 1));
    expect(Object.fromEntries(calls)).toEqual({});
  });
});
