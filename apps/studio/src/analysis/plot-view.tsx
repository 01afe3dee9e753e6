// Paints a plot as SVG in the tokens of the page, so that it follows the theme by itself, and lets a person stop at each of its
// readings with arrows or pointer.

import './analysis.css';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
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

/** How far the pointer may be from a reading, in pixels. */
const nearPx = 60;

function Rule({ mark, layout }: { mark: Extract<PlotMark, { kind: 'rule' }>; layout: PlotLayout }) {
  const { top, bottom, left, right } = layout;
  const upright = mark.on === 'x';
  const at = upright ? layout.x(mark.at) : layout.y(mark.at);
  const half = mark.label.length * 3.2;
  return (
    <>
      <path
        d={upright ? `M${at} ${top}V${bottom}` : `M${left} ${at}H${right}`}
        stroke={plotColour(mark.tone)}
        strokeWidth={1}
      />
      {mark.label === '' ? null : (
        <text
          className="plot-name"
          textAnchor={upright ? 'middle' : 'end'}
          x={upright ? Math.min(right - half, Math.max(left + half, at)) : right - 4}
          y={upright ? top - 8 : at - 5}
        >
          {mark.label}
        </text>
      )}
    </>
  );
}

function Cell({ mark, layout }: { mark: Extract<PlotMark, { kind: 'cell' }>; layout: PlotLayout }) {
  const [x0, x1] = [layout.x(mark.x[0]), layout.x(mark.x[1])];
  const [y0, y1] = [layout.y(mark.y[1]), layout.y(mark.y[0])];
  return (
    <>
      <rect
        fill={mark.share === null ? 'none' : 'var(--accent)'}
        fillOpacity={mark.share === null ? 0 : 0.06 + 0.84 * mark.share}
        height={Math.max(0, y1 - y0 - 1)}
        stroke={mark.share === null ? 'var(--line)' : 'none'}
        width={Math.max(0, x1 - x0 - 1)}
        x={x0}
        y={y0}
      />
      {mark.text === '' ? null : (
        <text className="plot-name" textAnchor="middle" x={(x0 + x1) / 2} y={(y0 + y1) / 2 + 4}>
          {mark.text}
        </text>
      )}
    </>
  );
}

function Mark({ mark, layout }: { mark: PlotMark; layout: PlotLayout }) {
  switch (mark.kind) {
    case 'bar': {
      const [from, to] = [layout.x(mark.from), layout.x(mark.to)];
      const [top, bottom] = [layout.y(mark.y[0]), layout.y(mark.y[1])];
      const width = Math.max(1, Math.abs(to - from));
      return (
        <rect
          fill={plotColour(mark.tone)}
          fillOpacity={0.72}
          height={bottom - top}
          width={width}
          x={Math.min(from, to)}
          y={top}
        />
      );
    }
    case 'whisker':
      return (
        <path d={whiskerPath(mark, layout)} fill="none" stroke={plotColour(mark.tone)} strokeWidth={1.25} />
      );
    case 'line':
      return (
        <path
          d={plotPath(mark.points, layout, mark.steps)}
          fill="none"
          stroke={plotColour(mark.tone)}
          strokeDasharray={plotDash(mark.tone)}
          strokeLinejoin="round"
          strokeWidth={mark.thin === true ? 1 : 2}
        />
      );
    case 'band': {
      const there = mark.points.map(([x, , high]) => [x, high] as const);
      const back = mark.points.map(([x, low]) => [x, low] as const).toReversed();
      return (
        <path
          d={`${plotPath([...there, ...back], layout)}Z`}
          fill={plotColour(mark.tone)}
          fillOpacity={0.16}
        />
      );
    }
    case 'dot':
      return (
        <circle
          cx={layout.x(mark.x)}
          cy={layout.y(mark.y)}
          fill={mark.hollow === true ? 'var(--surface)' : plotColour(mark.tone)}
          r={mark.hollow === true ? 3.5 : 4}
          stroke={plotColour(mark.tone)}
          strokeWidth={1.5}
        />
      );
    case 'rule':
      return <Rule layout={layout} mark={mark} />;
    case 'cell':
      return <Cell layout={layout} mark={mark} />;
    case 'name':
      return null;
  }
}

function Axes({ plot, layout }: { plot: Plot; layout: PlotLayout }) {
  const { left, right, top, bottom, xTicks, yTicks, height, rowLetters } = layout;
  // Cells are a grid of their own.
  const grid = plot.ramp === undefined;
  return (
    <>
      {xTicks.map(({ at, text }) => (
        <g key={at}>
          <path
            d={grid ? `M${layout.x(at)} ${top}V${bottom + 4}` : `M${layout.x(at)} ${bottom}v4`}
            stroke="var(--grid)"
          />
          <text className="plot-tick" textAnchor="middle" x={layout.x(at)} y={bottom + 17}>
            {text}
          </text>
        </g>
      ))}
      {yTicks.map(({ at, text }) => (
        <g key={at}>
          <path
            d={grid ? `M${left - 4} ${layout.y(at)}H${right}` : `M${left - 4} ${layout.y(at)}h4`}
            stroke="var(--grid)"
          />
          <text className="plot-tick" textAnchor="end" x={left - 8} y={layout.y(at) + 4}>
            {text}
          </text>
        </g>
      ))}
      <path d={`M${left} ${bottom}H${right}`} stroke="var(--line)" />
      <text className="plot-label" textAnchor="middle" x={(left + right) / 2} y={height - 8}>
        {plot.x.label}
      </text>
      {'rows' in plot.y ? (
        plot.y.rows.map((name, row) => (
          <text className="plot-row" key={name} textAnchor="end" x={left - 10} y={layout.y(row + 0.5) + 4}>
            <title>{name}</title>
            {shortened(name, rowLetters)}
          </text>
        ))
      ) : (
        <text
          className="plot-label"
          textAnchor="middle"
          transform={`translate(12 ${(top + bottom) / 2}) rotate(-90)`}
        >
          {shortened(plot.y.label, 52)}
        </text>
      )}
    </>
  );
}

