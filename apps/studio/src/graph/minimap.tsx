// All of a large graph in a corner, with what is in sight marked; a press goes there.

import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { readPalette } from '../design/palette.ts';
import { useResolvedTheme } from '../shell/studio.ts';
import { rectsOf } from './commands.ts';
import type { GraphSession } from './graph-session.ts';
import { inSight, lookAt, mapSize, onMap } from './minimap-view.ts';
import { boundsOf, type Rect } from './place.ts';
import type { Stage } from './stage.ts';

/** Graphs below this are overlooked without a map. */
export const minimapFrom = 25;

const { width, height } = mapSize;

type Colours = Readonly<Record<'line-strong' | 'accent', string>>;

function draw(
  canvas: HTMLCanvasElement,
  rects: readonly Rect[],
  whole: Rect,
  stage: Stage,
  colours: Colours,
): void {
  const ratio = devicePixelRatio;
  if (canvas.width !== width * ratio) {
    canvas.width = width * ratio;
    canvas.height = height * ratio;
  }
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.fillStyle = colours['line-strong'];
  for (const rect of rects) {
    const { x, y, width: w, height: h } = onMap(whole, rect);
    context.fillRect(x, y, Math.max(1, w), Math.max(1, h));
  }
  const seen = onMap(whole, inSight(stage.viewport(), stage.size()));
  context.strokeStyle = colours.accent;
  context.lineWidth = 1.5;
  context.strokeRect(seen.x, seen.y, seen.width, seen.height);
}

/** The map; nothing for a small graph. What it shows is reached by keyboard on the canvas itself. */
export function Minimap({ session, stage }: { session: GraphSession; stage: Stage }) {
  const { graph, placement } = useSyncExternalStore(session.subscribe, session.state);
  const theme = useResolvedTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const show = graph.nodes.length >= minimapFrom;
  const colours = useRef<Colours>(undefined);
  useEffect(() => {
    if (show) colours.current = readPalette().token;
  }, [show, theme]);
  useEffect(() => {
    if (!show) return undefined;
    const rects = rectsOf(session);
    const whole = boundsOf(rects);
    let frame = 0;
    const paint = (): void => {
      frame = 0;
      if (canvas.current !== null && whole !== undefined && colours.current !== undefined)
        draw(canvas.current, rects, whole, stage, colours.current);
    };
    // Sizes are asked for when the display computes them anyway, not while what was dropped is still being written.
    const due = (): void => {
      frame ||= requestAnimationFrame(paint);
    };
    due();
    const leave = stage.subscribe(due);
    return () => {
      leave();
      cancelAnimationFrame(frame);
    };
  }, [session, stage, show, placement, theme]);
  const go = useCallback(
    (clientX: number, clientY: number, map: HTMLElement) => {
      const whole = boundsOf(rectsOf(session));
      if (whole === undefined) return;
      const box = map.getBoundingClientRect();
      const at = { x: clientX - box.left, y: clientY - box.top };
      stage.look(lookAt(whole, at, stage.viewport(), stage.size()));
    },
    [session, stage],
  );
  if (!show) return null;
  return (
    <canvas
      aria-hidden="true"
      className="graph-minimap"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event.clientX, event.clientY, event.currentTarget);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) go(event.clientX, event.clientY, event.currentTarget);
      }}
      ref={canvas}
      style={{ width, height }}
    />
  );
}
