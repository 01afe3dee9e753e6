// How springs, ropes and tendons run: coils between their ends, straight lines, and around the wheels they are laid over.

import type { SceneCord, ScenePiece, SceneWheel } from '@holdfast/catalog';
import type { Triple } from './orbit.ts';
import { placeOf, type Poses } from './placement.ts';

const coilTurns = 9;
const coilSteps = 8;
const arcSteps = 16;
/** Parallel ends wrap half a turn, give or take what rounding and soft contacts do. */
const sweepSlack = 0.2;

const minus = (a: Triple, b: Triple): Triple => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const mix = (a: Triple, x: number, b: Triple, y: number): Triple => [
  a[0] * x + b[0] * y,
  a[1] * x + b[1] * y,
  a[2] * x + b[2] * y,
];
const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Triple, b: Triple): Triple => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
function unit(a: Triple): Triple | undefined {
  const length = Math.sqrt(dot(a, a));
  return length > 1e-9 ? [a[0] / length, a[1] / length, a[2] / length] : undefined;
}

/** A coil with straight ends. */
function coil(from: Triple, to: Triple, radius: number): readonly Triple[] {
  const way = minus(to, from);
  const along = unit(way);
  if (along === undefined) return [from, to];
  const across = unit(cross(along, Math.abs(along[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0])) ?? [1, 0, 0];
  const other = cross(along, across);
  const steps = coilTurns * coilSteps;
  const points = Array.from({ length: steps + 1 }, (_, step): Triple => {
    const share = step / steps;
    const angle = (step / coilSteps) * 2 * Math.PI;
    const out = radius * Math.min(1, 12 * share, 12 * (1 - share));
    const axis = mix(from, 1, way, 0.08 + 0.84 * share);
    return mix(axis, 1, mix(across, Math.cos(angle), other, Math.sin(angle)), out);
  });
  return [from, ...points, to];
}

function angle([x, y]: readonly [number, number]): number {
  return Math.atan2(y, x);
}

/** Tangents and the arc between them in the plane across the axis; straight where the wheel is not in the way. */
function around(from: Triple, to: Triple, wheel: SceneWheel, poses: Poses): readonly Triple[] {
  const { centre: place, radius, axis, side } = wheel;
  const centre = placeOf(poses, place);
  const [a, b] = [minus(from, centre), minus(to, centre)];
  const turned =
    axis === undefined
      ? cross(a, b)
      : minus(placeOf(poses, { body: place.body, position: mix(place.position, 1, axis, 1) }), centre);
  const normal = unit(turned);
  const first = normal && unit(minus(a, mix(normal, dot(a, normal), normal, 0)));
  if (normal === undefined || first === undefined) return [from, to];
  const second = cross(normal, first);
  const flat = (v: Triple): readonly [number, number] => [dot(v, first), dot(v, second)];
  const [af, bf] = [flat(a), flat(b)];
  const [ra, rb] = [Math.hypot(...af), Math.hypot(...bf)];
  if (ra <= radius || rb <= radius) return [from, to];
  /** The arc from a to b, turning by `sign`. */
  const arc = (sign: 1 | -1): { readonly start: number; readonly sweep: number } => {
    const start = angle(af) + sign * Math.acos(radius / ra);
    const end = angle(bf) - sign * Math.acos(radius / rb);
    const full = 2 * Math.PI;
    const sweep = (((sign * (end - start)) % full) + full) % full;
    return { start, sweep: sign * sweep };
  };
  const [left, right] = [arc(1), arc(-1)];
  // Beyond half a turn the tangents cross: the cord passes on that side without touching.
  const touching = [left, right].filter(({ sweep }) => Math.abs(sweep) <= Math.PI + sweepSlack);
  const towards = side && angle(flat(minus(placeOf(poses, side), centre)));
  /** 0 on the side asked for, 2 on the other. */
  const off = ({ start, sweep }: typeof left): number =>
    towards === undefined ? Math.abs(sweep) / Math.PI : 1 - Math.cos(start + sweep / 2 - towards);
  const chosen = touching.toSorted((one, two) => off(one) - off(two))[0];
  if (chosen === undefined || (towards !== undefined && off(chosen) > 1)) return [from, to];
  const [ha, hb] = [dot(a, normal), dot(b, normal)];
  const points = Array.from({ length: arcSteps + 1 }, (_, step): Triple => {
    const share = step / arcSteps;
    const at = chosen.start + chosen.sweep * share;
    const inPlane = mix(first, Math.cos(at) * radius, second, Math.sin(at) * radius);
    return mix(mix(centre, 1, inPlane, 1), 1, normal, ha + (hb - ha) * share);
  });
  return [from, ...points, to];
}

function pathOf(piece: ScenePiece, kind: SceneCord['kind'], poses: Poses, radius: number): readonly Triple[] {
  const [from, to] = [placeOf(poses, piece.from), placeOf(poses, piece.to)];
  if (piece.around !== undefined) return around(from, to, piece.around, poses);
  return kind === 'spring' ? coil(from, to, radius) : [from, to];
}

/** The points each piece of a cord passes; `radius` is that of a coil. */
export function cordPaths(
  { pieces, kind }: SceneCord,
  poses: Poses,
  radius: number,
): readonly (readonly Triple[])[] {
  return pieces.map((piece) => pathOf(piece, kind, poses, radius));
}

/** Lines a cord is drawn with at most, so that room can be kept for them. */
export function linesMost({ pieces, kind }: SceneCord): number {
  return pieces.reduce(
    (sum, { around: wheel }) =>
      sum + (wheel === undefined ? (kind === 'spring' ? coilTurns * coilSteps + 2 : 1) : arcSteps + 2),
    0,
  );
}
