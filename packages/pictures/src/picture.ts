// What a reader is shown, said three ways from the same numbers: a drawing, a table and a sentence. Pure data: colours are
// named, never resolved, so a canvas in any theme and an SVG file draw the same picture.

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** A colour by its role; whoever draws knows the colour of each. Those of the series stay apart for every common colour
 * vision when each is used with the dash of its index. */
export type Tone = 'accent' | 'fill' | 'ink' | 'ink-2' | `series-${Digit}`;

/** Dashes that tell series apart without colour; CSS pixels on and off. */
export const dashes: readonly (readonly number[])[] = [
  [],
  [6, 3],
  [2, 3],
  [9, 3, 2, 3],
  [4, 2],
  [12, 4],
  [1, 2],
  [6, 2, 1, 2, 1, 2],
  [3, 6],
  [10, 2],
];

/** Tone and dash of the nth of several series. */
export function seriesStyle(order: number): { readonly tone: Tone; readonly dash: readonly number[] } {
  const index = order % dashes.length;
  return { tone: `series-${index as Digit}`, dash: dashes[index] ?? [] };
}

/** One line, area edge or set of points. `y` is null where there is nothing to draw. */
export interface Line {
  readonly label: string;
  readonly y: readonly (number | null)[];
  readonly tone: Tone;
  readonly dash?: readonly number[];
  /** CSS pixels; 1.5 when absent. */
  readonly width?: number;
  readonly kind?: 'line' | 'bars' | 'points';
}

/** A vertical mark with a short label. */
export interface Mark {
  readonly x: number;
  readonly label: string;
  readonly tone: Tone;
  readonly dash?: readonly number[];
}

/** Everything a chart needs for one moment. */
export interface Drawing {
  readonly x: readonly number[];
  readonly lines: readonly Line[];
  /** Indices into `lines` of upper and lower edges, filled between; where bands overlap they are deeper. */
  readonly bands?: readonly (readonly [upper: number, lower: number])[];
  readonly marks?: readonly Mark[];
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
  /** What stands at an index of `x`, in a few words. */
  say(index: number): string;
}

/** Parts of a chart that stay while its numbers change; another frame means another chart. */
export interface ChartFrame {
  readonly xLabel: string;
  readonly logX?: boolean;
  /** Ticks as per cent of one. */
  readonly yShare?: boolean;
}

export interface NumberTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Said under the table when rows were left out. */
  readonly note?: string;
}

/** A panel's content. All three read the newest data when called. */
export interface Picture {
  readonly title: string;
  readonly frame: ChartFrame;
  /** Undefined while there is nothing to draw. */
  draw(): Drawing | undefined;
  table(): NumberTable;
  /** One or two plain sentences. */
  summary(): string;
}

const rowsMax = 200;

/** Indices of at most 200 of `count` rows, evenly spread, the last one included. */
export function spreadRows(count: number): readonly number[] {
  if (count <= rowsMax) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: rowsMax }, (_, row) => Math.round((row * (count - 1)) / (rowsMax - 1)));
}

/** The note that goes with `spreadRows`. */
export function spreadNote(count: number): { readonly note?: string } {
  return count <= rowsMax
    ? {}
    : { note: `${rowsMax} of ${count.toLocaleString('en-US')} rows, evenly spread.` };
}

/** A finite number, or null for a gap. */
export function gap(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