function Sample({ tone, as }: LegendEntry) {
  const stroke = plotColour(tone);
  return (
    <svg aria-hidden="true" height="10" viewBox="0 0 18 10" width="18">
      {as === 'bar' ? <rect fill={stroke} fillOpacity={0.72} height="8" width="14" x="2" y="1" /> : null}
      {as === 'band' ? <rect fill={stroke} fillOpacity={0.2} height="8" width="14" x="2" y="1" /> : null}
      {as === 'line' ? (
        <path d="M0 5h18" stroke={stroke} strokeDasharray={plotDash(tone)} strokeWidth="2" />
      ) : null}
      {as === 'dot' || as === 'ring' ? (
        <circle
          cx="9"
          cy="5"
          fill={as === 'ring' ? 'var(--surface)' : stroke}
          r="3.5"
          stroke={stroke}
          strokeWidth="1.5"
        />
      ) : null}
    </svg>
  );
}

/** What marks mean. */
export function PlotLegend({ plot }: { plot: Plot }) {
  const { legend, ramp } = plot;
  if (legend.length === 0 && ramp === undefined) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small text-ink-2">
      {legend.map((entry) => (
        <li className="flex items-center gap-1.5" key={entry.text}>
          <Sample {...entry} />
          {entry.text}
        </li>
      ))}
      {ramp === undefined ? null : (
        <li className="flex items-center gap-1.5">
          {ramp[0]}
          <span className="plot-ramp" />
          {ramp[1]}
        </li>
      )}
    </ul>
  );
}

const firstWidth = 640;

function useWidth() {
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(firstWidth);
  useEffect(() => {
    const node = host.current;
    if (node === null) return undefined;
    const measure = (): void => setWidth(Math.max(260, node.clientWidth));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(node);
    return () => watch.disconnect();
  }, []);
  return [host, width] as const;
}

/** The reading next to a point of the plot; undefined where none is near. */
function readingNear(plot: Plot, layout: PlotLayout, x: number, y: number): number | undefined {
  const rows = 'rows' in plot.y;
  const distances = plot.readings.map((reading) =>
    // A row is stopped at along all of its length.
    rows ? Math.abs(layout.y(reading.y) - y) : Math.hypot(layout.x(reading.x) - x, layout.y(reading.y) - y),
  );
  const least = Math.min(...distances);
  return least < nearPx ? distances.indexOf(least) : undefined;
}

function stepped(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(count - 1, at + 1);
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

/** The painted plot; `title` names it to readers. */
export function PlotView({ plot, title }: { plot: Plot; title: string }) {
  const [host, width] = useWidth();
  const [at, setAt] = useState<number>();
  const layout = useMemo(() => layoutOf(plot, width), [plot, width]);
  const names = useMemo(() => placeNames(plot.marks, layout), [plot, layout]);
  const { readings } = plot;
  const reading = at === undefined ? undefined : readings[at];
  const onKey = (event: KeyboardEvent): void => {
    const next = stepped(event.key, at ?? -1, readings.length);
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setAt(next);
  };
  const onMove = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    setAt(readingNear(plot, layout, event.clientX - box.left, event.clientY - box.top));
  };
  return (
    <>
      <div
        aria-label={`${title}: read with the arrow keys`}
        aria-valuemax={Math.max(0, readings.length - 1)}
        aria-valuemin={0}
        aria-valuenow={at ?? 0}
        aria-valuetext={(reading ?? readings[0])?.text ?? 'nothing to read'}
        className="plot"
        data-keys="arrows"
        onBlur={() => setAt(undefined)}
        onFocus={() => setAt((before) => before ?? 0)}
        onKeyDown={onKey}
        onPointerLeave={() => setAt(undefined)}
        onPointerMove={onMove}
        ref={host}
        role="slider"
        tabIndex={0}
      >
        <svg aria-hidden="true" height={layout.height} width={width}>
          <Axes layout={layout} plot={plot} />
          {plot.marks.map((mark, index) => (
            // Marks have no identity beyond their place.
            // eslint-disable-next-line react/no-array-index-key
            <Mark key={index} layout={layout} mark={mark} />
          ))}
          {names.map(({ x, y, text }) => (
            <text className="plot-name" key={text} x={x} y={y}>
              {text}
            </text>
          ))}
          {reading === undefined ? null : (
            <circle
              className="plot-stop"
              cx={layout.x(reading.x)}
              cy={layout.y(reading.y)}
              r={plot.ramp === undefined ? 8 : 17}
            />
          )}
        </svg>
      </div>
      <p aria-hidden="true" className="min-h-5 text-small text-ink">
        {reading?.text}
      </p>
    </>
  );
}
