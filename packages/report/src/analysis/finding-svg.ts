// A plot of a finding as SVG, in the page's own colours. Where everything stands the layout says that the studio uses as well.

import {
  layoutOf,
  placeNames,
  plotColour,
  plotDash,
  plotPath,
  shortened,
  whiskerPath,
  type LegendEntry,
  type Plot,
  type PlotLayout,
  type PlotMark,
} from '@holdfast/pictures';
import { markup, type Markup } from '../markup.ts';

/** To a tenth, which no eye tells from the exact place. */
function place(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}

function barOf(mark: Extract<PlotMark, { kind: 'bar' }>, layout: PlotLayout): Markup {
  const [from, to] = [layout.x(mark.from), layout.x(mark.to)];
  const [top, bottom] = [layout.y(mark.y[0]), layout.y(mark.y[1])];
  return markup`<rect x="${place(Math.min(from, to))}" y="${place(top)}" width="${place(Math.max(1, Math.abs(to - from)))}" height="${place(bottom - top)}" fill="${plotColour(mark.tone)}" fill-opacity="0.72"/>`;
}

function lineOf(mark: Extract<PlotMark, { kind: 'line' }>, layout: PlotLayout): Markup {
  const path = plotPath(mark.points, layout, mark.steps);
  return markup`<path d="${path}" fill="none" stroke="${plotColour(mark.tone)}" stroke-width="${mark.thin === true ? 1 : 2}" stroke-linejoin="round" stroke-dasharray="${plotDash(mark.tone) ?? 'none'}"/>`;
}

function bandOf(mark: Extract<PlotMark, { kind: 'band' }>, layout: PlotLayout): Markup {
  const there = mark.points.map(([x, , high]) => [x, high] as const);
  const back = mark.points.map(([x, low]) => [x, low] as const).toReversed();
  return markup`<path d="${plotPath([...there, ...back], layout)}Z" fill="${plotColour(mark.tone)}" fill-opacity="0.16"/>`;
}

function ruleOf(mark: Extract<PlotMark, { kind: 'rule' }>, layout: PlotLayout): Markup {
  const { top, bottom, left, right } = layout;
  const upright = mark.on === 'x';
  const at = place(upright ? layout.x(mark.at) : layout.y(mark.at));
  const half = mark.label.length * 3.2;
  const [x, y] = upright ? [Math.min(right - half, Math.max(left + half, at)), top - 8] : [right - 4, at - 5];
  const path = upright ? `M${at} ${top}V${bottom}` : `M${left} ${at}H${right}`;
  const label = markup`<text class="name" text-anchor="${upright ? 'middle' : 'end'}" x="${place(x)}" y="${place(y)}">${mark.label}</text>`;
  return markup`<path d="${path}" stroke="${plotColour(mark.tone)}"/>${mark.label === '' ? undefined : label}`;
}

function cellOf(mark: Extract<PlotMark, { kind: 'cell' }>, layout: PlotLayout): Markup {
  const [x0, x1] = [layout.x(mark.x[0]), layout.x(mark.x[1])];
  const [y0, y1] = [layout.y(mark.y[1]), layout.y(mark.y[0])];
  const [fill, opacity, stroke] =
    mark.share === null ? ['none', 0, 'var(--line)'] : ['var(--accent)', 0.06 + 0.84 * mark.share, 'none'];
  const box = markup`<rect x="${place(x0)}" y="${place(y0)}" width="${place(Math.max(0, x1 - x0 - 1))}" height="${place(Math.max(0, y1 - y0 - 1))}" fill="${fill}" fill-opacity="${place(opacity * 10) / 10}" stroke="${stroke}"/>`;
  const text = markup`<text class="name" text-anchor="middle" x="${place((x0 + x1) / 2)}" y="${place((y0 + y1) / 2 + 4)}">${mark.text}</text>`;
  return markup`${box}${mark.text === '' ? undefined : text}`;
}

