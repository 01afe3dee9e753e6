// Every operation on two lanes against the plain loop, bit for bit: special values, every pair of neighbours, random bits, dense ranges.
import { describe, expect, it } from 'vitest';
import { binaryLoops, selectLoop, unaryLoops } from '../../src/program/loops.ts';
import { binaryOps, unaryOps } from '../../src/program/operations.ts';
import { hostFunctions } from '../../src/kernel/library.ts';
import { compileLoops, everyOperation } from './lanes.ts';
import type { Column, Loop } from './lanes.ts';
import { denseFor, pairs, randomBits, special, usualFor } from './points.ts';

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

describe('one operand', () => {
  const neighbours = Float64Array.from(special.flatMap((a) => special.flatMap((b) => [a, b])));
  const random = randomBits(20_000, 1);

  it.each(unaryOps)('%s has the bits of its plain loop', (op) => {
    const plain = (out: Column, [a]: Column[], count: number): void => unaryLoops[op](out, a, count);
    for (const points of [neighbours, random, denseFor(op)]) {
      expect(compare(op, loops.get(op)!, plain, [points])).toEqual([]);
    }
  });
});

describe('two operands', () => {
  const everyPair = pairs(special);
  const random = [randomBits(20_000, 2), randomBits(20_000, 3)];

  it.each(binaryOps)('%s has the bits of its plain loop', (op) => {
    const plain = (out: Column, [a, b]: Column[], count: number): void => binaryLoops[op](out, a, b, count);
    const dense = [denseFor(op), denseFor(op, 1)];
    const whole = [dense[0], dense[1].map(Math.round)];
    for (const points of [everyPair, random, dense, whole]) {
      expect(compare(op, loops.get(op)!, plain, points)).toEqual([]);
    }
  });
});

const selectPlain = (out: Column, [a, b, c]: Column[], count: number): void =>
  selectLoop(out, a, b, c, count);

it('select has the bits of its plain loop', () => {
  const [condition, whenTrue] = pairs([0, -0, 1, -1, 0.5, NaN, Infinity, 5e-324, 7]);
  const otherwise = whenTrue.map((x) => x + 1);
  expect(compare('select', loops.get('select')!, selectPlain, [condition, whenTrue, otherwise])).toEqual([]);
});

describe('usual operands', () => {
  it.each(['asin', 'acos', 'atan', 'atan2'])('%s still goes to the host', (op) => {
    calls.clear();
    loops.get(op)!(denseFor('asin'), denseFor('asin', 1));
    expect(calls.get(op)).toBe(20_000);
  });

  it.each([...unaryOps, ...binaryOps].filter((op) => !/^a(sin|cos|tan)/.test(op)))(
    '%s stays in vector code',
    (op) => {
      calls.clear();
      loops.get(op)!(usualFor(op), usualFor(op, 1));
      expect(Object.fromEntries(calls)).toEqual({});
    },
  );
});
