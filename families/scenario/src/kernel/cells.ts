// Where a kernel keeps what is not a column: the place of the block, keys, flags, and one account for each output.

import { heavyMost } from '@holdfast/numerics';
import type { MemoryLayout } from './memory-layout.ts';
import { blockSize } from '../program/evaluator.ts';

/** Bytes of one column of a block. */
export const columnBytes = 8 * blockSize;

/** Bytes of the counts of 256 bins of a sketch; twice as many follow for their atoms. */
export const pageCountBytes = 1024;

/** Octaves of bins on either side of the centre that have a place of their own; few values lie beyond. */
export const nearOctaves = 6;

/** Where the octaves near the centre end: 2^nearOctaves. */
export const nearEnd = 64;

/** Bytes of the counts near the centre: the upper side, then the lower; twice as many follow for their atoms. */
export const nearCountBytes = 2 * nearOctaves * pageCountBytes;

/** Pages of bins a sketch can have, half of them on either side of the centre. */
export const binPagesMost = 88;

/** After the table of pages and one word. */
const heavyAt = 88 + 4 * binPagesMost;

/** Layout of the account of one output, in bytes from its start; it begins with its `Moments`. */
export const account = Object.freeze({
  n: 0,
  mean: 8,
  m2: 16,
  m3: 24,
  m4: 32,
  min: 40,
  max: 48,
  center: 56,
  scale: 64,
  /** Number of the output. */
  output: 72,
  /** 1 while the host keeps the values. */
  keep: 76,
  /** Address of the bins near the centre. */
  near: 80,
  /** Address of each page of bins farther out, 0 where there is none. */
  pages: 84,
  /** Heavy values and how many values equal each, all doubles. */
  heavy: heavyAt,
  heavyCounts: heavyAt + 8 * heavyMost,
  /** Number of heavy values. */
  heavyLength: 84 + 4 * binPagesMost,
  bytes: heavyAt + 16 * heavyMost,
});

export interface Cells {
  /** First iteration of the block, as a double. */
  readonly first: number;
  /** Low and high word of the counter at which the block's uniforms begin. */
  readonly counter: number;
  /** Ten pairs of words. */
  readonly roundKeys: number;
  /** Not 0 when a value of the block may be invalid. */
  readonly suspect: number;
}

export function reserveCells(layout: MemoryLayout): Cells {
  // Address 0 stays unused: a page at 0 would count as none.
  layout.reserve(64, 64);
  return {
    first: layout.reserve(8),
    counter: layout.reserve(8),
    roundKeys: layout.reserve(80),
    suspect: layout.reserve(4),
  };
}

/** Bytes from one account to the next: whole cache lines. */
export const accountStride = Math.ceil(account.bytes / 64) * 64;
