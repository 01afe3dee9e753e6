// Draws a Drawing into an element with uPlot and keeps it sized. What is drawn, and where its ticks are, the picture says;
// uPlot says how many ticks fit.

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import {
  rangesOf,
  xTicks,
  yTicks,
  type ChartFrame,
  type Drawing,
  type Line,
  type Mark,
  type Range,
  type Ticks,
} from '@holdfast/pictures';
import type { Palette } from '../design/palette.ts';

const face = '11px "Inter Variable", system-ui, sans-serif';
const markFace = '500 10px "Inter Variable", system-ui, sans-serif';

export interface Chart {
  /** Draws new numbers of the same lines. */
  update(drawing: Drawing): void;
  destroy(): void;
}

export interface ChartSetup {
  readonly host: HTMLElement;
  readonly frame: ChartFrame;
  readonly palette: Palette;
  readonly drawing: Drawing;
  /** Told which index the pointer is at; null when it left. */
  readonly onPoint: (index: number | null) => void;
}

function seriesOf(line: Line, palette: Palette): uPlot.Series {
  const colour = palette.token[line.tone];
  if (line.kind === 'bars') {
    return {
      label: line.label,
      stroke: colour,
      fill: colour,
      width: 0,
      paths: uPlot.paths.bars!({ size: [1, Number.POSITIVE_INFINITY], align: 1, gap: 1 }),
      points: { show: false },
    };
  }
  if (line.kind === 'points') {
    return {
      label: line.label,
      stroke: colour,
      paths: () => null,
      points: { show: true, size: 6, width: 1.5, stroke: colour, fill: palette.token.surface },
    };
  }
  return {
    label: line.label,
    stroke: colour,
    width: line.width ?? 1.5,
    spanGaps: true,
    points: { show: false },
    ...(line.dash === undefined ? {} : { dash: [...line.dash] }),
  };
}

type TicksOf = (frame: ChartFrame, range: Range, most: number) => Ticks;

/** Where the ticks are and what they say; uPlot's own increment tells how many it has room for. */
function ticking(frame: ChartFrame, ticksOf: TicksOf): Pick<uPlot.Axis, 'splits' | 'filter' | 'values'> {
  let ticks: Ticks = { at: [], labels: [] };
  return {
    splits(_, __, low, high, increment) {
      ticks = ticksOf(frame, [low, high], (high - low) / (increment || 1));
      return [...ticks.at];
    },
    filter: (_, splits) => splits,
    values: (_, splits) => splits.map((split) => ticks.labels[ticks.at.indexOf(split)] ?? ''),
  };
}

/** Both axes, in the look and with the ticks of every chart. */
export function chartAxes(frame: ChartFrame, palette: Palette): uPlot.Axis[] {
  const shared = {
    stroke: palette.token['ink-3'],
    font: face,
    labelFont: face,
    ticks: { stroke: palette.token.line, size: 4, width: 1 },
    border: { show: true, stroke: palette.token.line, width: 1 },
  };
  return [
    {
      ...shared,
      grid: { show: false },
      label: frame.xLabel,
      labelSize: 16,
      labelGap: 0,
      size: 24,
      gap: 4,
      space: 52,
      ...ticking(frame, xTicks),
    },
    {
      ...shared,
      border: { show: false },
      grid: { stroke: palette.token.grid, width: 1 },
      ticks: { show: false },
      gap: 6,
      space: 26,
      size: (_, labels) => 14 + Math.ceil(6.4 * Math.max(2, ...(labels ?? []).map((label) => label.length))),
      ...ticking(frame, yTicks),
    },
  ];
}

function drawMarks(plot: uPlot, marks: readonly Mark[], palette: Palette): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  let labelledTo = -Infinity;
  ctx.save();
  ctx.font = markFace.replace('10px', `${10 * ratio}px`);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  for (const mark of marks.toSorted((left, right) => left.x - right.x)) {
    const x = Math.round(plot.valToPos(mark.x, 'x', true)) + 0.5;
    if (x < bbox.left - 1 || x > bbox.left + bbox.width + 1) continue;
    ctx.strokeStyle = palette.token[mark.tone];
    ctx.lineWidth = ratio;
    ctx.setLineDash((mark.dash ?? []).map((length) => length * ratio));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const half = ctx.measureText(mark.label).width / 2;
    if (mark.label === '' || x - half < labelledTo + 4 * ratio) continue;
    ctx.fillStyle = palette.token[mark.tone];
    ctx.fillText(mark.label, x, bbox.top - 2 * ratio);
    labelledTo = x + half;
  }
  ctx.restore();
}

function dataOf(drawing: Drawing): uPlot.AlignedData {
  return [drawing.x as number[], ...drawing.lines.map((line) => line.y as (number | null)[])];
}

/** Makes a chart in `host`; the lines' labels, colours and kinds are fixed by the first drawing. */
export function makeChart({ host, frame, palette, drawing: first, onPoint }: ChartSetup): Chart {
  let drawing = first;
  let ranges = rangesOf(first);
  const options: uPlot.Options = {
    width: Math.max(40, host.clientWidth),
    height: Math.max(40, host.clientHeight),
    padding: [first.marks === undefined ? 8 : 14, 18, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { size: 6 } },
    scales: {
      x: {
        time: false,
        distr: frame.logX === true ? 3 : 1,
        range: () => [...ranges.x],
      },
      y: {
        range: () => [...ranges.y],
      },
    },
    axes: chartAxes(frame, palette),
    series: [{}, ...first.lines.map((line) => seriesOf(line, palette))],
    bands: (first.bands ?? []).map(([upper, lower]) => ({
      series: [upper + 1, lower + 1],
      fill: palette.token.band,
    })),
    hooks: {
      draw: [(plot) => drawMarks(plot, drawing.marks ?? [], palette)],
      setCursor: [(plot) => onPoint(plot.cursor.idx ?? null)],
    },
  };
  const plot = new uPlot(options, dataOf(first), host);
  const watch = new ResizeObserver(() => {
    plot.setSize({ width: Math.max(40, host.clientWidth), height: Math.max(40, host.clientHeight) });
  });
  watch.observe(host);
  return {
    update(next) {
      drawing = next;
      ranges = rangesOf(next);
      plot.setData(dataOf(next));
    },
    destroy() {
      watch.disconnect();
      plot.destroy();
    },
  };
}
