// A drawing of packages/pictures as SVG. Colours are the page's own variables, so one picture serves light, dark and print.

import {
  rangesOf,
  xTicks,
  yTicks,
  type ChartFrame,
  type Drawing,
  type Line,
  type Range,
  type Ticks,
} from '@holdfast/pictures';
import { markup, type Markup } from './markup.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Room one tick needs along each axis, and the width of a digit, in units of the drawing. */
const room = { x: 62, y: 30, digit: 6.4, mark: 6 } as const;

/** Where numbers lie in the plotting area, and that area's place. */
interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** To a tenth, which no eye tells from the exact place. */
function place(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}

function scaler([low, high]: Range, length: number, log: boolean): (value: number) => number {
  if (!log) return (value) => ((value - low) / (high - low)) * length;
  const [from, span] = [Math.log10(low), Math.log10(high / low)];
  return (value) => ((Math.log10(value) - from) / span) * length;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Points of a line on the paper; gaps are left out. */
function pointsOf(plot: Plot, x: readonly number[], y: Line['y']): readonly Point[] {
  return x.flatMap((at, index) => {
    const value = y[index];
    return value == null ? [] : [{ x: place(plot.x(at)), y: place(plot.y(value)) }];
  });
}

function path(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}

function bandOf(plot: Plot, drawing: Drawing, [upper, lower]: readonly [number, number]): Markup {
  const high = pointsOf(plot, drawing.x, drawing.lines[upper]?.y ?? []);
  const low = pointsOf(plot, drawing.x, drawing.lines[lower]?.y ?? []);
  if (high.length === 0 || low.length === 0) return markup``;
  return markup`<path d="${path([...high, ...low.toReversed()])}Z" fill="var(--band)"/>`;
}

function barsOf(plot: Plot, { x, lines }: Drawing, line: Line): Markup {
  const bottom = place(plot.y(0));
  const bars = line.y.flatMap((value, index) => {
    const end = x[index + 1];
    if (value == null || value === 0 || end === undefined) return [];
    const [left, right] = [plot.x(x[index] ?? 0), plot.x(end)];
    const width = Math.max(0.4, right - left - (right - left > 3 ? 1 : 0.3));
    return [`M${place(left)} ${bottom}V${place(plot.y(value))}h${place(width)}V${bottom}Z`];
  });
  return lines.length === 0 ? markup`` : markup`<path d="${bars.join('')}" fill="var(--${line.tone})"/>`;
}

function lineOf(plot: Plot, drawing: Drawing, line: Line): Markup {
  if (line.kind === 'bars') return barsOf(plot, drawing, line);
  const points = pointsOf(plot, drawing.x, line.y);
  if (line.kind === 'points') {
    const dots = points.map(({ x, y }) => markup`<circle cx="${x}" cy="${y}" r="3"/>`);
    return markup`<g fill="var(--surface)" stroke="var(--${line.tone})" stroke-width="1.5">${dots}</g>`;
  }
  const dash = (line.dash ?? []).join(' ');
  return markup`<path d="${path(points)}" fill="none" stroke="var(--${line.tone})" stroke-width="${line.width ?? 1.5}" stroke-linejoin="round"${dash === '' ? '' : markup` stroke-dasharray="${dash}"`}/>`;
}

function axesOf(plot: Plot, frame: ChartFrame, x: Ticks, y: Ticks): Markup {
  const { left, top, width, height } = plot;
  const bottom = top + height;
  const rows = y.at.map((value, index) => {
    const at = place(top + plot.y(value));
    return markup`<path d="M${left} ${at}h${width}" stroke="var(--grid)"/><text x="${left - 7}" y="${at + 3.5}" text-anchor="end">${y.labels[index]}</text>`;
  });
  const columns = x.at.map((value, index) => {
    const at = place(left + plot.x(value));
    return markup`<path d="M${at} ${bottom}v4" stroke="var(--line)"/><text x="${at}" y="${bottom + 16}" text-anchor="middle">${x.labels[index]}</text>`;
  });
  const title = markup`<text x="${place(left + width / 2)}" y="${bottom + 32}" text-anchor="middle">${frame.xLabel}</text>`;
  return markup`<g fill="var(--ink-3)">${rows}<path d="M${left} ${bottom}h${width}" stroke="var(--line)"/>${columns}${title}</g>`;
}

/** Vertical marks; of labels that would overlap the first stays. */
function marksOf(plot: Plot, { marks = [] }: Drawing): Markup {
  let labelledTo = -Infinity;
  const lines = marks
    .toSorted((left, right) => left.x - right.x)
    .map(({ x, label, tone, dash = [] }) => {
      const at = place(plot.left + plot.x(x));
      if (at < plot.left - 1 || at > plot.left + plot.width + 1) return markup``;
      const half = (label.length * room.mark) / 2;
      const shown = label !== '' && at - half > labelledTo + 4;
      if (shown) labelledTo = at + half;
      const text = markup`<text x="${at}" y="${plot.top - 5}" text-anchor="middle" fill="var(--${tone})">${label}</text>`;
      const line = markup`<path d="M${at} ${plot.top}v${plot.height}" stroke="var(--${tone})" stroke-dasharray="${dash.join(' ') || 'none'}"/>`;
      return markup`${line}${shown ? text : undefined}`;
    });
  return markup`<g>${lines}</g>`;
}

/** The drawing as an `svg` element; `label` is what a screen reader says instead. */
export function svgOf(frame: ChartFrame, drawing: Drawing, label: string, { width, height }: Size): Markup {
  const ranges = rangesOf(drawing);
  const top = drawing.marks === undefined ? 8 : 20;
  const tall = height - top - 40;
  const rows = yTicks(frame, ranges.y, tall / room.y);
  const left = Math.ceil(14 + room.digit * Math.max(2, ...rows.labels.map((text) => text.length)));
  const wide = width - left - 20;
  const plot: Plot = {
    left,
    top,
    width: wide,
    height: tall,
    x: scaler(ranges.x, wide, frame.logX === true),
    y: (value) => tall - scaler(ranges.y, tall, false)(value),
  };
  const columns = xTicks(frame, ranges.x, wide / room.x);
  // A nested drawing clips what lies outside the asked ranges.
  return markup`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
    ${axesOf(plot, frame, columns, rows)}<svg x="${left}" y="${top}" width="${wide}" height="${tall}">
      ${(drawing.bands ?? []).map((band) =>
        bandOf(plot, drawing, band),
      )}${drawing.lines.map((line) => lineOf(plot, drawing, line))}</svg>${marksOf(plot, drawing)}
  </svg>`;
}
