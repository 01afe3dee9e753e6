// A screen that the page itself draws, where a canvas cannot be handed to a worker.

import { Drawer, firstLevel, makeStage } from './make-stage.ts';
import { qualities } from './quality.ts';
import { makeCanvas, type Screen, type ScreenEvents, type ScreenSubject, type View } from './screen.ts';
import type { Stage } from './stage.ts';

export class PageScreen implements Screen {
  readonly canvas: HTMLCanvasElement;
  readonly level: number;
  readonly free = true;
  readonly #drawer: Drawer;
  readonly #events: ScreenEvents;

  private constructor(canvas: HTMLCanvasElement, level: number, stage: Stage, events: ScreenEvents) {
    this.canvas = canvas;
    this.level = level;
    this.#drawer = new Drawer(stage);
    this.#events = events;
  }

  /** @throws Error where not even the painter can draw */
  static async open(subject: ScreenSubject, events: ScreenEvents): Promise<PageScreen> {
    const at = async (level: number): Promise<PageScreen> => {
      const canvas = makeCanvas();
      return new PageScreen(canvas, level, await makeStage(canvas, subject, level), events);
    };
    // A canvas keeps the kind it was first used for, so the painter gets one of its own.
    return at(subject.level ?? firstLevel(document.createElement('canvas'))).catch(() =>
      at(qualities.length),
    );
  }

  get kind(): Stage['kind'] {
    return this.#drawer.stage.kind;
  }

  get calls(): number {
    return this.#drawer.stage.calls;
  }

  draw(view: View): void {
    this.#drawer.draw(view);
    this.#events.drawn(performance.now());
  }

  picture(view: View): Promise<Blob> {
    // What WebGL has drawn is there until the task ends.
    this.#drawer.draw(view);
    return new Promise((resolve, reject) => {
      this.canvas.toBlob((blob) => {
        if (blob === null) reject(new Error('the picture could not be written'));
        else resolve(blob);
      }, 'image/png');
    });
  }

  dispose(): void {
    this.#drawer.stage.dispose();
    this.canvas.remove();
  }
}
