// A channel of many values as a raster with its scale, a sentence and a table; painted while it is in sight.

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Channel } from '@holdfast/core';
import { spreadNote, spreadRows, type NumberTable } from '@holdfast/pictures';
import { formatCount, formatNumber } from '../design/format.ts';
import { readPalette } from '../design/palette.ts';
import { TableSwitch } from '../design/table-switch.tsx';
import { gridOf, rampOf, shade, spanOf, type Grid } from '../plots/field-raster.ts';
import { useResolvedTheme } from '../shell/studio.ts';
import type { RunFeed } from '../telemetry/run-feed.ts';
import { LiveText } from './live-text.tsx';
import { TableTwin } from './picture-panel.tsx';
import { useFeed, usePainter } from './run-context.ts';

const displayHz = 30;
const noValues = new Float64Array();

/** Colours from the low end to the high one. */
const plainRamp = ['sunken', 'accent', 'ink'] as const;
const signedRamp = ['series-1', 'sunken', 'accent'] as const;

function isSigned([low, high]: readonly [number, number]): boolean {
  return low < 0 && high > 0;
}

function valuesOf(feed: RunFeed, channel: Channel): Float64Array {
  return feed.shown(channel)?.values ?? noValues;
}

function placeOf(cell: number, { rows, columns }: Grid): string {
  return rows === 1 ? formatCount(cell + 1) : `${Math.floor(cell / columns) + 1}, ${(cell % columns) + 1}`;
}

function tableOf(values: Float64Array, grid: Grid, unit: string): NumberTable {
  return {
    columns: [grid.rows === 1 ? 'Place' : 'Row, column', unit === '' ? 'Value' : `Value, ${unit}`],
    rows: spreadRows(values.length).map((cell) => [
      placeOf(cell, grid),
      formatNumber(values[cell] ?? Number.NaN, 5),
    ]),
    ...spreadNote(values.length),
  };
}

function wordsOf(values: Float64Array, { name, unit }: Channel, grid: Grid): string {
  if (values.length === 0) return `${name}: no values yet.`;
  let [least, most, sum] = [0, 0, 0];
  values.forEach((value, cell) => {
    if (value < values[least]!) least = cell;
    if (value > values[most]!) most = cell;
    sum += value;
  });
  const say = (value: number): string => `${formatNumber(value, 4)} ${unit}`.trim();
  return `${name}: ${formatCount(values.length)} values, mean ${say(sum / values.length)}, least ${say(values[least]!)} at ${placeOf(least, grid)}, most ${say(values[most]!)} at ${placeOf(most, grid)}.`;
}

/** The raster alone; it fills its place. */
export function FieldCanvas({ channel }: { channel: Channel }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const feed = useFeed();
  const { pump } = feed;
  const theme = useResolvedTheme();
  useEffect(() => {
    const node = canvas.current;
    const context = node?.getContext('2d') ?? null;
    if (node === null || context === null) return undefined;
    const { token } = readPalette();
    const grid = gridOf(channel.shape);
    const picture = new ImageData(grid.columns, grid.rows);
    const [plain, signed] = [plainRamp, signedRamp].map((names) => rampOf(names.map((name) => token[name])));
    if (plain === undefined || signed === undefined) return undefined;
    [node.width, node.height] = [grid.columns, grid.rows];
    let visible = false;
    const watch = new IntersectionObserver(([entry]) => {
      visible = entry?.isIntersecting ?? false;
      if (visible) pump.touch();
    });
    watch.observe(node);
    const remove = pump.add(() => {
      if (!visible) return;
      const values = valuesOf(feed, channel);
      const span = spanOf(values);
      shade(values, span, isSigned(span) ? signed : plain, picture.data);
      context.putImageData(picture, 0, 0);
    }, displayHz);
    return () => {
      remove();
      watch.disconnect();
    };
  }, [channel, feed, pump, theme]);
  usePainter(
    useCallback(
      () =>
        canvas.current?.setAttribute(
          'aria-label',
          wordsOf(valuesOf(feed, channel), channel, gridOf(channel.shape)),
        ),
      [feed, channel],
    ),
    0.5,
  );
  return (
    <canvas
      aria-label={channel.name}
      className="size-full rounded [image-rendering:pixelated]"
      ref={canvas}
      role="img"
    />
  );
}

/** What the colours stand for. */
function FieldScale({ channel }: { channel: Channel }) {
  const feed = useFeed();
  const bar = useRef<HTMLSpanElement>(null);
  usePainter(
    useCallback(() => {
      const names = isSigned(spanOf(valuesOf(feed, channel))) ? signedRamp : plainRamp;
      const stops = names.map((name) => `var(--${name})`).join(', ');
      if (bar.current !== null) bar.current.style.background = `linear-gradient(to right, ${stops})`;
    }, [feed, channel]),
    2,
  );
  const end = (which: 0 | 1) => (): string => formatNumber(spanOf(valuesOf(feed, channel))[which], 3);
  return (
    <p className="flex items-center gap-2 px-3 pb-2 text-micro text-ink-3">
      <LiveText read={end(0)} />
      <span aria-hidden="true" className="h-1.5 w-28 rounded-full" ref={bar} />
      <LiveText read={end(1)} />
      <span>{channel.unit === '1' ? '' : channel.unit}</span>
    </p>
  );
}

/** The field with its scale below, for a figure of a family's own. */
export function ScaledField({ channel }: { channel: Channel }) {
  return (
    <>
      <div className="h-64">
        <FieldCanvas channel={channel} />
      </div>
      <div className="-mx-3 mt-1">
        <FieldScale channel={channel} />
      </div>
    </>
  );
}

/** The panel. */
export function FieldPanel({ channel }: { channel: Channel }) {
  const feed = useFeed();
  const [asTable, setAsTable] = useState(false);
  const grid = gridOf(channel.shape);
  const picture = useMemo(
    () => ({ table: () => tableOf(valuesOf(feed, channel), gridOf(channel.shape), channel.unit) }),
    [feed, channel],
  );
  const { name } = channel;
  return (
    <section
      aria-label={name}
      className={`panel flex flex-col ${grid.rows === 1 ? 'min-h-28' : 'min-h-68'} lg:col-span-2`}
    >
      <header className="flex h-9 items-center gap-1.5 pl-3 pr-1.5">
        <h4 className="min-w-0 flex-1 truncate font-medium">{name}</h4>
        <TableSwitch asTable={asTable} choose={setAsTable} name={name} />
      </header>
      <div className={`relative flex-1 px-3 pb-2 ${grid.rows === 1 ? 'min-h-10' : 'min-h-52'}`}>
        {asTable ? (
          <TableTwin picture={picture} title={name} />
        ) : (
          <div className="absolute inset-x-3 top-0 bottom-2">
            <FieldCanvas channel={channel} />
          </div>
        )}
      </div>
      <FieldScale channel={channel} />
    </section>
  );
}
