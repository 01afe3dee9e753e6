// A sheet as large as the senses to draw on, with a pointer or with keys: arrows move a cursor, space paints.

import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { pixelsOfLevels, type Extent } from '@holdfast/sketch';
import type { Levels } from './sender.ts';

const steps: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Levels as a grey picture, as large as its place allows. */
export function LevelsCanvas({ levels, senses }: { levels: Levels | undefined; senses: Extent }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (context === null) return;
    const picture = new ImageData(senses.width, senses.height);
    if (levels !== undefined) pixelsOfLevels(levels, picture.data);
    context.putImageData(picture, 0, 0);
  }, [levels, senses]);
  return (
    <canvas
      aria-hidden="true"
      className="block size-full [image-rendering:pixelated]"
      height={senses.height}
      ref={canvas}
      width={senses.width}
    />
  );
}

/** The sheet; `changed` hears of every stroke. */
export function DrawingSheet({ senses, changed }: { senses: Extent; changed: (levels: Levels) => void }) {
  const { width, height } = senses;
  const [levels, setLevels] = useState<Levels>(() => Array.from({ length: width * height }, () => 0));
  const [cursor, setCursor] = useState<readonly [x: number, y: number]>([width >> 1, height >> 1]);
  // several strokes may come before the next picture of the page
  const latest = useRef(levels);
  const write = (next: Levels): void => {
    latest.current = next;
    setLevels(next);
    changed(next);
  };
  const paint = ([x, y]: readonly [number, number], level: number): void =>
    write(latest.current.map((each, at) => (at === y * width + x ? level : each)));
  const draw = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const x = Math.floor(((event.clientX - box.left) / box.width) * width);
    const y = Math.floor(((event.clientY - box.top) / box.height) * height);
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    setCursor([x, y]);
    paint([x, y], event.shiftKey ? 0 : 255);
  };
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = steps[event.key];
    if (step !== undefined) {
      setCursor(([x, y]) => [
        Math.max(0, Math.min(width - 1, x + step[0])),
        Math.max(0, Math.min(height - 1, y + step[1])),
      ]);
    } else if (event.key === ' ') paint(cursor, levels[cursor[1] * width + cursor[0]] === 0 ? 255 : 0);
    else return;
    event.preventDefault();
  };
  return (
    <div>
      <p className="eyebrow mb-1">Draw here</p>
      <div
        aria-label={`Sheet of ${width} by ${height}, cursor at column ${cursor[0] + 1}, row ${cursor[1] + 1}. Arrow keys move it, space paints`}
        className="relative w-40 cursor-crosshair touch-none overflow-hidden rounded border border-line"
        onKeyDown={press}
        onPointerDown={draw}
        onPointerMove={draw}
        role="application"
        style={{ aspectRatio: `${width} / ${height}` }}
        tabIndex={0}
      >
        <LevelsCanvas levels={levels} senses={senses} />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute border border-accent"
          style={{
            left: `${(100 * cursor[0]) / width}%`,
            top: `${(100 * cursor[1]) / height}%`,
            width: `${100 / width}%`,
            height: `${100 / height}%`,
          }}
        />
      </div>
      <button className="button button-small mt-1.5" onClick={() => write(levels.map(() => 0))} type="button">
        Clear the sheet
      </button>
    </div>
  );
}
