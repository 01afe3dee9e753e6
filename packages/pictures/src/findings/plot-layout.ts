// Where a plot stands in pixels: margins, scales, ticks, and places for names that hide nothing.

import { yTicks } from '../scale.ts';
import type { Plot, PlotAxis, PlotMark } from './plot.ts';

const rowPx = 32;
const plainPx = 300;
/** Width of a digit and of a letter of the small face, on average. */
const digitPx = 6.6;
const letterPx = 6.3;
const tickSpacePx = { x: 64, y: 40 };

export interface Tick {
  readonly at: number;
  readonly text: string;
}

export interface PlotLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** Letters a row's name may have. */
  readonly rowLetters: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** Round numbers inside an axis, about `most` of them. */
export function ticksOf({ low, high, share = false }: PlotAxis, most: number): readonly Tick[] {
  const { at, labels } = yTicks({ xLabel: '', yShare: share }, [low, high], most);
  const room = 1e-9 * (high - low);
  return at
    .map((value, index) => ({ at: value, text: labels[index] ?? '' }))
    .filter((tick) => tick.at >= low - room && tick.at <= high + room);
}

/** Lays a plot out in a width. */
export function layoutOf(plot: Plot, width: number): PlotLayout {
  const rows = 'rows' in plot.y ? plot.y.rows : undefined;
  const top = plot.marks.some((mark) => mark.kind === 'rule' && mark.on === 'x' && mark.label !== '')
    ? 24
    : 10;
  const inner = rows === undefined ? plainPx : rows.length * rowPx;
  const bottom = top + inner;
  const yTicks = 'rows' in plot.y ? [] : ticksOf(plot.y, Math.floor(inner / tickSpacePx.y));
  const rowLetters = Math.floor(Math.min(width * 0.42, 280) / letterPx);
  const names = rows?.map((name) => Math.min(name.length, rowLetters)) ?? [];
  const labels = yTicks.map(({ text }) => text.length);
  const left =
    rows === undefined ? 36 + Math.max(0, ...labels) * digitPx : 18 + Math.max(4, ...names) * letterPx;
  const right = Math.max(left + 40, width - 22);
  const across = (right - left) / (plot.x.high - plot.x.low || 1);
  const [low, high] = 'rows' in plot.y ? [plot.y.rows.length, 0] : [plot.y.low, plot.y.high];
  return {
    width,
    height: bottom + 44,
    left,
    right,
    top,
    bottom,
    xTicks: ticksOf(plot.x, Math.floor((right - left) / tickSpacePx.x)),
    yTicks,
    rowLetters,
    x: (value) => left + (value - plot.x.low) * across,
    y: (value) => bottom - ((value - low) / (high - low || 1)) * inner,
  };
}

/** Points as the data of an SVG path; steps hold each value until the next point. */
export function plotPath(
  points: readonly (readonly [number, number])[],
  layout: PlotLayout,
  steps = false,
): string {
  return points
    .map(([x, y], index) => {
      const at = layout.x(x).toFixed(1);
      if (index === 0) return `M${at} ${layout.y(y).toFixed(1)}`;
      return steps ? `H${at}V${layout.y(y).toFixed(1)}` : `L${at} ${layout.y(y).toFixed(1)}`;
    })
    .join('');
}

/** The path of a whisker: a line with a bar at either end. */
export function whiskerPath(mark: Extract<PlotMark, { kind: 'whisker' }>, layout: PlotLayout): string {
  const across = mark.along === 'x';
  const [from, to] = [mark.low, mark.high].map((value) =>
    (across ? layout.x(value) : layout.y(value)).toFixed(1),
  );
  const at = across ? layout.y(mark.at) : layout.x(mark.at);
  const [before, here] = [(at - 4).toFixed(1), at.toFixed(1)];
  return across
    ? `M${from} ${before}v8M${from} ${here}H${to}M${to} ${before}v8`
    : `M${before} ${from}h8M${here} ${from}V${to}M${before} ${to}h8`;
}

/** A text of at most so many letters. */
export function shortened(text: string, letters: number): string {
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface PlacedName {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

const apart = (a: Box, b: Box): boolean =>
  a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;

/** Names beside their dots; one that finds no free place is left out, for it can still be read by stopping at its dot. */
export function placeNames(marks: readonly PlotMark[], layout: PlotLayout): readonly PlacedName[] {
  const taken: Box[] = marks.flatMap((mark) => {
    if (mark.kind === 'whisker') {
      const [x, y] = [layout.x, layout.y].map((place, axis) => {
        const along = (mark.along === 'x') === (axis === 0);
        return along ? [place(mark.low), place(mark.high)] : [place(mark.at) - 4, place(mark.at) + 4];
      }) as [number[], number[]];
      return [{ left: Math.min(...x), top: Math.min(...y), right: Math.max(...x), bottom: Math.max(...y) }];
    }
    if (mark.kind !== 'dot') return [];
    const [x, y] = [layout.x(mark.x), layout.y(mark.y)];
    return [{ left: x - 5, top: y - 5, right: x + 5, bottom: y + 5 }];
  });
  const placed: PlacedName[] = [];
  for (const mark of marks) {
    if (mark.kind !== 'name') continue;
    const [x, y] = [layout.x(mark.x), layout.y(mark.y)];
    const wide = mark.text.length * letterPx;
    const offsets = [
      [9, 4],
      [-wide - 9, 4],
      [-wide / 2, -11],
      [-wide / 2, 19],
      [9, -9],
      [9, 17],
    ] as const;
    for (const [right, down] of offsets) {
      const box = { left: x + right, top: y + down - 10, right: x + right + wide, bottom: y + down + 3 };
      const inside =
        box.left >= layout.left && box.right <= layout.width && box.top >= 0 && box.bottom <= layout.bottom;
      if (!inside || taken.some((other) => !apart(box, other))) continue;
      taken.push(box);
      placed.push({ x: x + right, y: y + down, text: mark.text });
      break;
    }
  }
  return placed;
}
