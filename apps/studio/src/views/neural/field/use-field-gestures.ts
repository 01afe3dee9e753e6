// What a hand does to a field: hover to ask, drag to move, tap to choose, keys for all of it.

import { useRef, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import type { FieldScreen } from './field-screen.ts';
import type { ScreenRef } from './use-field-screen.ts';

/** How far a pointer may move and still point, pixels. */
const still = 4;
const keyPan = 60;
export const keyZoom = 1.5;

function slotUnder(screen: FieldScreen | undefined, event: PointerEvent): number {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return screen?.slotAt(event.clientX - left, event.clientY - top) ?? -1;
}

function actOf(key: string, field: FieldScreen, middle: () => void): (() => void) | undefined {
  const acts: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => field.pan(keyPan, 0),
    ArrowRight: () => field.pan(-keyPan, 0),
    ArrowUp: () => field.pan(0, keyPan),
    ArrowDown: () => field.pan(0, -keyPan),
    '+': () => field.zoom(keyZoom),
    '=': () => field.zoom(keyZoom),
    '-': () => field.zoom(1 / keyZoom),
    '0': () => field.fit(),
    Enter: middle,
  };
  return acts[key];
}

/** Listeners for the element of a field. */
export function useFieldGestures(
  screen: ScreenRef,
  readout: RefObject<HTMLElement | null>,
  choose: (slot: number) => void,
) {
  const drag = useRef<{ x: number; y: number; far: boolean }>(undefined);
  const point = (slot: number): void => {
    if (slot < 0 && readout.current !== null) readout.current.textContent = '';
    screen.current?.watch(slot);
  };
  return {
    onPointerDown(event: PointerEvent) {
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, y: event.clientY, far: false };
    },
    onPointerMove(event: PointerEvent) {
      const from = drag.current;
      if (from === undefined) {
        point(slotUnder(screen.current, event));
        return;
      }
      const [x, y] = [event.clientX - from.x, event.clientY - from.y];
      if (!from.far && Math.hypot(x, y) < still) return;
      drag.current = { x: event.clientX, y: event.clientY, far: true };
      screen.current?.pan(x, y);
    },
    onPointerUp(event: PointerEvent) {
      const from = drag.current;
      drag.current = undefined;
      const slot = slotUnder(screen.current, event);
      if (from?.far === false && slot >= 0) choose(slot);
    },
    onPointerLeave: () => point(-1),
    onKeyDown(event: KeyboardEvent) {
      const field = screen.current;
      if (field === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      const { clientWidth, clientHeight } = event.currentTarget;
      const act = actOf(event.key, field, () => choose(field.slotAt(clientWidth / 2, clientHeight / 2)));
      if (act === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    },
  };
}
