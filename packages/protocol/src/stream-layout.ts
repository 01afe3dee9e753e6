// How closely the values of a frame are followed on a live stream: fields with bounds, derived from channels and a tier.
// Shared code: it reads roles, shapes and units, and knows no family.

import { channelSize, frameSize, type Channel } from '@holdfast/core';

/** First byte of a streamed frame that stands for itself, "K", and of one that follows another, "D". */
export const keyByte = 0x4b;
export const deltaByte = 0x44;

/** Neighbouring values of a frame that are coded together. `at` is the index of the first. */
export type StreamField =
  /** Each of `count` values (1 to 3) is off by at most `bound`. */
  | { readonly kind: 'linear'; readonly at: number; readonly count: number; readonly bound: number }
  /** A unit quaternion [w, x, y, z] is off by at most `bound` radians; its sign may change. */
  | { readonly kind: 'rotation'; readonly at: number; readonly bound: number }
  /** One value is off by at most 2^-bits of itself; `bits` 4 to 15. */
  | { readonly kind: 'relative'; readonly at: number; readonly bits: number }
  /** One value arrives bit for bit. */
  | { readonly kind: 'exact'; readonly at: number };

export interface StreamLayout {
  /** Values of a frame. */
  readonly size: number;
  /** Ascending and without gaps or overlaps. */
  readonly fields: readonly StreamField[];
  /** Bound of the time of a frame, in the model's time unit; 0 for every bit. */
  readonly timeBound: number;
}

/** How closely a live stream follows: lengths in metres, rotations and angles in radians, everything else in binary digits. */
export interface StreamTier {
  readonly name: 'coarse' | 'default' | 'fine' | 'exact';
  readonly length: number;
  readonly rotation: number;
  readonly angle: number;
  readonly bits: number;
}

/** From the cheapest to the closest; a sender moves between them by index. */
export const streamTiers: readonly StreamTier[] = [
  { name: 'coarse', length: 2e-3, rotation: 1e-2, angle: 4e-3, bits: 8 },
  { name: 'default', length: 5e-4, rotation: 5e-3, angle: 1e-3, bits: 11 },
  { name: 'fine', length: 1e-4, rotation: 1e-3, angle: 2e-4, bits: 15 },
  { name: 'exact', length: 0, rotation: 0, angle: 0, bits: 0 },
];

/** The tier of a model when a client names none: places are followed to a tenth of a millimetre, numbers without places exactly,
 * because nobody sees the difference in a picture and everybody in a figure. */
export function ownTier(channels: readonly Channel[]): number {
  const name = channels.some(isPoses) ? 'fine' : 'exact';
  return streamTiers.findIndex((tier) => tier.name === name);
}

/** Numbers of a pose: position [x, y, z] and unit quaternion [w, x, y, z]. */
const poseSize = 7;

/** How the frames of a model travel at a tier. Rows of 7 of a `pose` channel are positions and rotations. */
export function streamLayout(channels: readonly Channel[], tier: StreamTier): StreamLayout {
  const fields: StreamField[] = [];
  let at = 0;
  for (const channel of channels) {
    const size = channelSize(channel);
    if (tier.bits === 0) for (let i = 0; i < size; i++) fields.push({ kind: 'exact', at: at + i });
    else if (isPoses(channel)) pushPoses(fields, at, size, tier);
    else for (let i = 0; i < size; i++) fields.push(scalarField(channel, at + i, tier));
    at += size;
  }
  return { size: frameSize(channels), fields, timeBound: tier.bits === 0 ? 0 : 1e-6 };
}

function isPoses({ role, shape }: Channel): boolean {
  return role === 'pose' && shape.at(-1) === poseSize;
}

function pushPoses(fields: StreamField[], start: number, size: number, tier: StreamTier): void {
  for (let at = start; at < start + size; at += poseSize) {
    fields.push({ kind: 'linear', at, count: 3, bound: tier.length });
    fields.push({ kind: 'rotation', at: at + 3, bound: tier.rotation });
  }
}

function scalarField({ unit, role }: Channel, at: number, tier: StreamTier): StreamField {
  if (role === 'count') return { kind: 'exact', at };
  if (unit === 'm') return { kind: 'linear', at, count: 1, bound: tier.length };
  if (unit === 'rad') return { kind: 'linear', at, count: 1, bound: tier.angle };
  return { kind: 'relative', at, bits: tier.bits };
}
