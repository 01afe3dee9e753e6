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

/** Pressure of the water, Pa, and slope of the path at one floater. */
export function placeOf(figures: Figures, way: number, floater: number): { pressure: number; up: number } {
  const { loop, weight, surface, model } = figures;
  const { length, pitch, radius, height, joins } = loop;
  const [firstArc, rise, topArc, sink] = joins;
  const whole = way + floater * pitch;
  const at = whole - Math.floor(whole / length) * length;
  const top = model.water.surfacePressure + weight * surface;
  const placed = (z: number, up: number): { pressure: number; up: number } => ({
    pressure: top - weight * z,
    up,
  });
  if (at < firstArc) return placed(-radius * cos(at / radius), sin(at / radius));
  if (at < rise) return placed(at - firstArc, 1);
  const turned = (at - rise) / radius;
  if (at < topArc) return placed(height + radius * sin(turned), cos(turned));
  if (at < sink) return placed(height - (at - topArc), -1);
  const under = (at - sink) / radius;
  return placed(-radius * sin(under), -cos(under));
}

/** First number from `from` on whose floater is at or behind `end`, for floaters at `start` + number * `pitch`. */
function firstBehind(end: number, start: number, pitch: number, from: number, count: number): number {
  let number = Math.max(from, Math.min(count, Math.ceil((end - start) / pitch)));
  while (number > from && start + (number - 1) * pitch >= end) number--;
  while (number < count && start + number * pitch < end) number++;
  return number;
}

/** Fills `places` for a chain that has come `way` from where floater 0 was at the lowest point: floaters lie in order along
 * the path, so that each part of it holds a run of numbers. */
export function place(figures: Figures, way: number, places: Places): void {
  const { length, pitch } = figures.loop;
  const count = places.position.length;
  const start = way - Math.floor(way / length) * length;
  const turned = firstBehind(length, start, pitch, 0, count);
  places.slopes = 0;
  placeRun(figures, start, 0, turned, places);
  placeRun(figures, start - length, turned, count, places);
}

/** Places floaters `from` .. `to` - 1, at `start` + number * pitch, all of them in one loop. Angles in the bends are sums of
 * the chain's angle and a multiple of the pitch's, so that one call of sin and cos serves a bend. */
function placeRun(figures: Figures, start: number, from: number, to: number, places: Places): void {
  if (from >= to) return;
  const { loop, weight, surface, model } = figures;
  const { position, pressure, slope } = places;
  const { pitch, radius, height, joins } = loop;
  const { cos: turnCos, sin: turnSin } = loop.turns;
  const top = model.water.surfacePressure + weight * surface;
  let slopes = 0;
  let i = from;
  for (let part = 0; part < 5 && i < to; part++) {
    const end = part < 4 ? firstBehind(joins[part]!, start, pitch, i, to) : to;
    if (end === i) continue;
    if (part % 2 === 1) {
      const up = part === 1 ? 1 : -1;
      const base = part === 1 ? top + weight * joins[0] : top - weight * (height + joins[2]);
      slopes += up * (end - i);
      for (; i < end; i++) {
        const at = start + i * pitch;
        position[i] = at;
        pressure[i] = base - up * weight * at;
        slope[i] = up;
      }
      continue;
    }
    // a bend turns around the middle of one sprocket: height over it and slope are cos and sin of one angle
    const angle = (start - (part === 0 ? 0 : joins[part - 1]!)) / radius;
    const c0 = cos(angle);
    const s0 = sin(angle);
    for (; i < end; i++) {
      const c = turnCos[i]!;
      const s = turnSin[i]!;
      const cosine = c0 * c - s0 * s;
      const sine = s0 * c + c0 * s;
      const z = part === 0 ? -radius * cosine : part === 2 ? height + radius * sine : -radius * sine;
      const up = part === 0 ? sine : part === 2 ? cosine : -cosine;
      position[i] = start + i * pitch;
      pressure[i] = top - weight * z;
      slope[i] = up;
      slopes += up;
    }
  }
  places.slopes += slopes;
}
