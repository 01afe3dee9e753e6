// Opens the screen of a field in its element, and writes what it says beside it: what lies under the pointer, and the ring of the chosen node.

import { useEffect, useRef, type RefObject } from 'react';
import { formatCount, formatNumber } from '../../../design/format.ts';
import { useResolvedTheme } from '../../../shell/studio.ts';
import { bandOf, energyOf, useWords } from './field-look.ts';
import type { FromFieldWorker } from './field-messages.ts';
import { FieldScreen } from './field-screen.ts';

export type ScreenRef = RefObject<FieldScreen | undefined>;

/** What a node is and holds, in words. */
function wordsOf(
  screen: FieldScreen | undefined,
  { slot, level, use }: FromFieldWorker & { type: 'under' },
  cap: number,
): string {
  const band = screen?.sheet === undefined ? undefined : bandOf(screen.sheet, slot);
  const lives = { Senses: 'sense', Workspace: 'workspace', 'Dynamic nodes': useWords[use] ?? '' };
  const what = band === undefined ? '' : lives[band.name];
  const holds = what === 'empty' ? '' : `, ${formatNumber(energyOf(level, cap), 3)} units`;
  return `node ${formatCount(slot)}: ${what}${holds}`;
}

/** Marks the chosen node. */
function placeRing(node: HTMLElement | null, screen: FieldScreen | undefined, chosen: number): void {
  const at = chosen < 0 ? undefined : screen?.placeOf(chosen);
  if (node === null) return;
  node.hidden = at === undefined;
  if (at === undefined) return;
  const size = Math.max(10, at.size + 4);
  const shift = (size - at.size) / 2;
  const [left, top] = [`${at.left - shift}px`, `${at.top - shift}px`];
  Object.assign(node.style, { left, top, width: `${size}px`, height: `${size}px` });
}

/** Opens the screen while the element is there. */
export function useFieldScreen(
  screen: ScreenRef,
  host: RefObject<HTMLDivElement | null>,
  chosen: number,
  looked: (time: number, living: number) => void,
) {
  const ring = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLParagraphElement>(null);
  const cap = useRef(0);
  const theme = useResolvedTheme();
  const newest = useRef({ chosen, looked });
  useEffect(() => {
    newest.current = { chosen, looked };
    placeRing(ring.current, screen.current, chosen);
  });
  useEffect(() => {
    const node = host.current;
    if (node === null) return undefined;
    const heard = (message: FromFieldWorker): void => {
      if (message.type === 'sheet') cap.current = message.cap;
      else if (message.type === 'looked') newest.current.looked(message.time, message.living);
      else if (message.type === 'under' && readout.current !== null)
        readout.current.textContent = wordsOf(screen.current, message, cap.current);
      else if (message.type === 'drawn') {
        const { pictures, ms, kind } = message;
        Object.assign(node.dataset, { pictures, drawMs: ms.toFixed(2), painter: kind });
      }
    };
    const moved = (): void => placeRing(ring.current, screen.current, newest.current.chosen);
    const opened = new FieldScreen(node, { heard, moved });
    screen.current = opened;
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, top } = node.getBoundingClientRect();
      opened.zoom(2 ** (-event.deltaY / 240), event.clientX - left, event.clientY - top);
    };
    // React listens passively, which could not keep the page from scrolling
    node.addEventListener('wheel', wheel, { passive: false });
    return () => {
      node.removeEventListener('wheel', wheel);
      opened.close();
      screen.current = undefined;
    };
  }, [screen, host]);
  useEffect(() => screen.current?.colour(), [screen, theme]);
  return { ring, readout };
}
