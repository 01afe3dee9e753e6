// What the side view draws at an instant: floaters at their places with their fill, and how the machines stand. Between two
// frames everything is interpolated along the chain, so that a floater follows the bends. Frames far apart are joined by place.

import type { RunReader } from '../run-reader.ts';
import { loopLength, type LoopShape } from './loop-path.ts';

/** Valve of a floater, as the family counts them. */
export const valveWords = ['full of water', 'filling', 'rising', 'spilling', 'venting', 'sealed'] as const;

/** Clutch, as the family counts it. */
export const clutchWords = [
  'locked',
  'flywheel runs ahead',
  'slips, chain ahead',
  'slips, flywheel ahead',
  'open',
] as const;

export interface Floater {
  /** Way along the loop from its lowest point, m. */
  readonly way: number;
  /** Share of the volume that is air. */
  readonly fill: number;
  /** Index into `valveWords`. */
  readonly valve: number;
}

export interface PlantScene {
  readonly time: number;
  /** Way of the chain, m. */
  readonly way: number;
  /** One by one; empty where there are too many of them. */
  readonly floaters: readonly Floater[];
  /** Fill by place, from the lowest point on, where floaters are not told apart. */
  readonly strip: readonly number[];
  /** Index into `clutchWords`. */
  readonly clutch: number;
  /** rad/s. */
  readonly flywheel: number;
  /** W. */
  readonly power: {
    readonly compression: number;
    readonly buoyancy: number;
    readonly shaft: number;
    readonly electricity: number;
  };
}

/** Frames around a time: index before, index after, and the share of the way between them. */
function around(reader: RunReader, time: number): readonly [number, number, number] | undefined {
  const { history } = reader.numbers;
  if (history === undefined || history.count === 0) return undefined;
  const before = Math.max(0, history.indexAt(time));
  const after = Math.min(history.count - 1, before + 1);
  const span = history.timeAt(after) - history.timeAt(before);
  const share = span > 0 ? (time - history.timeAt(before)) / span : 0;
  return [before, after, Math.min(1, Math.max(0, share))];
}

function mixed(before: number, after: number, share: number): number {
  return before + (after - before) * share;
}

/** The scene at `time`; undefined while there is no frame. */
export function sceneAt(reader: RunReader, shape: LoopShape, time: number): PlantScene | undefined {
  const found = around(reader, time);
  if (found === undefined) return undefined;
  const [before, after, share] = found;
  const at = (name: string): number => mixed(reader.at(before, name), reader.at(after, name), share);
  const way = at('way');
  return {
    time,
    way,
    floaters: floatersAt(reader, shape, way, found),
    strip: stripAt(reader, found),
    clutch: reader.at(before, 'clutch mode'),
    flywheel: at('flywheel speed'),
    power: {
      compression: at('compression power'),
      buoyancy: at('buoyant power'),
      shaft: at('shaft power'),
      electricity: at('electrical power'),
    },
  };
}

/** Pitches the chain may move between two frames for a floater to be followed from one to the other. Beyond, what is known is
 * what stood at each place: valves act at places, so that fill by place changes slowly. */
const followed = 1.5;

function floatersAt(
  reader: RunReader,
  shape: LoopShape,
  way: number,
  [before, after, share]: readonly [number, number, number],
): readonly Floater[] {
  const fills = [reader.field(before, 'fill'), reader.field(after, 'fill')] as const;
  const valves = reader.field(before, 'valve');
  const ways = [reader.at(before, 'way'), reader.at(after, 'way')] as const;
  const count = fills[0].length;
  const length = loopLength(shape);
  const pitch = length / count;
  const near = Math.abs(ways[1] - ways[0]) <= followed * pitch;
  /** Who stood nearest to the place of a floater in one of the two frames. */
  const at = (index: number, frame: 0 | 1): number => {
    if (near) return index;
    const moved = Math.round((way - ways[frame]) / pitch);
    return (((index + moved) % count) + count) % count;
  };
  return Array.from({ length: count }, (_, index) => {
    const along = way + index * pitch;
    return {
      way: along - Math.floor(along / length) * length,
      fill: mixed(fills[0][at(index, 0)]!, fills[1][at(index, 1)]!, share),
      valve: valves[at(index, 0)]!,
    };
  });
}

function stripAt(
  reader: RunReader,
  [before, after, share]: readonly [number, number, number],
): readonly number[] {
  const name = 'fill along the loop';
  const next = reader.field(after, name);
  return Array.from(reader.field(before, name), (fill, cell) => mixed(fill, next[cell]!, share));
}

/** The same fill by place, for floaters that move too fast to be told apart. */
export function stripOf(floaters: readonly Floater[], shape: LoopShape, cells: number): readonly number[] {
  const length = loopLength(shape);
  const sorted = floaters.toSorted((left, right) => left.way - right.way);
  if (sorted.length === 0) return [];
  let next = 0;
  return Array.from({ length: cells }, (_, cell) => {
    const place = ((cell + 0.5) / cells) * length;
    while (next < sorted.length && sorted[next]!.way <= place) next += 1;
    return sorted[(next + sorted.length - 1) % sorted.length]!.fill;
  });
}
