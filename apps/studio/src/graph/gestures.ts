// What the pointer means on the canvas: pan, zoom, select, move, connect. A drag shows itself on the stage only; the document
// changes once, when the pointer is let go.

import { connect, freeInput, moveBy, rectsOf, whyNot } from './commands.ts';
import { toggleGroup } from './group-commands.ts';
import type { GraphEnd, Point } from './graph-model.ts';
import type { GraphSession } from './graph-session.ts';
import { drawnKeysOf, nodeKeysOf } from './groups.ts';
import { overlaps, type Rect } from './place.ts';
import { endPoint, rectOf, type Stage } from './stage.ts';

/** Pixels before a press becomes a drag. */
const slack = 4;
/** Nodes that move as they are; of more, the outlines move. */
const shownMax = 24;

/** What is under way while a button is down. */
interface Drag {
  readonly start: Point;
  moved: boolean;
  move(event: PointerEvent): void;
  /** `dropped` is false when the drag was given up. */
  end(event: PointerEvent | undefined, dropped: boolean): void;
}

interface PortAt {
  readonly end: GraphEnd;
  readonly side: 'inputs' | 'outputs';
}

export class Gestures {
  readonly #session: GraphSession;
  readonly #stage: Stage;
  #drag: Drag | undefined;

  constructor(session: GraphSession, stage: Stage) {
    this.#session = session;
    this.#stage = stage;
  }

  /** Listens on the canvas until the returned function is called. */
  listen(canvas: HTMLElement): () => void {
    const stop = new AbortController();
    const { signal } = stop;
    canvas.addEventListener('pointerdown', (event) => this.#down(canvas, event), { signal });
    canvas.addEventListener('pointermove', (event) => this.#move(event), { signal });
    canvas.addEventListener('pointerup', (event) => this.#end(event, true), { signal });
    canvas.addEventListener('pointercancel', () => this.#end(undefined, false), { signal });
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { signal, passive: false });
    addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape' || this.#drag === undefined) return;
        // Gives up the drag and nothing else: what is selected stays selected.
        event.stopPropagation();
        this.#end(undefined, false);
      },
      { signal, capture: true },
    );
    return () => stop.abort();
  }

  #down(canvas: HTMLElement, event: PointerEvent): void {
    if (this.#drag !== undefined || event.button > 1) return;
    this.#stage.settle();
    const target = document.elementFromPoint(event.clientX, event.clientY) ?? canvas;
    const port = portOf(target);
    const key = target.closest<HTMLElement>('[data-key]')?.dataset['key'];
    const fold = target.closest('[data-fold]') !== null;
    const inFrame = target.classList.contains('graph-group');
    if (fold && event.button === 0) {
      toggleGroup(this.#session, key);
      this.#stage.focus(this.#session.state().focused ?? '');
    } else if (event.button === 1) this.#drag = this.#pan(event);
    else if (port !== undefined) this.#drag = this.#connect(event, port);
    else if (key !== undefined && !(inFrame && event.shiftKey)) this.#drag = this.#press(event, key);
    else this.#drag = event.shiftKey ? this.#rubber(event) : this.#pan(event);
    if (this.#drag === undefined) return;
    canvas.setPointerCapture(event.pointerId);
    event.preventDefault();
    if (key === undefined) canvas.focus({ preventScroll: true });
  }

  #move(event: PointerEvent): void {
    const drag = this.#drag;
    if (drag === undefined) return;
    drag.moved ||= Math.hypot(event.clientX - drag.start.x, event.clientY - drag.start.y) >= slack;
    if (drag.moved) drag.move(event);
  }

  #end(event: PointerEvent | undefined, dropped: boolean): void {
    const drag = this.#drag;
    this.#drag = undefined;
    drag?.end(event, dropped);
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const [dx, dy] = [event.deltaX * lines, event.deltaY * lines];
    if (event.ctrlKey || event.metaKey) {
      this.#stage.zoom(2 ** (-dy / 240), { x: event.clientX, y: event.clientY });
    } else if (event.shiftKey && dx === 0) this.#stage.pan(-dy, 0);
    else this.#stage.pan(-dx, -dy);
  }

  #pan(event: PointerEvent): Drag {
    const stage = this.#stage;
    const from = stage.viewport();
    const start = { x: event.clientX, y: event.clientY };
    return {
      start,
      moved: false,
      move({ clientX, clientY }) {
        stage.look({ ...from, x: from.x + clientX - start.x, y: from.y + clientY - start.y });
      },
      end: (_, dropped) => {
        if (dropped && this.#session.state().selection.size > 0 && same(stage.viewport(), from)) {
          this.#session.select([]);
        }
      },
    };
  }

  #rubber(event: PointerEvent): Drag {
    const [stage, session] = [this.#stage, this.#session];
    const corner = stage.toDrawing({ x: event.clientX, y: event.clientY });
    const before = session.state().selection;
    return {
      start: { x: event.clientX, y: event.clientY },
      moved: false,
      move({ clientX, clientY }) {
        const rect = between(corner, stage.toDrawing({ x: clientX, y: clientY }));
        stage.drawRubber(rect);
        const { shown: graph, placement } = session.state();
        const caught = graph.nodes.flatMap(({ key }) => {
          const own = rectOf(graph, placement, key);
          return own !== undefined && overlaps(own, rect) ? [key] : [];
        });
        const next = [...new Set([...before, ...caught])];
        if (next.length !== session.state().selection.size) session.select(next, caught[0]);
      },
      end() {
        stage.drawRubber(undefined);
      },
    };
  }