function markOf(mark: PlotMark, layout: PlotLayout): Markup {
  switch (mark.kind) {
    case 'bar':
      return barOf(mark, layout);
    case 'whisker':
      return markup`<path d="${whiskerPath(mark, layout)}" fill="none" stroke="${plotColour(mark.tone)}" stroke-width="1.25"/>`;
    case 'line':
      return lineOf(mark, layout);
    case 'band':
      return bandOf(mark, layout);
    case 'dot': {
      const hollow = mark.hollow === true;
      const fill = hollow ? 'var(--surface)' : plotColour(mark.tone);
      return markup`<circle cx="${place(layout.x(mark.x))}" cy="${place(layout.y(mark.y))}" r="${hollow ? 3.5 : 4}" fill="${fill}" stroke="${plotColour(mark.tone)}" stroke-width="1.5"/>`;
    }
    case 'rule':
      return ruleOf(mark, layout);
    case 'cell':
      return cellOf(mark, layout);
    case 'name':
      return markup``;
  }
}

function axesOf(plot: Plot, layout: PlotLayout): Markup {
  const { left, right, top, bottom, height, rowLetters } = layout;
  // Cells are a grid of their own.
  const grid = plot.ramp === undefined;
  const columns = layout.xTicks.map(({ at, text }) => {
    const x = place(layout.x(at));
    const path = grid ? `M${x} ${top}V${bottom + 4}` : `M${x} ${bottom}v4`;
    return markup`<path d="${path}" stroke="var(--grid)"/><text text-anchor="middle" x="${x}" y="${bottom + 17}">${text}</text>`;
  });
  const rows = layout.yTicks.map(({ at, text }) => {
    const y = place(layout.y(at));
    const path = grid ? `M${place(left - 4)} ${y}H${right}` : `M${place(left - 4)} ${y}h4`;
    return markup`<path d="${path}" stroke="var(--grid)"/><text text-anchor="end" x="${place(left - 8)}" y="${place(y + 4)}">${text}</text>`;
  });
  const names =
    'rows' in plot.y
      ? plot.y.rows.map(
          (name, row) =>
            markup`<text class="name" text-anchor="end" x="${place(left - 10)}" y="${place(layout.y(row + 0.5) + 4)}">${shortened(name, rowLetters)}</text>`,
        )
      : markup`<text text-anchor="middle" transform="translate(12 ${place((top + bottom) / 2)}) rotate(-90)">${shortened(plot.y.label, 52)}</text>`;
  return markup`${columns}${rows}<path d="M${place(left)} ${bottom}H${right}" stroke="var(--line)"/>
    <text text-anchor="middle" x="${place((left + right) / 2)}" y="${height - 8}">${plot.x.label}</text>${names}`;
}

/** The plot as an `svg` element of a width; `label` is what a screen reader says instead. */
export function findingSvg(plot: Plot, label: string, width: number): Markup {
  const layout = layoutOf(plot, width);
  const names = placeNames(plot.marks, layout).map(
    ({ x, y, text }) => markup`<text class="name" x="${place(x)}" y="${place(y)}">${text}</text>`,
  );
  return markup`<svg class="plot" viewBox="0 0 ${width} ${layout.height}" role="img" aria-label="${label}">
    ${axesOf(plot, layout)}${plot.marks.map((mark) => markOf(mark, layout))}${names}
  </svg>`;
}

function sampleOf({ tone, as }: LegendEntry): Markup {
  const colour = plotColour(tone);
  const shape =
    as === 'line'
      ? markup`<path d="M0 5h18" stroke="${colour}" stroke-width="2" stroke-dasharray="${plotDash(tone) ?? 'none'}"/>`
      : as === 'bar' || as === 'band'
        ? markup`<rect x="2" y="1" width="14" height="8" fill="${colour}" fill-opacity="${as === 'bar' ? 0.72 : 0.2}"/>`
        : markup`<circle cx="9" cy="5" r="3.5" fill="${as === 'ring' ? 'var(--surface)' : colour}" stroke="${colour}" stroke-width="1.5"/>`;
  return markup`<svg class="sample" viewBox="0 0 18 10" aria-hidden="true">${shape}</svg>`;
}

/** What marks mean; nothing where they speak for themselves. */
export function findingLegend({ legend, ramp }: Plot): Markup {
  if (legend.length === 0 && ramp === undefined) return markup``;
  const entries = legend.map((entry) => markup`<li>${sampleOf(entry)}${entry.text}</li>`);
  const ends = ramp && markup`<li>${ramp[0]}<span class="ramp"></span>${ramp[1]}</li>`;
  return markup`<ul class="key">
    ${entries}${ends}
  </ul>`;
}
