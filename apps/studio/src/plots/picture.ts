// What a panel shows, said three ways from the same numbers: a drawing, a table and a sentence.

import type { Palette } from '../design/palette.ts';

/** One line, area edge or set of points. `y` is null where there is nothing to draw. */
export interface Line {
  readonly label: string;
  readonly y: readonly (number | null)[];
  readonly colour: string;
  readonly dash?: readonly number[];
  readonly width?: number;
  readonly kind?: 'line' | 'bars' | 'points';
}

/** A vertical mark with a short label. */
export interface Mark {
  readonly x: number;
  readonly label: string;
  readonly colour: string;
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
  readonly frame: ChartFrame;
  draw(palette: Palette): Drawing | undefined;
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
