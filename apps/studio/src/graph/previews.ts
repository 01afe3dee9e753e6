// What each port is like at the moment: asked of a worker whenever the document changed, read by thumbnails and hovers.

import { valueAt } from './edits.ts';
import { recordOf, type Fields } from './graph-model.ts';
import type { GraphState } from './graph-session.ts';
import type { PortPreview, PreviewAnswer, PreviewQuestion } from './preview-messages.ts';

/** Rest before a change is looked at. */
const settleMs = 120;
/** A worker that says nothing for this long is ended, and another begins with the next change. */
const patienceMs = 8000;
const shownPerFrame = 40;

export class Previews {
  readonly #listeners = new Set<() => void>();
  #worker: Worker | undefined;
  #previews: ReadonlyMap<string, PortPreview> = new Map();
  #coming: (readonly [string, PortPreview | undefined])[] = [];
  #frame = 0;
  #asked = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #last: Fields | undefined;
  #trail: GraphState['trail'] = [];

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** All that is known, by "node.port". */
  readonly all = (): ReadonlyMap<string, PortPreview> => this.#previews;

  /** Looks at the document once it has rested; positions alone change nothing. */
  follow({ document, graph, scope, trail, readable }: GraphState): void {
    if (!readable || (trail === this.#trail && isSameButPlaces(this.#last, document, scope))) return;
    this.#last = document;
    this.#trail = trail;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      const ports = graph.nodes
        .filter(({ frame }) => !frame)
        .flatMap(({ key, sketch }) => sketch.outputs.map((port) => `${key}.${port}`));
      this.#ask({ id: ++this.#asked, document, inside: trail.map(({ id }) => id), ports });
    }, settleMs);
  }

  stop(): void {
    clearTimeout(this.#rest);
    cancelAnimationFrame(this.#frame);
    this.#end();
    this.#last = undefined;
  }

  #ask(question: PreviewQuestion): void {
    if (this.#worker === undefined) {
      this.#worker = new Worker(new URL('./preview-worker.ts', import.meta.url), { type: 'module' });
      this.#worker.addEventListener('message', ({ data }: MessageEvent<PreviewAnswer>) => this.#hear(data));
    }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    this.#worker.postMessage(question);
    this.#wait();
  }

  /** Gives the worker time until its next answer. */
  #wait(): void {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.#end(), patienceMs);
  }

  #hear({ id, previews, done }: PreviewAnswer): void {
    if (id !== this.#asked) return;
    if (done) clearTimeout(this.#patience);
    else this.#wait();
    const next = new Map(previews);
    // A port keeps its object while nothing about it changed, so that only what changed is drawn again.
    for (const [port, preview] of next) {
      const before = this.#previews.get(port);
      if (before !== undefined && JSON.stringify(before) === JSON.stringify(preview)) next.set(port, before);
    }
    this.#coming = [...next];
    for (const port of this.#previews.keys()) if (!next.has(port)) this.#coming.push([port, undefined]);
    this.#show();
  }

  /** Some thumbnails a frame, so that no frame waits for all of them. */
  #show(): void {
    cancelAnimationFrame(this.#frame);
    const previews = new Map(this.#previews);
    let drawn = 0;
    while (drawn < shownPerFrame) {
      const entry = this.#coming.shift();
      if (entry === undefined) break;
      const [port, preview] = entry;
      if (previews.get(port) === preview) continue;
      drawn += 1;
      if (preview === undefined) previews.delete(port);
      else previews.set(port, preview);
    }
    if (drawn === 0) return;
    this.#previews = previews;
    for (const listener of this.#listeners) listener();
    this.#frame = requestAnimationFrame(() => this.#show());
  }

  #end(): void {
    clearTimeout(this.#patience);
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}

/** True when nothing differs but where the nodes stand. Equal parts of documents are the same objects. */
function isSameButPlaces(before: Fields | undefined, after: Fields, scope: readonly string[]): boolean {
  if (before === undefined) return false;
  const [top = ''] = scope;
  if (!isSame(before, after, top)) return false;
  if (before[top] === after[top]) return true;
  const [old, now] = [recordOf(valueAt(before, scope)), recordOf(valueAt(after, scope))];
  return scope.length === 1 && isSame(old, now, 'layout', 'groups');
}

function isSame(before: Fields, after: Fields, ...except: readonly string[]): boolean {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const key of except) keys.delete(key);
  return [...keys].every((key) => before[key] === after[key]);
}
