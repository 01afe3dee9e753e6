// Counter-based randomness: every draw is a pure function of (seed, stream, step, who, which), so there is no generator to
// save and no order of drawing. The mixing function is lowbias32 (Wellons 2018, "Prospecting for hash functions").

import { seedKey } from '@holdfast/numerics';

/** What a draw is for; the numbers are part of what a run is. */
export const stream = Object.freeze({
  noise: 1,
  learning: 2,
  birth: 3,
  child: 4,
  growth: 5,
  begin: 6,
  input: 7,
  /** Decides what a drill hits; no number of a run. */
  harm: 8,
});

export type Stream = (typeof stream)[keyof typeof stream];

/** Odd multipliers that spread ordinals before they are mixed. */
export const spread = 0x9e3779b1;
export const spreadSecond = 0x85ebca77;

/** Mixes 32 bits. */
export function mix(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}

/** The key of one stream in one step; 32 bits. */
export function keyOf(seed: number, use: Stream, step: number): number {
  const { k0, k1 } = seedKey(seed);
  const low = step | 0;
  const high = Math.floor(step / 4294967296) | 0;
  return mix(mix(mix(mix(k0 ^ Math.imul(use, spread)) ^ k1) + low) + high);
}

/** 32 random bits, unsigned. */
export function bitsAt(key: number, who: number, which = 0): number {
  return mix(key + Math.imul(who, spread) + Math.imul(which, spreadSecond)) >>> 0;
}

/** A whole number 0 .. `count` - 1; `count` is at most 2^21. */
export function pickAt(key: number, who: number, which: number, count: number): number {
  return Math.floor((bitsAt(key, who, which) / 4294967296) * count);
}

/** A number in [0, 1). */
export function shareAt(key: number, who: number, which: number): number {
  return bitsAt(key, who, which) / 4294967296;
}
