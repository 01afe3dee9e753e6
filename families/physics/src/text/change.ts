// Changes to things in a world that is there: heavier, larger, elsewhere, faster.

import type { PhysicsInput } from '../document.ts';
import { materials } from './lexicon.ts';
import type { Sentence } from './sentence.ts';
import { geomsOf, type Loose, type Target } from './targets.ts';

const measures = [
  'mass|weight',
  'radius',
  'length',
  'size',
  'speed|velocity',
  'stiffness',
  'damping',
  'friction',
  'bounce|restitution',
  'density',
] as const;
export type EditMeasure =
  | 'mass'
  | 'radius'
  | 'length'
  | 'size'
  | 'speed'
  | 'stiffness'
  | 'damping'
  | 'friction'
  | 'bounce'
  | 'density';

export function measureOf(sentence: Sentence): EditMeasure | undefined {
  const found = sentence.phrase(...measures);
  return found?.split('|')[0] as EditMeasure | undefined;
}

/** Changes a measure of a thing; false where it has none of that kind. */
export function setMeasure(
  world: PhysicsInput,
  target: Target,
  measure: EditMeasure,
  change: (value: number) => number,
): boolean {
  switch (measure) {
    case 'mass': {
      const total = geomsOf(target).reduce((sum, geom) => sum + massOf(geom), 0);
      return total > 0 && changeMass(target, change(total) / total);
    }
    case 'speed':
      return changeSpeed(target, change);
    case 'stiffness':
    case 'damping':
      return changeSpring(world, target, measure, change);
    case 'radius':
    case 'size':
    case 'length': {
      const geom = geomsOf(target).find((one) => extentOf(one, measure) !== undefined);
      const now = geom === undefined ? undefined : extentOf(geom, measure);
      return now !== undefined && changeSize(target, change(now) / now);
    }
    case 'friction':
    case 'bounce':
    case 'density': {
      for (const geom of geomsOf(target))
        geom[measure] = change(
          typeof geom[measure] === 'number' ? geom[measure] : measure === 'density' ? densityOf(geom) : 1,
        );
      return geomsOf(target).length > 0;
    }
  }
}

function changeSpring(
  world: PhysicsInput,
  { kind, object, name }: Target,
  measure: 'stiffness' | 'damping',
  change: (value: number) => number,
): boolean {
  const joints = (object['joints'] ?? []) as Loose[];
  const own = (world.springs ?? []).filter(
    ({ from, to }) => from.body === name || to.body === name,
  ) as unknown as Loose[];
  const holders =
    kind === 'spring' ? [object] : [...own, ...joints.filter((joint) => joint[measure] !== undefined)];
  for (const holder of holders)
    holder[measure] = change((holder[measure] as number | undefined) ?? (measure === 'damping' ? 1 : 0));
  return holders.length > 0;
}

export function changeMass(target: Target, factor: number): boolean {
  const geoms = geomsOf(target);
  for (const geom of geoms) {
    if (typeof geom['mass'] === 'number') geom['mass'] *= factor;
    else geom['density'] = densityOf(geom) * factor;
  }
  return geoms.length > 0;
}

function densityOf(geom: Loose): number {
  if (typeof geom['density'] === 'number') return geom['density'];
  return materials[geom['material'] as string]?.density ?? 1000;
}

function massOf(geom: Loose): number {
  return typeof geom['mass'] === 'number' ? geom['mass'] : densityOf(geom) * volumeOf(geom);
}

const product = (values: unknown) => (values as readonly number[]).reduce((all, one) => all * one, 1);

function volumeOf(geom: Loose): number {
  const radius = (geom['radius'] as number | undefined) ?? 0;
  const length = lengthOf(geom) ?? 0;
  switch (geom['shape']) {
    case 'box':
      return product(geom['size']);
    case 'ellipsoid':
      return (4 / 3) * Math.PI * product(geom['radii']);
    case 'cylinder':
      return Math.PI * radius * radius * length;
    case 'capsule':
      return Math.PI * radius * radius * (length + (4 / 3) * radius);
    default:
      return (4 / 3) * Math.PI * radius * radius * radius;
  }
}

