// A panel: a canvas drawn by the pump while it is on screen, its text summary, and its table twin.

import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Drawing, NumberTable, Picture } from '@holdfast/pictures';
import { NumbersTable } from '../design/numbers-table.tsx';
import { readPalette } from '../design/palette.ts';
import { TableSwitch } from '../design/table-switch.tsx';
import type { Chart } from '../plots/chart.ts';
import { useResolvedTheme } from '../shell/studio.ts';
import { loadCharts } from './load-run-page.ts';
import { useFeed } from './run-context.ts';

const summaryHz = 0.5;
const tableHz = 1;
const displayHz = 60;

/** Draws the picture into a host while the host is on screen; the chart is rebuilt when theme or picture change. */
function useChart(picture: Picture, onReadout: (text: string) => void) {
  const host = useRef<HTMLDivElement>(null);
  const { pump } = useFeed();
  const theme = useResolvedTheme();
  useEffect(() => {
    const node = host.current;
    if (node === null) return undefined;
    const palette = readPalette();
    let chart: Chart | undefined;
    let drawing: Drawing | undefined;
    let visible = false;
    let over = false;
    let make: typeof import('../plots/chart.ts').makeChart | undefined;
    const point = (index: number | null): void => {
      onReadout(index === null || drawing === undefined ? '' : drawing.say(index));
    };
    const paint = (): void => {
      if (!visible || make === undefined) return;
      drawing = picture.draw();
      if (drawing === undefined) return;
      if (chart === undefined)
        chart = make({ host: node, frame: picture.frame, palette, drawing, onPoint: point });
      else chart.update(drawing);
    };
    const load = async (): Promise<void> => {
      const [{ makeChart }] = await Promise.all([loadCharts(), document.fonts.ready]);
      make = makeChart;
      if (!over) pump.touch();
    };
    void load();
    const watch = new IntersectionObserver(
      ([entry]) => {
        visible = entry?.isIntersecting ?? false;
        // Painted in turn with the others, because making a chart takes a few milliseconds.
        if (visible) pump.touch();
      },
      { rootMargin: '240px' },
    );
    watch.observe(node);
    const remove = pump.add(paint, displayHz);
    const removeSummary = pump.add(() => node.setAttribute('aria-label', picture.summary()), summaryHz);
    return () => {
      over = true;
      remove();
      removeSummary();
      watch.disconnect();
      chart?.destroy();
    };
  }, [picture, pump, theme, onReadout]);
  return host;
}

/** The numbers of a picture, refreshed once a second. */
export function TableTwin({ picture, title }: { picture: Pick<Picture, 'table'>; title: string }) {
  const { pump } = useFeed();
  const [table, setTable] = useState<NumberTable>(() => picture.table());
  useEffect(() => pump.add(() => setTable(picture.table()), tableHz), [pump, picture]);
  return (
    <div
      className="absolute inset-x-1.5 top-0 bottom-1.5 overflow-auto"
      role="group"
      aria-label={`${title} as a table`}
      tabIndex={0}
    >
      <NumbersTable table={table} title={title} />
    </div>
  );
}

/** The drawing alone; it fills its place. */
export function PictureCanvas({
  picture,
  onReadout,
}: {
  picture: Picture;
  onReadout: (text: string) => void;
}) {
  const host = useChart(picture, onReadout);
  return (
    <div
      aria-label="Chart"
      className="absolute inset-x-1.5 top-0 bottom-1.5 overflow-hidden"
      ref={host}
      role="img"
    />
  );
}

/** A titled panel around a picture; `controls` sit beside the table switch. */
export function PicturePanel(props: {
  picture: Picture;
  controls?: ReactNode;
  footer?: ReactNode;
  className?: string;
  /** Takes less height. */
  low?: boolean;
}) {
  const { picture, controls, footer, className = '', low = false } = props;
  const { title } = picture;
  const [asTable, setAsTable] = useState(false);
  const line = useRef<HTMLParagraphElement>(null);
  const onReadout = useCallback((text: string) => {
    if (line.current !== null) line.current.textContent = text;
  }, []);
  return (
    <section
      aria-label={title}
      className={`panel flex flex-col ${low ? 'min-h-56' : 'min-h-68'} ${className}`}
    >
      <header className="flex h-9 items-center gap-1.5 pl-3 pr-1.5">
        <h4 className="shrink-0 font-medium">{title}</h4>
        <p
          aria-hidden="true"
          className="min-w-0 flex-1 truncate text-right text-micro text-ink-3"
          ref={line}
        />
        {controls}
        <TableSwitch asTable={asTable} choose={setAsTable} kind="chart" name={title.toLowerCase()} />
      </header>
      <div className={`relative ${low ? 'min-h-40' : 'min-h-56'} flex-1 px-1.5 pb-1.5`}>
        {asTable ? (
          <TableTwin picture={picture} title={title} />
        ) : (
          <PictureCanvas onReadout={onReadout} picture={picture} />
        )}
      </div>
      {footer}
    </section>
  );
}
