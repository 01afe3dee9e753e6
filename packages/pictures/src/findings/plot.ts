// A picture of a finding as plain data: axes, marks, and what stands where, in words. Whoever paints it needs nothing else.

import type { NumberTable } from '../picture.ts';

/** A number is a series: its colour and its dash. */
export type Tone = number | 'ink' | 'quiet' | 'warn' | 'bad';

export interface PlotAxis {
  /** With its unit. */
  readonly label: string;
  readonly low: number;
  readonly high: number;
  /** Ticks as per cent of one. */
  readonly share?: boolean;
}

/** Named rows from the top; the row with index i lies between i and i + 1. */
export interface PlotRows {
  readonly rows: readonly string[];
}

/** In the units of the axes. Whiskers, rules and spans lie along the axis they name. */
export type PlotMark =
  | {
      readonly kind: 'bar';
      readonly from: number;
      readonly to: number;
      readonly y: readonly [number, number];
      readonly tone: Tone;
    }
  | {
      readonly kind: 'whisker';
      readonly along: 'x' | 'y';
      readonly at: number;
      readonly low: number;
      readonly high: number;
      readonly tone: Tone;
    }
  | {
      readonly kind: 'line';
      readonly points: readonly (readonly [number, number])[];
      readonly tone: Tone;
      /** Holds each value until the next one. */
      readonly steps?: boolean;
      readonly thin?: boolean;
    }
  | {
      readonly kind: 'band';
      readonly points: readonly (readonly [x: number, low: number, high: number])[];
      readonly tone: Tone;
    }
  | {
      readonly kind: 'dot';
      readonly x: number;
      readonly y: number;
      readonly tone: Tone;
      readonly hollow?: boolean;
    }
  | {
      readonly kind: 'rule';
      /** The axis on which `at` is read. */
      readonly on: 'x' | 'y';
      readonly at: number;
      readonly label: string;
      readonly tone: Tone;
    }
  | {
      readonly kind: 'cell';
      readonly x: readonly [number, number];
      readonly y: readonly [number, number];
      /** 0 .. 1 along the ramp; null where there is no value. */
      readonly share: number | null;
      readonly text: string;
    }
  | { readonly kind: 'name'; readonly x: number; readonly y: number; readonly text: string };

/** One thing a person may stop at: where it is and what it says. */
export interface Reading {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface LegendEntry {
  readonly tone: Tone;
  readonly text: string;
  readonly as: 'bar' | 'line' | 'dot' | 'ring' | 'band';
}

export interface Plot {
  readonly x: PlotAxis;
  readonly y: PlotAxis | PlotRows;
  readonly marks: readonly PlotMark[];
  /** In the order in which they are read. */
  readonly readings: readonly Reading[];
  readonly legend: readonly LegendEntry[];
  /** What the ramp of cells means at its ends. */
  readonly ramp?: readonly [low: string, high: string];
}

/** A finding said three ways; without a plot where there is nothing to draw. */
export interface FindingPicture {
  readonly title: string;
  /** A few plain sentences. */
  readonly summary: string;
  readonly plot?: Plot | undefined;
  readonly table: NumberTable;
}

/** The least and the greatest of what is known, with a little room; never empty. */
export function extent(
  values: readonly (number | null)[],
  room = 0.04,
): { readonly low: number; readonly high: number } {
  const known = values.filter((value) => value !== null && Number.isFinite(value)) as number[];
  if (known.length === 0) return { low: 0, high: 1 };
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const span = (high - low || Math.abs(high) || 1) * room;
  return { low: low - span, high: high + span };
}

/** An axis that begins or ends at 0 where all of it lies on one side. */
export function fromZero(
  { low, high }: { readonly low: number; readonly high: number },
  values: readonly (number | null)[],
): { readonly low: number; readonly high: number } {
  const known = values.filter((value) => value !== null);
  if (known.every((value) => value >= 0)) return { low: 0, high: high > 0 ? high : 1 };
  return known.every((value) => value <= 0) ? { low, high: 0 } : { low, high };
}
