// Where every floater is: depth and slope of the path follow from the one coordinate of the chain.

import { cos, sin } from '@holdfast/numerics';
import type { Figures } from './figures.ts';

/** Of every floater, in place: arc position m, pressure of the water Pa, slope dz/dsigma. */
export interface Places {
  readonly position: Float64Array;
  readonly pressure: Float64Array;
  readonly slope: Float64Array;
  /** Sum of the slopes. */
  slopes: number;
}

export function createPlaces(count: number): Places {
  return {
    position: new Float64Array(count),
    pressure: new Float64Array(count),
    slope: new Float64Array(count),
    slopes: 0,
  };
}

/** Fills `places` for a chain that has come `way` from where floater 0 was at the lowest point. Angles in the bends are
 * sums of the chain's angle and a multiple of the pitch's, so that two calls of sin and cos serve all floaters. */
export function place({ loop, weight, surface, model }: Figures, way: number, places: Places): void {
  const { position, pressure, slope } = places;
  const { length, pitch, radius, height, joins, turns } = loop;
  const [firstArc, rise, topArc, sink] = joins;
  const { surfacePressure } = model.water;
  const count = position.length;
  const start = way - Math.floor(way / length) * length;
  const c0 = cos(start / radius);
  const s0 = sin(start / radius);
  const c2 = cos((start - rise) / radius);
  const s2 = sin((start - rise) / radius);
  const c4 = cos((start - sink) / radius);
  const s4 = sin((start - sink) / radius);
  let slopes = 0;
  for (let i = 0; i < count; i++) {
    let at = start + i * pitch;
    let turn = i + count;
    if (at >= length) {
      at -= length;
      turn -= count;
    }
    const c = turns.cos[turn]!;
    const s = turns.sin[turn]!;
    let z: number;
    let up: number;
    if (at < firstArc) {
      z = -radius * (c0 * c - s0 * s);
      up = s0 * c + c0 * s;
    } else if (at < rise) {
      z = at - firstArc;
      up = 1;
    } else if (at < topArc) {
      z = height + radius * (s2 * c + c2 * s);
      up = c2 * c - s2 * s;
    } else if (at < sink) {
      z = height - (at - topArc);
      up = -1;
    } else {
      z = -radius * (s4 * c + c4 * s);
      up = -(c4 * c - s4 * s);
    }
    position[i] = at;
    pressure[i] = surfacePressure + weight * (surface - z);
    slope[i] = up;
    slopes += up;
  }
  places.slopes = slopes;
}
