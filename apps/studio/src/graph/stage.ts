// The drawing as it stands in the page: elements by key, the viewport, and what moves while the pointer is down. Nothing
// here passes through React, so that a drag or a pan costs a few style changes a frame.

import type { Graph, GraphEdge, GraphEnd, Point } from './graph-model.ts';
import { frameAround } from './groups.ts';
import { boundsOf, edgePath, portPoint, sizeOf, type Rect } from './place.ts';
import type { Placement } from './placement.ts';

export interface Viewport extends Point {
  readonly scale: number;
}

const scaleMin = 0.1;
const scaleMax = 2;
/** After this without a move the drawing stands still. */
const restMs = 180;
/** Free space around what is shown whole, in pixels. */
const fitMargin = 36;

export class Stage {
  readonly nodes = new Map<string, HTMLElement>();
  readonly edges = new Map<string, SVGGElement>();
  readonly groups = new Map<string, HTMLElement>();
  readonly pictures = new Map<string, SVGPathElement>();
  container: HTMLElement | undefined;
  layer: HTMLElement | undefined;
  wire: SVGPathElement | undefined;
  rubber: HTMLElement | undefined;
  shield: HTMLElement | undefined;
  ghost: HTMLCanvasElement | undefined;
  #viewport: Viewport = { x: 0, y: 0, scale: 1 };
  readonly #listeners = new Set<() => void>();
  #frame = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;

  readonly viewport = (): Viewport => this.#viewport;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Shows another part; drawn with the next frame. */
  look(viewport: Viewport): void {
    this.#viewport = { ...viewport, scale: Math.min(scaleMax, Math.max(scaleMin, viewport.scale)) };
    if (this.#frame !== 0) return;
    this.#moving();
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const { x, y, scale } = this.#viewport;
      if (this.layer !== undefined) this.layer.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
      for (const listener of this.#listeners) listener();
    });
  }

  pan(dx: number, dy: number): void {
    const { x, y, scale } = this.#viewport;
    this.look({ x: x + dx, y: y + dy, scale });
  }

  /** Zooms so that the point of the page stays where it is; the middle without one. */
  zoom(factor: number, at?: Point): void {
    const { x, y, scale } = this.#viewport;
    const next = Math.min(scaleMax, Math.max(scaleMin, scale * factor));
    const { width, height } = this.size();
    const centre = at === undefined ? { x: width / 2, y: height / 2 } : this.#inside(at);
    const ratio = next / scale;
    this.look({ x: centre.x - (centre.x - x) * ratio, y: centre.y - (centre.y - y) * ratio, scale: next });
  }

  /** Shows all rectangles, no larger than life. */
  fit(rects: readonly Rect[]): void {
    const bounds = boundsOf(rects);
    const { width, height } = this.size();
    if (bounds === undefined || width === 0) return;
    const scale = Math.min(
      1,
      (width - 2 * fitMargin) / bounds.width,
      (height - 2 * fitMargin) / bounds.height,
    );
    const bounded = Math.max(scaleMin, scale);
    this.look({
      x: (width - bounds.width * bounded) / 2 - bounds.x * bounded,
      y: (height - bounds.height * bounded) / 2 - bounds.y * bounded,
      scale: bounded,
    });
  }

  /** Brings a rectangle into sight, to the middle when asked or when it is outside. */
  reveal(rect: Rect, centre = false): void {
    const { x, y, scale } = this.#viewport;
    const { width, height } = this.size();
    const [left, top] = [rect.x * scale + x, rect.y * scale + y];
    const inside =
      left >= 0 && top >= 0 && left + rect.width * scale <= width && top + rect.height * scale <= height;
    if (inside && !centre) return;
    const at = centre ? Math.max(scale, 0.75) : scale;
    this.look({
      x: width / 2 - (rect.x + rect.width / 2) * at,
      y: height / 2 - (rect.y + rect.height / 2) * at,
      scale: at,
    });
  }

  /** What is drawn for a key. */
  elementOf(key: string): HTMLElement | SVGGElement | undefined {
    return this.nodes.get(key) ?? this.edges.get(key) ?? this.groups.get(key);
  }

  /** Gives a node, edge or group the keyboard as soon as it is drawn. */
  focus(key: string): void {
    requestAnimationFrame(() => {
      this.elementOf(key)?.focus({ preventScroll: true });
    });
  }

  /** Size of the canvas in pixels. */
  size(): { readonly width: number; readonly height: number } {
    return { width: this.container?.clientWidth ?? 0, height: this.container?.clientHeight ?? 0 };
  }

  /** From a point of the page to a point of the drawing. */
  toDrawing(page: Point): Point {
    const inside = this.#inside(page);
    const { x, y, scale } = this.#viewport;
    return { x: (inside.x - x) / scale, y: (inside.y - y) / scale };
  }

  /** The middle of what is in sight, in the drawing. */
  middle(): Point {
    const { width, height } = this.size();
    const { x, y, scale } = this.#viewport;
    return { x: (width / 2 - x) / scale, y: (height / 2 - y) / scale };
  }

