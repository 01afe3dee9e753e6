// Numbers against time with uPlot: a window that zooms and pans, a pointer shared with the other traces of the page, and marks
// at the time looked at and at inputs. Drag chooses a part, Shift-drag moves it, Ctrl-wheel zooms, double click shows all.

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { rangesOf, type Tone } from '@holdfast/pictures';
import type { Palette } from '../design/palette.ts';
import { chartAxes } from './chart.ts';
import type { TimeRange, TimeWindow } from './time-window.ts';

export interface TraceLine {
  readonly label: string;
  readonly tone: Tone;
  readonly dash: readonly number[];
}

/** What a trace shows at a moment; `lines` as they were declared. */
export interface TraceData {
  readonly x: readonly number[];
  readonly lines: readonly (readonly (number | null)[])[];
  /** Everything there is. */
  readonly whole: TimeRange;
  /** The time looked at. */
  readonly cursor: number | undefined;
  /** Times of inputs. */
  readonly inputs: readonly number[];
}

export interface TraceChart {
  update(data: TraceData): void;
  destroy(): void;
}

export interface TraceSetup {
  readonly host: HTMLElement;
  readonly palette: Palette;
  readonly lines: readonly TraceLine[];
  readonly timeUnit: string;
  readonly window: TimeWindow;
  /** Traces with one key share their pointer. */
  readonly syncKey: string;
  readonly data: TraceData;
}

/** Wheel pixels that double or halve the window. */
const wheelPx = 400;

function verticals(plot: uPlot, times: readonly number[], colour: string, dash: readonly number[]): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.setLineDash(dash.map((length) => length * uPlot.pxRatio));
  ctx.beginPath();
  for (const time of times) {
    const x = Math.round(plot.valToPos(time, 'x', true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
  }
  ctx.stroke();
  ctx.restore();
}

/** Moves the window with the pointer while Shift is held. */
function panWith(plot: uPlot, down: MouseEvent, window: TimeWindow, whole: () => TimeRange): void {
  const begun = window.within(whole());
  const perPixel = (begun[1] - begun[0]) / plot.over.clientWidth;
  const move = (event: MouseEvent): void => {
    const way = (down.clientX - event.clientX) * perPixel;
    window.show([begun[0] + way, begun[1] + way], whole());
  };
  const up = (): void => {
    document.removeEventListener('mousemove', move);
    document.removeEventListener('mouseup', up);
  };
  document.addEventListener('mousemove', move);
  document.addEventListener('mouseup', up);
}

function cursorOf(setup: TraceSetup, whole: () => TimeRange): uPlot.Cursor {
  const { window, syncKey } = setup;
  return {
    y: false,
    points: { size: 6 },
    drag: { x: true, y: false, setScale: false },
    sync: { key: syncKey, scales: ['x', null] },
    bind: {
      mousedown: (plot, _, handle) => (event) => {
        if (!event.shiftKey) return handle(event);
        panWith(plot, event, window, whole);
        return null;
      },
      dblclick: () => () => {
        window.showAll();
        return null;
      },
    },
  };
}

function hooksOf({ palette, window }: TraceSetup, data: () => TraceData): uPlot.Hooks.Arrays {
  return {
    draw: [
      (plot) => {
        const { inputs, cursor } = data();
        verticals(plot, inputs, palette.token['line-strong'], [2, 3]);
        if (cursor !== undefined) verticals(plot, [cursor], palette.token.ink, []);
      },
    ],
    setCursor: [
      ({ cursor: { idx }, data: [x] }) => window.point(idx == null ? undefined : (x[idx] ?? undefined)),
    ],
    setSelect: [
      (plot) => {
        const { left, width } = plot.select;
        if (width < 2) return;
        const chosen = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')] as const;
        plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        window.show(chosen, data().whole);
      },
    ],
  };
}

/** Makes a chart in `host`; lines and their looks stay as first given. */
export function makeTraceChart(setup: TraceSetup): TraceChart {
  const { host, palette, window, timeUnit } = setup;
  let { data } = setup;
  const whole = (): TimeRange => data.whole;
  const say = { label: '', tone: 'ink', dash: [] } as const;
  const ranges = () =>
    rangesOf({
      x: data.x,
      lines: data.lines.map((y) => ({ ...say, y })),
      xRange: [...window.within(data.whole)],
      say: () => '',
    });
  let current = ranges();
  const plot = new uPlot(
    {
      width: Math.max(40, host.clientWidth),
      height: Math.max(40, host.clientHeight),
      padding: [8, 18, 0, 0],
      legend: { show: false },
      cursor: cursorOf(setup, whole),
      scales: { x: { time: false, range: () => [...current.x] }, y: { range: () => [...current.y] } },
      axes: chartAxes({ xLabel: timeUnit }, palette),
      series: [
        {},
        ...setup.lines.map(({ label, tone, dash }) => ({
          label,
          stroke: palette.token[tone],
          width: 1.5,
          dash: [...dash],
          spanGaps: true,
          points: { show: false },
        })),
      ],
      hooks: hooksOf(setup, () => data),
    },
    [data.x as number[], ...data.lines.map((line) => line as (number | null)[])],
    host,
  );
  const wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const at = plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, 'x');
    window.zoom(2 ** (event.deltaY / wheelPx), data.whole, at);
  };
  plot.over.addEventListener('wheel', wheel, { passive: false });
  const watch = new ResizeObserver(() => {
    plot.setSize({ width: Math.max(40, host.clientWidth), height: Math.max(40, host.clientHeight) });
  });
  watch.observe(host);
  return {
    update(next) {
      data = next;
      current = ranges();
      plot.setData([data.x as number[], ...data.lines.map((line) => line as (number | null)[])]);
    },
    destroy() {
      watch.disconnect();
      plot.destroy();
    },
  };
}