function lengthOf(geom: Loose): number | undefined {
  if (typeof geom['length'] === 'number') return geom['length'];
  const from = geom['from'] as readonly number[] | undefined;
  const to = geom['to'] as readonly number[] | undefined;
  if (from === undefined || to === undefined) return undefined;
  return Math.sqrt(from.reduce((sum, value, i) => sum + (to[i]! - value) * (to[i]! - value), 0));
}

function extentOf(geom: Loose, measure: 'radius' | 'size' | 'length'): number | undefined {
  if (measure === 'radius') return geom['radius'] as number | undefined;
  if (Array.isArray(geom['size'])) return geom['size'][0] as number;
  return measure === 'length'
    ? lengthOf(geom)
    : typeof geom['radius'] === 'number'
      ? 2 * geom['radius']
      : undefined;
}

/** Scales a thing about its own middle; a free body is lifted so that it stands where it stood. */
export function changeSize(target: Target, factor: number): boolean {
  const geoms = geomsOf(target);
  const scaled = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map((one: number) => one * factor)
      : typeof value === 'number'
        ? value * factor
        : value;
  const low = Math.min(
    0,
    ...geoms.map((geom) => ((geom['pos'] as readonly number[] | undefined)?.[2] ?? 0) - halfHeight(geom)),
  );
  for (const geom of geoms)
    for (const key of [
      'radius',
      'length',
      'size',
      'radii',
      'from',
      'to',
      ...(target.kind === 'body' ? ['pos'] : []),
    ])
      if (geom[key] !== undefined) geom[key] = scaled(geom[key]);
  const joints = (target.object['joints'] ?? []) as Loose[];
  if (target.kind === 'body' && joints.some(({ type }) => type === 'free'))
    moveBy(target, [0, 0, -low * (factor - 1)]);
  return geoms.length > 0;
}

function halfHeight(geom: Loose): number {
  if (Array.isArray(geom['size'])) return (geom['size'] as number[])[2]! / 2;
  if (Array.isArray(geom['radii'])) return (geom['radii'] as number[])[2]!;
  const isUpright = geom['shape'] === 'cylinder' && geom['euler'] === undefined;
  return isUpright
    ? ((geom['length'] as number | undefined) ?? 0) / 2
    : ((geom['radius'] as number | undefined) ?? 0);
}

/** Changes the speed along the way a thing goes, or along +x where it rests. False where it cannot have one. */
export function changeSpeed({ kind, object }: Target, change: (speed: number) => number): boolean {
  const joint = ((object['joints'] ?? []) as Loose[])[0];
  if (kind !== 'body' || joint === undefined || joint['type'] === 'ball') return false;
  if (joint['type'] !== 'free') {
    joint['velocity'] = change((joint['velocity'] as number | undefined) ?? 0);
    return true;
  }
  const old = (joint['velocity'] as readonly number[] | undefined) ?? [0, 0, 0];
  const speed = Math.sqrt(old.reduce((sum, one) => sum + one * one, 0));
  const next = change(speed);
  joint['velocity'] = speed > 0 ? old.map((one) => (one * next) / speed) : [next, 0, 0];
  return true;
}

export function moveBy({ kind, object }: Target, by: readonly [number, number, number]): boolean {
  if (kind !== 'body' && kind !== 'geom') return false;
  const pos = (object['pos'] as readonly number[] | undefined) ?? [0, 0, 0];
  object['pos'] = pos.map((value, i) => value + by[i]!);
  return true;
}

export function paint(target: Target, look: Loose): void {
  for (const geom of geomsOf(target)) {
    Object.assign(geom, look);
    // A substance brings its own density and colour.
    if ('material' in look) for (const key of ['density', 'mass', 'color']) delete geom[key];
  }
}

/** Holds a body where it is, or lets it go. */
export function setFixed({ kind, object }: Target, isFixed: boolean): boolean {
  if (kind !== 'body') return false;
  object['joints'] = isFixed ? [] : [{ type: 'free' }];
  return true;
}