  /** Shows nodes where they would be if moved, with the edges at them. */
  shift(graph: Graph, placement: Placement, keys: ReadonlySet<string>, by: Point): void {
    const at = (key: string): Point => {
      const { x, y } = placement.get(key) ?? { x: 0, y: 0 };
      return keys.has(key) ? { x: x + by.x, y: y + by.y } : { x, y };
    };
    for (const key of keys) {
      const { x, y } = at(key);
      const element = this.nodes.get(key);
      if (element === undefined) continue;
      element.style.left = `${x}px`;
      element.style.top = `${y}px`;
      this.pictures.get(key)?.setAttribute('transform', `translate(${by.x} ${by.y})`);
    }
    for (const group of graph.groups) {
      const element = this.groups.get(group.key);
      if (element === undefined || !group.members.some((key) => keys.has(key))) continue;
      const frame = frameAround(graph, group, at);
      if (frame !== undefined) placeFrame(element, frame);
    }
    for (const edge of graph.edges) {
      if (!keys.has(edge.from?.node ?? '') && !keys.has(edge.to?.node ?? '')) continue;
      const ends = endsOf(graph, edge, at);
      const element = this.edges.get(edge.key);
      if (ends === undefined || element === undefined) continue;
      const path = edgePath(...ends);
      for (const line of element.querySelectorAll('path')) line.setAttribute('d', path);
      const text = element.querySelector('text');
      text?.setAttribute('x', String((ends[0].x + ends[1].x) / 2));
      text?.setAttribute('y', String((ends[0].y + ends[1].y) / 2 - 5));
    }
  }

  /** Puts pictures back to where their paths say they are. */
  unshift(keys: Iterable<string>): void {
    for (const key of keys) this.pictures.get(key)?.removeAttribute('transform');
  }

  /** Shows an edge that is being drawn; nothing without ends. */
  drawWire(ends: readonly [Point, Point] | undefined): void {
    this.wire?.setAttribute('d', ends === undefined ? '' : edgePath(...ends));
  }

  /** Shows the rectangle of a selection, given in the drawing; nothing without one. */
  drawRubber(rect: Rect | undefined): void {
    if (this.rubber === undefined) return;
    this.rubber.hidden = rect === undefined;
    if (rect === undefined) return;
    const { x, y, scale } = this.#viewport;
    placeFrame(this.rubber, {
      x: rect.x * scale + x,
      y: rect.y * scale + y,
      width: rect.width * scale,
      height: rect.height * scale,
    });
  }

  /** Shows the outlines of many nodes where they would be, in place of the nodes themselves; nothing without any. */
  drawGhosts(rects: readonly Rect[], by: Point): void {
    const context = this.ghost?.getContext('2d');
    if (this.ghost === undefined || context == null) return;
    this.ghost.hidden = rects.length === 0;
    const { width, height } = this.size();
    const ratio = devicePixelRatio;
    if (this.ghost.width !== width * ratio || this.ghost.height !== height * ratio) {
      this.ghost.width = width * ratio;
      this.ghost.height = height * ratio;
    }
    const { x, y, scale } = this.#viewport;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.strokeStyle = getComputedStyle(this.ghost).color;
    context.lineWidth = 1.5;
    for (const rect of rects) {
      context.strokeRect(
        (rect.x + by.x) * scale + x,
        (rect.y + by.y) * scale + y,
        rect.width * scale,
        rect.height * scale,
      );
    }
  }

  /** Ends the move, so that what is under the pointer can be found. */
  settle(): void {
    clearTimeout(this.#rest);
    if (this.shield !== undefined) this.shield.hidden = true;
  }

  /** For as long as the drawing moves it is cheap to move. */
  #moving(): void {
    clearTimeout(this.#rest);
    if (this.shield?.hidden === true) this.shield.hidden = false;
    this.#rest = setTimeout(() => this.settle(), restMs);
  }

  #inside(page: Point): Point {
    const box = this.container?.getBoundingClientRect();
    return { x: page.x - (box?.left ?? 0), y: page.y - (box?.top ?? 0) };
  }
}

function placeFrame(element: HTMLElement, { x, y, width, height }: Rect): void {
  Object.assign(element.style, {
    left: `${x}px`,
    top: `${y}px`,
    width: `${width}px`,
    height: `${height}px`,
  });
}

/** Where an end of an edge is in the drawing; undefined where there is no such node. */
export function endPoint(
  graph: Graph,
  end: GraphEnd | undefined,
  side: 'inputs' | 'outputs',
  at: (key: string) => Point,
): Point | undefined {
  const node = end === undefined ? undefined : graph.byKey.get(end.node);
  if (end === undefined || node === undefined) return undefined;
  const corner = at(node.key);
  const port = portPoint(node, side, end.port);
  return { x: corner.x + port.x, y: corner.y + port.y };
}

/** Both ends of an edge; one that leads nowhere is drawn as a stub. */
export function endsOf(
  graph: Graph,
  edge: GraphEdge,
  at: (key: string) => Point,
): readonly [Point, Point] | undefined {
  const from = endPoint(graph, edge.from, 'outputs', at);
  const to = endPoint(graph, edge.to, 'inputs', at);
  if (from !== undefined && to !== undefined) return [from, to];
  if (from !== undefined) return [from, { x: from.x + 40, y: from.y }];
  return to === undefined ? undefined : [{ x: to.x - 40, y: to.y }, to];
}

/** The rectangle of a node as it is placed, or of the frame of a group. */
export function rectOf(graph: Graph, placement: Placement, key: string): Rect | undefined {
  const [node, at] = [graph.byKey.get(key), placement.get(key)];
  if (node !== undefined) return at === undefined ? undefined : { ...at, ...sizeOf(node) };
  const group = graph.groups.find((each) => each.key === key);
  return group && frameAround(graph, group, (member) => placement.get(member));
}
