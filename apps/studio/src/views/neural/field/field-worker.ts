// Draws a field beside the page: it owns the canvas, takes looks as bytes, and mixes the last two of them for every picture.

import { decodeSnapshot } from '@holdfast/protocol';
import { readField, sheetOf, useOf, type Sheet } from './field-look.ts';
import type { FromFieldWorker, ToFieldWorker } from './field-messages.ts';
import { FieldMixer } from './field-mixer.ts';
import { readNeighbourhood } from './neighbourhood.ts';
import { openPainter, type FieldPainter, type View } from './field-painter.ts';

interface Scope {
  postMessage(message: FromFieldWorker): void;
  requestAnimationFrame(paint: (now: number) => void): number;
  addEventListener(type: 'message', hear: (event: MessageEvent<ToFieldWorker>) => void): void;
}

/** How often the page is told what was drawn, ms. */
const tellMs = 1000;

class FieldDrawing {
  readonly #scope: Scope;
  readonly #mixer = new FieldMixer();
  #canvas: OffscreenCanvas | undefined;
  #painter: FieldPainter | undefined;
  #sheet: Sheet | undefined;
  #pixels: ImageData | undefined;
  #words = new Uint32Array();
  #colours = new Uint32Array(1024);
  #view: View = { scale: 1, x: 0, y: 0 };
  #under = -1;
  #seen = true;
  #stale = true;
  #asked = false;
  #pictures = 0;
  #ms = 0;
  #toldAt = 0;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  hear(message: ToFieldWorker): void {
    switch (message.type) {
      case 'canvas':
        this.#canvas = message.canvas;
        break;
      case 'size':
        if (this.#canvas !== undefined)
          [this.#canvas.width, this.#canvas.height] = [message.width, message.height];
        break;
      case 'view':
        this.#view = message.view;
        break;
      case 'colours':
        this.#colours = message.colours;
        break;
      case 'seen':
        this.#seen = message.seen;
        break;
      case 'near':
        this.#tell({ type: 'near', found: readNeighbourhood(decodeSnapshot(message.bytes)) });
        return;
      case 'under':
        this.#under = message.slot;
        this.#tellUnder();
        return;
      case 'look':
        this.#look(message.bytes);
        break;
    }
    this.#stale = true;
    this.#ask();
  }

  #look(bytes: Uint8Array): void {
    const look = readField(decodeSnapshot(bytes));
    if (this.#sheet === undefined && this.#canvas !== undefined) {
      const { width, height } = this.#canvas;
      this.#sheet = sheetOf(look, Math.max(0.5, Math.min(4, width / height)));
      this.#pixels = new ImageData(this.#sheet.columns, this.#sheet.rows);
      this.#words = new Uint32Array(this.#pixels.data.buffer);
      this.#painter = openPainter(this.#canvas, this.#pixels, () => performance.now());
      this.#tell({ type: 'sheet', sheet: this.#sheet, cap: look.cap });
    }
    this.#mixer.take(look, performance.now());
    let living = 0;
    for (let slot = look.dynamicAt; slot < look.slots; slot++) {
      const use = useOf(look.uses, slot);
      if (use === 1 || use === 2) living++;
    }
    this.#tell({ type: 'looked', time: look.time, living });
    this.#tellUnder();
  }

  #tell(message: FromFieldWorker): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    this.#scope.postMessage(message);
  }

  #tellUnder(): void {
    if (this.#under < 0) return;
    this.#tell({ type: 'under', slot: this.#under, ...this.#mixer.at(this.#under) });
  }

  #ask(): void {
    if (this.#asked || !this.#seen) return;
    this.#asked = true;
    this.#scope.requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    this.#asked = false;
    const now = performance.now();
    const moves = this.#mixer.moves(now);
    if (this.#sheet === undefined || this.#pixels === undefined || !(moves || this.#stale)) return;
    this.#stale = false;
    this.#mixer.paint(this.#sheet, this.#colours, now, this.#words);
    this.#painter?.draw(this.#pixels, this.#view);
    this.#pictures += 1;
    this.#ms = 0.9 * this.#ms + 0.1 * (performance.now() - now);
    if (now - this.#toldAt > tellMs) {
      this.#toldAt = now;
      const kind = this.#painter?.kind ?? 'nothing';
      this.#tell({ type: 'drawn', pictures: this.#pictures, ms: this.#ms, kind });
    }
    this.#ask();
  }
}

const scope = globalThis as unknown as Scope;
const drawing = new FieldDrawing(scope);
scope.addEventListener('message', ({ data }) => drawing.hear(data));