  /** A press on a node or edge: selects, and moves nodes when it becomes a drag. */
  #press(event: PointerEvent, key: string): Drag {
    const [stage, session] = [this.#stage, this.#session];
    const adds = event.shiftKey || event.ctrlKey || event.metaKey;
    const was = session.state().selection.has(key);
    if (adds) session.toggle(key);
    else if (was) session.select(session.state().selection, key);
    else session.go(key);
    stage.elementOf(key)?.focus({ preventScroll: true });
    const { graph: whole, shown: graph, placement, selection } = session.state();
    const moving = drawnKeysOf(whole, nodeKeysOf(whole, selection));
    const start = { x: event.clientX, y: event.clientY };
    const way = ({ clientX, clientY }: PointerEvent): Point => {
      const { scale } = stage.viewport();
      return { x: Math.round((clientX - start.x) / scale), y: Math.round((clientY - start.y) / scale) };
    };
    const many = moving.size > shownMax ? rectsOf(session, moving) : undefined;
    const show = (by: Point): void => {
      if (many === undefined) stage.shift(graph, placement, moving, by);
      else stage.drawGhosts(many, by);
    };
    const drag: Drag = {
      start,
      moved: false,
      move: (moved) => show(way(moved)),
      end(ended, dropped) {
        stage.drawGhosts([], { x: 0, y: 0 });
        stage.unshift(moving);
        if (!drag.moved) {
          if (!adds && was) session.go(key);
        } else if (ended !== undefined && dropped) {
          const { x, y } = way(ended);
          moveBy(session, selection, x, y, { later: true });
        } else if (many === undefined) {
          stage.shift(graph, placement, moving, { x: 0, y: 0 });
          stage.unshift(moving);
        }
      },
    };
    return drag;
  }

  #connect(event: PointerEvent, port: PortAt): Drag | undefined {
    const [stage, session] = [this.#stage, this.#session];
    const { shown: graph, placement } = session.state();
    const at = (key: string): Point => placement.get(key) ?? { x: 0, y: 0 };
    const fixed = endPoint(graph, port.end, port.side, at);
    if (fixed === undefined) return undefined;
    session.complain(undefined);
    const show = (loose: Point): void =>
      stage.drawWire(port.side === 'outputs' ? [fixed, loose] : [loose, fixed]);
    let marked: Element | undefined;
    const mark = (element: Element | undefined, legal: boolean): void => {
      if (marked !== element) marked?.removeAttribute('data-drop');
      marked = element;
      marked?.setAttribute('data-drop', legal ? 'yes' : 'no');
    };
    return {
      start: { x: event.clientX, y: event.clientY },
      moved: false,
      move: (moved) => {
        show(stage.toDrawing({ x: moved.clientX, y: moved.clientY }));
        const found = this.#target(moved, port);
        const ends = found && endsBetween(port, found.port);
        mark(found?.element, ends !== undefined && whyNot(session, ...ends) === undefined);
      },
      end: (ended, dropped) => {
        stage.drawWire(undefined);
        mark(undefined, false);
        if (ended === undefined || !dropped) return;
        const found = this.#target(ended, port);
        if (found === undefined) return;
        const ends = endsBetween(port, found.port);
        if (ends !== undefined) connect(session, ...ends);
        else session.complain(`Connect an output with an input; these are two ${port.side}.`);
      },
    };
  }

  /** The port under the pointer; over the body of a node, the port that fits. */
  #target(
    event: PointerEvent,
    from: PortAt,
  ): { readonly element: Element; readonly port: PortAt } | undefined {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const port = under === null ? undefined : portOf(under);
    const element = under?.closest<HTMLElement>('.graph-node');
    const key = element?.dataset['key'];
    if (element == null || key === undefined) return undefined;
    if (port !== undefined) return { element, port };
    if (key === from.end.node) return undefined;
    if (from.side === 'outputs') {
      return { element, port: { end: freeInput(this.#session, key), side: 'inputs' } };
    }
    const outputs = this.#session.state().graph.byKey.get(key)?.sketch.outputs ?? [];
    return { element, port: { end: { node: key, port: outputs[0] ?? '' }, side: 'outputs' } };
  }
}

function portOf(element: Element): PortAt | undefined {
  const handle = element.closest<HTMLElement>('[data-port]');
  const { port, side } = handle?.dataset ?? {};
  const node = handle?.closest<HTMLElement>('[data-key]')?.dataset['key'];
  if (port === undefined || node === undefined || (side !== 'inputs' && side !== 'outputs')) return undefined;
  return { end: { node, port }, side };
}

/** Source and target, whichever the drag began at; undefined for two of a kind. */
function endsBetween(first: PortAt, second: PortAt): readonly [GraphEnd, GraphEnd] | undefined {
  if (first.side === second.side) return undefined;
  return first.side === 'outputs' ? [first.end, second.end] : [second.end, first.end];
}

function between(a: Point, b: Point): Rect {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}

function same(left: Point, right: Point): boolean {
  return left.x === right.x && left.y === right.y;
}
