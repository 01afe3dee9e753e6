// The page's end of a field that a worker draws: it owns the element, the view and the worker, and knows which slot lies where.

import { rampOf } from '../../../plots/field-raster.ts';
import { readPalette } from '../../../design/palette.ts';
import { cellOf, slotAt, type Sheet } from './field-look.ts';
import type { FromFieldWorker, ToFieldWorker } from './field-messages.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import type { View } from './field-painter.ts';

/** Whether a canvas can be handed to a worker here. */
export function canDrawFields(): boolean {
  return (
    typeof HTMLCanvasElement !== 'undefined' && 'transferControlToOffscreen' in HTMLCanvasElement.prototype
  );
}

export interface FieldListener {
  readonly heard: (message: FromFieldWorker) => void;
  /** The view moved. */
  readonly moved: () => void;
}

const scaleMost = 48;
const devicePixelsMost = 2;

/** Colours of the four kinds of slots: nothing for empty ones, a ramp for those that live, another for highways, one for the dying. */
function coloursOf(): Uint32Array<ArrayBuffer> {
  const { token } = readPalette();
  const ramps = [
    rampOf([token.sunken, token.accent, token.ink]),
    rampOf([token.sunken, token.warn, token.ink]),
    rampOf([token.bad, token.bad]),
  ];
  const colours = new Uint32Array(4 * 256);
  ramps.forEach((ramp, kind) =>
    colours.set(new Uint32Array(ramp.buffer, ramp.byteOffset, 256), 256 * (kind + 1)),
  );
  return colours;
}

export class FieldScreen {
  readonly #host: HTMLElement;
  readonly #worker: Worker;
  readonly #listener: FieldListener;
  readonly #watches: { disconnect(): void }[] = [];
  #sheet: Sheet | undefined;
  #view: View = { scale: 1, x: 0, y: 0 };
  #fitted = true;
  readonly #near: ((found: Neighbourhood) => void)[] = [];

  constructor(host: HTMLElement, listener: FieldListener) {
    this.#host = host;
    this.#listener = listener;
    const canvas = document.createElement('canvas');
    canvas.className = 'absolute inset-0 size-full';
    canvas.setAttribute('aria-hidden', 'true');
    host.prepend(canvas);
    const offscreen = canvas.transferControlToOffscreen();
    const { width, height } = this.#size;
    [offscreen.width, offscreen.height] = [width, height];
    this.#worker = new Worker(new URL('./field-worker.ts', import.meta.url), {
      type: 'module',
      name: 'field',
    });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromFieldWorker>) => this.#hear(data));
    this.#send({ type: 'canvas', canvas: offscreen }, [offscreen]);
    this.colour();
    const resized = new ResizeObserver(() => this.#resize());
    resized.observe(host);
    const seen = new IntersectionObserver(([entry]) => {
      this.seen = entry?.isIntersecting ?? false;
      this.#send({ type: 'seen', seen: this.seen });
    });
    seen.observe(host);
    this.#watches.push(resized, seen, { disconnect: () => canvas.remove() });
  }

  /** Whether it is on screen. */
  seen = true;

  get sheet(): Sheet | undefined {
    return this.#sheet;
  }

  get view(): View {
    return this.#view;
  }

  /** Takes the colours of the theme in force. */
  colour(): void {
    this.#send({ type: 'colours', colours: coloursOf() });
  }

  look(bytes: Uint8Array<ArrayBuffer>): void {
    this.#send({ type: 'look', bytes }, [bytes.buffer]);
  }

  /** Reads a look at one node; resolves in the order of asking. */
  near(bytes: Uint8Array<ArrayBuffer>): Promise<Neighbourhood> {
    const found = new Promise<Neighbourhood>((resolve) => this.#near.push(resolve));
    this.#send({ type: 'near', bytes }, [bytes.buffer]);
    return found;
  }

  /** Asks what a slot holds, now and with each look; -1 ends that. */
  watch(slot: number): void {
    this.#send({ type: 'under', slot });
  }

  /** The slot at a point of the element; -1 for none. */
  slotAt(x: number, y: number): number {
    const { scale } = this.#view;
    if (this.#sheet === undefined) return -1;
    return slotAt(
      this.#sheet,
      Math.floor((x - this.#view.x) / scale),
      Math.floor((y - this.#view.y) / scale),
    );
  }

  /** Where a slot lies in the element: left, top and width of its cell. */
  placeOf(slot: number): { readonly left: number; readonly top: number; readonly size: number } | undefined {
    const cell = this.#sheet === undefined ? undefined : cellOf(this.#sheet, slot);
    if (cell === undefined) return undefined;
    const { scale, x, y } = this.#view;
    return { left: x + cell[0] * scale, top: y + cell[1] * scale, size: scale };
  }

  /** Magnifies about a point. */
  zoom(factor: number, x = this.#host.clientWidth / 2, y = this.#host.clientHeight / 2): void {
    const { scale } = this.#view;
    const next = Math.max(0.5 * this.#fit.scale, Math.min(scaleMost, scale * factor));
    const by = next / scale;
    this.#fitted = false;
    this.#show({ scale: next, x: x - (x - this.#view.x) * by, y: y - (y - this.#view.y) * by });
  }

  pan(x: number, y: number): void {
    this.#fitted = false;
    this.#show({ ...this.#view, x: this.#view.x + x, y: this.#view.y + y });
  }

  /** Shows everything. */
  fit(): void {
    this.#fitted = true;
    this.#show(this.#fit);
  }

  /** Shows a slot in the middle, large enough to be told from its neighbours. */
  centre(slot: number): void {
    const cell = this.#sheet === undefined ? undefined : cellOf(this.#sheet, slot);
    if (cell === undefined) return;
    const scale = Math.max(12, this.#view.scale);
    const { clientWidth, clientHeight } = this.#host;
    this.#fitted = false;
    this.#show({
      scale,
      x: clientWidth / 2 - (cell[0] + 0.5) * scale,
      y: clientHeight / 2 - (cell[1] + 0.5) * scale,
    });
  }

  close(): void {
    for (const watch of this.#watches) watch.disconnect();
    this.#worker.terminate();
  }

  get #ratio(): number {
    return Math.min(devicePixelsMost, devicePixelRatio);
  }

  get #size(): { readonly width: number; readonly height: number } {
    const { clientWidth, clientHeight } = this.#host;
    return {
      width: Math.max(1, Math.round(clientWidth * this.#ratio)),
      height: Math.max(1, Math.round(clientHeight * this.#ratio)),
    };
  }

  get #fit(): View {
    const { clientWidth, clientHeight } = this.#host;
    const { columns, rows } = this.#sheet ?? { columns: 1, rows: 1 };
    const scale = Math.min(clientWidth / columns, clientHeight / rows);
    return { scale, x: (clientWidth - columns * scale) / 2, y: (clientHeight - rows * scale) / 2 };
  }

  #hear(message: FromFieldWorker): void {
    if (message.type === 'sheet') {
      this.#sheet = message.sheet;
      this.fit();
    }
    if (message.type === 'near') this.#near.shift()?.(message.found);
    else this.#listener.heard(message);
  }

  #resize(): void {
    this.#send({ type: 'size', ...this.#size });
    this.#show(this.#fitted ? this.#fit : this.#view);
  }

  #show(view: View): void {
    this.#view = view;
    const ratio = this.#ratio;
    this.#send({ type: 'view', view: { scale: view.scale * ratio, x: view.x * ratio, y: view.y * ratio } });
    this.#listener.moved();
  }

  #send(message: ToFieldWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
