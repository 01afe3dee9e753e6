// Pen, mouse and finger on the sheet. Points come in the units of the sheet whatever its size on the screen is; what is being drawn
// never passes through React, only what was drawn does.

import { useRef, useState, type PointerEvent, type RefObject } from 'react';
import type { Point } from '@holdfast/sketch';
import { inkPath } from './shape-path.ts';
import { inkAt, movedInk, withoutInk, withStroke, type Sketch, type SketchPart } from './sketch.ts';

export type Tool = 'pen' | 'move' | 'erase';

/** Points nearer to each other than this say nothing new. */
const stepLeast = 1.2;
/** A pointer that moved less than this on a chip has tapped it. */
const tapMost = 6;
/** How far from ink a pointer still means it. */
const reach = 14;

interface Gesture {
  readonly pointer: number;
  readonly points: Point[];
  /** Ink that goes or moves with this gesture. */
  ink: readonly number[];
  /** Begun on a chip: a stroke once it moves, else a tap on the chip. */
  pending: boolean;
}

export interface PenView {
  /** Strokes that are about to be erased. */
  readonly fading: readonly number[];
  /** Strokes being moved, and how far. */
  readonly moving: { readonly ink: readonly number[]; readonly dx: number; readonly dy: number } | undefined;
  readonly busy: boolean;
}

const atRest: PenView = { fading: [], moving: undefined, busy: false };

/** Where events of a pointer are in the units of the sheet: the browser's own matrix knows every scale and scroll. */
function pointsOf(svg: SVGSVGElement, event: PointerEvent): Point[] {
  const matrix = svg.getScreenCTM()?.inverse();
  if (matrix === undefined) return [];
  const native = event.nativeEvent;
  const events = event.type === 'pointermove' ? native.getCoalescedEvents() : [];
  return (events.length === 0 ? [native] : events).map(({ clientX, clientY }) => {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix);
    return { x, y };
  });
}

function extend(gesture: Gesture, points: readonly Point[]): void {
  for (const point of points) {
    const last = gesture.points.at(-1);
    if (last === undefined || Math.hypot(point.x - last.x, point.y - last.y) >= stepLeast)
      gesture.points.push(point);
  }
}

function isInside({ shape }: SketchPart, { x, y }: Point): boolean {
  if (shape.kind === 'circle') return Math.hypot(x - shape.center.x, y - shape.center.y) < shape.radius;
  if (shape.kind !== 'box') return false;
  return Math.abs(x - shape.center.x) < shape.width / 2 && Math.abs(y - shape.center.y) < shape.height / 2;
}

/** Strokes of the part under a point. */
function grabbed(sketch: Sketch, parts: readonly SketchPart[], point: Point): readonly number[] {
  const hit = inkAt(sketch, point, reach);
  const part = parts.find(({ ink }) => ink.includes(hit ?? -1)) ?? parts.find((one) => isInside(one, point));
  return part?.ink ?? [];
}

/** What a gesture that is not a stroke looks like. */
function shown(tool: Tool, { points, ink }: Gesture): PenView {
  if (tool === 'erase') return { ...atRest, fading: ink, busy: true };
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return atRest;
  return { ...atRest, busy: true, moving: { ink, dx: last.x - first.x, dy: last.y - first.y } };
}

function concluded(tool: Tool, sketch: Sketch, { points, ink }: Gesture): Sketch {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return sketch;
  if (tool === 'pen') return withStroke(sketch, points);
  if (ink.length === 0) return sketch;
  return tool === 'erase'
    ? withoutInk(sketch, ink)
    : movedInk(sketch, ink, last.x - first.x, last.y - first.y);
}

/** Handlers for the sheet, and what to show while a gesture lasts. */
export function usePen(props: {
  readonly svg: RefObject<SVGSVGElement | null>;
  readonly live: RefObject<SVGPathElement | null>;
  readonly tool: Tool;
  readonly sketch: Sketch;
  readonly parts: readonly SketchPart[];
  readonly commit: (sketch: Sketch) => void;
}) {
  const { svg, live, tool, sketch, parts, commit } = props;
  const gesture = useRef<Gesture>(undefined);
  const [view, setView] = useState(atRest);
  const show = (current: Gesture): void => {
    if (tool === 'pen') live.current?.setAttribute('d', inkPath(current.points));
    else setView(shown(tool, current));
  };
  const take = (current: Gesture, event: PointerEvent): void => {
    if (svg.current === null) return;
    const points = pointsOf(svg.current, event);
    extend(current, points);
    if (tool === 'erase') {
      const hit = points.flatMap((point) => inkAt(sketch, point, reach) ?? []);
      current.ink = [...new Set([...current.ink, ...hit])];
    }
    show(current);
  };
  const end = (): void => {
    gesture.current = undefined;
    live.current?.setAttribute('d', '');
    setView(atRest);
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    // A palm that rests beside the pen draws nothing.
    if (gesture.current !== undefined || !event.isPrimary || event.button !== 0 || svg.current === null)
      return;
    const target = event.target as Element;
    if (target.closest('.popover') !== null) return;
    const pending = target.closest('.sheet-chip') !== null;
    const [at] = pointsOf(svg.current, event);
    const ink = tool === 'move' && at !== undefined ? grabbed(sketch, parts, at) : [];
    gesture.current = { pointer: event.pointerId, points: at === undefined ? [] : [at], ink, pending };
    if (pending) return;
    event.preventDefault();
    svg.current.setPointerCapture(event.pointerId);
    setView({ ...atRest, busy: true });
    take(gesture.current, event);
  };
  const onPointerMove = (event: PointerEvent): void => {
    const current = gesture.current;
    if (current?.pointer !== event.pointerId || svg.current === null) return;
    if (current.pending) {
      const [from, to] = [current.points[0], pointsOf(svg.current, event).at(-1)];
      if (from === undefined || to === undefined || Math.hypot(to.x - from.x, to.y - from.y) < tapMost)
        return;
      current.pending = false;
      svg.current.setPointerCapture(event.pointerId);
    }
    take(current, event);
  };
  const onPointerUp = (event: PointerEvent): void => {
    const current = gesture.current;
    if (current?.pointer !== event.pointerId) return;
    if (!current.pending) take(current, event);
    end();
    if (!current.pending) commit(concluded(tool, sketch, current));
  };
  return { view, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: end } };
}
