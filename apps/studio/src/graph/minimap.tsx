// All of a large graph in a corner, with what is in sight marked; a press goes there.

import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { useResolvedTheme } from '../shell/studio.ts';
import { rectsOf } from './commands.ts';
import type { GraphSession } from './graph-session.ts';
import { boundsOf, type Rect } from './place.ts';
import type { Stage } from './stage.ts';

/** Graphs below this are overlooked without a map. */
export const minimapFrom = 25;

const width = 168;
const height = 112;
const margin = 6;

function draw(canvas: HTMLCanvasElement, rects: readonly Rect[], whole: Rect, stage: Stage): void {
  const ratio = devicePixelRatio;
  if (canvas.width !== width * ratio) {
    canvas.width = width * ratio;
    canvas.height = height * ratio;
  }
  const context = canvas.getContext('2d');
  if (context === null) return;
  const style = getComputedStyle(canvas);
  const scale = scaleOf(whole);
  const left = margin - whole.x * scale;
  const top = margin - whole.y * scale;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.fillStyle = style.getPropertyValue('--line-strong');
  for (const { x, y, width: w, height: h } of rects) {
    context.fillRect(left + x * scale, top + y * scale, Math.max(1, w * scale), Math.max(1, h * scale));
  }
  const { x, y, scale: zoom } = stage.viewport();
  const size = stage.size();
  context.strokeStyle = style.getPropertyValue('--accent');
  context.lineWidth = 1.5;
  context.strokeRect(
    left - (x / zoom) * scale,
    top - (y / zoom) * scale,
    (size.width / zoom) * scale,
    (size.height / zoom) * scale,
  );
}

function scaleOf(whole: Rect): number {
  return Math.min((width - 2 * margin) / whole.width, (height - 2 * margin) / whole.height);
}

/** The map; nothing for a small graph. What it shows is reached by keyboard on the canvas itself. */
export function Minimap({ session, stage }: { session: GraphSession; stage: Stage }) {
  const { graph, placement } = useSyncExternalStore(session.subscribe, session.state);
  const theme = useResolvedTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const show = graph.nodes.length >= minimapFrom;
  useEffect(() => {
    if (!show) return undefined;
    const rects = rectsOf(session);
    const whole = boundsOf(rects);
    const paint = (): void => {
      if (canvas.current !== null && whole !== undefined) draw(canvas.current, rects, whole, stage);
    };
    paint();
    return stage.subscribe(paint);
  }, [session, stage, show, placement, theme]);
  const go = useCallback(
    (clientX: number, clientY: number, map: HTMLElement) => {
      const whole = boundsOf(rectsOf(session));
      if (whole === undefined) return;
      const box = map.getBoundingClientRect();
      const scale = scaleOf(whole);
      const { width: w, height: h } = stage.size();
      const { scale: zoom } = stage.viewport();
      const x = (clientX - box.left - margin) / scale + whole.x;
      const y = (clientY - box.top - margin) / scale + whole.y;
      stage.look({ x: w / 2 - x * zoom, y: h / 2 - y * zoom, scale: zoom });
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
