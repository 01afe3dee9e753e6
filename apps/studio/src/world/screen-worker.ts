// The worker that draws a scene on a canvas of the page. It answers each picture when the display asks for the next one, which is
// what keeps a page from ordering more pictures than can be drawn.

import { Drawer, firstLevel, makeStage } from './make-stage.ts';
import type { ScreenNews, ScreenOrder } from './screen-messages.ts';
import type { ScreenSubject, View } from './screen.ts';

class Host {
  #canvas: OffscreenCanvas | undefined;
  #drawer: Drawer | undefined;

  hear(order: ScreenOrder): void {
    if (order.type === 'open') void this.#open(order.canvas, order.subject);
    else if (order.type === 'draw') this.#draw(order.view);
    else void this.#keep(order.view, order.request);
  }

  async #open(canvas: OffscreenCanvas, subject: ScreenSubject): Promise<void> {
    try {
      const level = subject.level ?? firstLevel(new OffscreenCanvas(1, 1));
      const stage = await makeStage(canvas, subject, level);
      this.#canvas = canvas;
      this.#drawer = new Drawer(stage);
      this.#say({ type: 'opened', kind: stage.kind, level });
    } catch {
      this.#say({ type: 'refused' });
    }
  }

  #draw(view: View): void {
    this.#drawer?.draw(view);
    const calls = this.#drawer?.stage.calls ?? 0;
    requestAnimationFrame(() => this.#say({ type: 'drawn', calls }));
  }

  async #keep(view: View, request: number): Promise<void> {
    // What WebGL has drawn is there until the task ends.
    this.#drawer?.draw(view);
    const blob = await this.#canvas?.convertToBlob({ type: 'image/png' }).catch(() => undefined);
    this.#say({ type: 'picture', request, blob });
  }

  #say(news: ScreenNews): void {
    postMessage(news, {});
  }
}

const host = new Host();
addEventListener('message', ({ data }: MessageEvent<ScreenOrder>) => host.hear(data));
