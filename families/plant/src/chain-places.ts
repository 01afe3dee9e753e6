// Where floaters are: depth and slope of the path follow from the one coordinate of the chain. Floaters lie in order along
// the path, so that each part of it holds a run of numbers, and sums over a part have a closed form.

import { cos, sin, sineAndCosine } from '@holdfast/numerics';
import type { Figures } from './figures.ts';

/** Parts of the path in two loops: the chain begins inside the first one. */
const partsMost = 10;

/** Of those floaters that were asked for: arc position m, pressure of the water Pa, slope dz/dsigma. */
export interface PlaceRows {
  readonly position: Float64Array;
  readonly pressure: Float64Array;
  readonly slope: Float64Array;
}

/** What follows from one coordinate of the chain. */
export interface Places extends PlaceRows {
  /** Sum of the slopes of all floaters. */
  slopes: number;
  /** How many parts of the path hold floaters; of each, the number behind its last floater, where floater 0 would be on it,
   * m, and cos and sin of the angle of floater 0 around the middle of its sprocket. */
  parts: number;
  readonly kind: Int32Array;
  readonly end: Int32Array;
  readonly start: Float64Array;
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
  /** Sine and cosine of the way over the radius. */
  readonly turn: Float64Array;
}

/** @param rows where positions, pressures and slopes are kept */
export function createPlaces({ position, pressure, slope }: PlaceRows): Places {
  return {
    position,
    pressure,
    slope,
    slopes: 0,
    parts: 0,
    kind: new Int32Array(partsMost),
    end: new Int32Array(partsMost),
    start: new Float64Array(partsMost),
    cosine: new Float64Array(partsMost),
    sine: new Float64Array(partsMost),
    turn: new Float64Array(2),
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

/** Finds which floaters are on which part of the path, of a chain that has come `way` from where floater 0 was at the lowest
 * point, and what their slopes add up to. */
export function survey({ loop }: Figures, way: number, places: Places): void {
  const { length, pitch, radius, joins, bends } = loop;
  const { cosSums, sinSums } = loop.turns;
  const { kind: kinds, end: ends, start: starts, cosine, sine } = places;
  const count = places.position.length;
  const first = way - Math.floor(way / length) * length;
  // one call serves all bends: their angles differ from this one by constants
  sineAndCosine(first / radius, places.turn);
  const s = places.turn[0]!;
  const c = places.turn[1]!;
  let slopes = 0;
  let parts = 0;
  let from = 0;
  for (let turn = 0; turn < 2; turn++) {
    const start = turn === 0 ? first : first - length;
    for (let kind = 0; kind < 5 && from < count; kind++) {
      const until = kind < 4 ? joins[kind]! : turn === 0 ? length : Infinity;
      if (start + from * pitch >= until) continue;
      // the chain has hardly moved since it was looked at last
      let to = ends[parts]!;
      const right =
        to > from && start + (to - 1) * pitch < until && (to === count || start + to * pitch >= until);
      if (!right) to = firstBehind(until, start, pitch, from, count);
      kinds[parts] = kind;
      ends[parts] = to;
      starts[parts] = start;
      if ((kind & 1) === 1) slopes += kind === 1 ? to - from : from - to;
      else {
        const angle = turn * 3 + (kind >> 1);
        const c0 = c * bends.cos[angle]! + s * bends.sin[angle]!;
        const s0 = s * bends.cos[angle]! - c * bends.sin[angle]!;
        cosine[parts] = c0;
        sine[parts] = s0;
        const cosSum = cosSums[to]! - cosSums[from]!;
        const sinSum = sinSums[to]! - sinSums[from]!;
        const cosines = c0 * cosSum - s0 * sinSum;
        slopes += kind === 0 ? s0 * cosSum + c0 * sinSum : kind === 2 ? cosines : -cosines;
      }
      parts++;
      from = to;
    }
  }
  places.slopes = slopes;
  places.parts = parts;
}

/** Fills pressures and slopes of the floaters in `runs`, pairs of the first number and the one behind the last, ascending, for
 * places that have been surveyed; `along` says whether positions too, which only windows along the chain and pictures need. */
export function placeSome(figures: Figures, places: Places, runs: readonly number[], along: boolean): void {
  let part = 0;
  let begin = 0;
  for (let run = 0; run < runs.length; run += 2) {
    const last = runs[run + 1]!;
    let from = runs[run]!;
    while (from < last) {
      while (places.end[part]! <= from) begin = places.end[part++]!;
      const to = Math.min(last, places.end[part]!);
      placePart(figures, places, part, Math.max(begin, from), to, along);
      from = to;
    }
  }
}

function placePart(
  figures: Figures,
  places: Places,
  part: number,
  from: number,
  to: number,
  along: boolean,
): void {
  const { loop, weight, surface, model } = figures;
  const { position, pressure, slope } = places;
  const { pitch, radius, height, joins } = loop;
  const kind = places.kind[part]!;
  const start = places.start[part]!;
  const top = model.water.surfacePressure + weight * surface;
  if (along) for (let i = from; i < to; i++) position[i] = start + i * pitch;
  if (kind % 2 === 1) {
    const up = kind === 1 ? 1 : -1;
    const base = kind === 1 ? top + weight * joins[0] : top - weight * (height + joins[2]);
    for (let i = from; i < to; i++) {
      pressure[i] = base - up * weight * (start + i * pitch);
      slope[i] = up;
    }
    return;
  }
  // height over the middle of the sprocket and slope are cos and sin of one angle
  const { cos: turnCos, sin: turnSin } = loop.turns;
  const c0 = places.cosine[part]!;
  const s0 = places.sine[part]!;
  const middle = kind === 2 ? top - weight * height : top;
  const arm = weight * radius;
  for (let i = from; i < to; i++) {
    const c = turnCos[i]!;
    const s = turnSin[i]!;
    const cosine = c0 * c - s0 * s;
    const sine = s0 * c + c0 * s;
    pressure[i] = kind === 0 ? middle + arm * cosine : kind === 2 ? middle - arm * sine : middle + arm * sine;
    slope[i] = kind === 0 ? sine : kind === 2 ? cosine : -cosine;
  }
}

/** Fills `places` for all floaters. */
export function place(figures: Figures, way: number, places: Places): void {
  survey(figures, way, places);
  placeSome(figures, places, [0, places.position.length], true);
}
