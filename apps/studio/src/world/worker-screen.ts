// A screen that a worker draws: the page sends where everything is, and is free again.

import { waitingMost } from './quality.ts';
import type { ScreenNews, ScreenOrder } from './screen-messages.ts';
import { makeCanvas, type Screen, type ScreenEvents, type ScreenSubject, type View } from './screen.ts';
import type { Stage } from './stage.ts';

type Opened = Extract<ScreenNews, { type: 'opened' }>;
type Kept = (blob: Blob | undefined) => void;

/** Poses may be a window on a long recording, all of which would be copied. */
function owned(view: View): View {
  return { ...view, poses: Float64Array.from(view.poses) };
}

/** The first word of a worker. @throws Error where it cannot draw, or cannot even begin */
function opened(worker: Worker): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const refuse = (): void => reject(new Error('the worker cannot draw'));
    worker.addEventListener('error', refuse, { once: true });
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<ScreenNews>) => (data.type === 'opened' ? resolve(data) : refuse()),
      { once: true },
    );
  });
}

export class WorkerScreen implements Screen {
  readonly canvas: HTMLCanvasElement;
  readonly kind: Stage['kind'];
  readonly level: number;
  calls = 0;
  readonly #worker: Worker;
  readonly #events: ScreenEvents;
  readonly #asked = new Map<number, Kept>();
  #requests = 0;
  #waiting = 0;

  private constructor(
    canvas: HTMLCanvasElement,
    worker: Worker,
    { kind, level }: Opened,
    events: ScreenEvents,
  ) {
    this.canvas = canvas;
    this.kind = kind;
    this.level = level;
    this.#worker = worker;
    this.#events = events;
    worker.addEventListener('message', ({ data }: MessageEvent<ScreenNews>) => this.#hear(data));
    worker.addEventListener('error', () => this.#lose());
  }

  /** @throws Error where a worker cannot draw the level asked for */
  static async open(subject: ScreenSubject, events: ScreenEvents): Promise<WorkerScreen> {
    const canvas = makeCanvas();
    const worker = new Worker(new URL('./screen-worker.ts', import.meta.url), {
      type: 'module',
      name: 'world',
    });
    try {
      const offscreen = canvas.transferControlToOffscreen();
      const order: ScreenOrder = { type: 'open', canvas: offscreen, subject };
      worker.postMessage(order, [offscreen]);
      return new WorkerScreen(canvas, worker, await opened(worker), events);
    } catch (error) {
      worker.terminate();
      throw error;
    }
  }

  get free(): boolean {
    return this.#waiting < waitingMost;
  }

  draw(view: View): void {
    this.#waiting += 1;
    this.#order({ type: 'draw', view: owned(view) });
  }

  picture(view: View): Promise<Blob> {
    const request = (this.#requests += 1);
    this.#order({ type: 'picture', view: owned(view), request });
    return new Promise((resolve, reject) => {
      this.#asked.set(request, (blob) => {
        if (blob === undefined) reject(new Error('the picture could not be written'));
        else resolve(blob);
      });
    });
  }

  dispose(): void {
    this.#worker.terminate();
    this.#forget();
    this.canvas.remove();
  }

  #order(order: ScreenOrder): void {
    this.#worker.postMessage(order, []);
  }

  #hear(news: ScreenNews): void {
    if (news.type === 'drawn') {
      this.#waiting -= 1;
      this.calls = news.calls;
      this.#events.drawn(performance.now());
    } else if (news.type === 'picture') {
      this.#asked.get(news.request)?.(news.blob);
      this.#asked.delete(news.request);
    }
  }

  #lose(): void {
    this.#forget();
    this.#events.lost();
  }

  #forget(): void {
    for (const kept of this.#asked.values()) kept(undefined);
    this.#asked.clear();
  }
}
