// Chooses what draws a scene in this browser.

import { PageScreen } from './page-screen.ts';
import type { Screen, ScreenEvents, ScreenSubject } from './screen.ts';
import { WorkerScreen } from './worker-screen.ts';

/** Opens the best screen there is. @throws Error where a canvas can be drawn on in no way */
export async function openScreen(subject: ScreenSubject, events: ScreenEvents): Promise<Screen> {
  if ('transferControlToOffscreen' in HTMLCanvasElement.prototype) {
    const screen = await WorkerScreen.open(subject, events).catch(() => undefined);
    if (screen !== undefined) return screen;
  }
  return PageScreen.open(subject, events);
}
