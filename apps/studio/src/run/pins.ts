// Events as places on the timeline, and as times to step through.

import type { EventKind, RunEvent } from '@holdfast/core';

/** Places across the strip; events closer than one place share a pin. */
export const places = 240;

/** The weightiest kind shows its shape where several share a place. */
const weight: readonly EventKind[] = [
  'status',
  'checkpoint',
  'pace',
  'ended',
  'input',
  'warning',
  'recovery',
  'limit',
];

/** Kinds that come again and again while all is well. */
const routine: ReadonlySet<EventKind> = new Set(['status', 'checkpoint', 'pace']);

/** Places a shape needs to stand clear of its neighbour where the strip is as narrow as a telephone. */
const clearance = 8;

export interface Pin {
  /** 0 .. `places`. */
  readonly place: number;
  readonly events: readonly RunEvent[];
  /** The event whose shape is drawn. */
  readonly face: RunEvent;
}

/** Gathers events by place on a strip that is `span` long, in the model's time unit. */
export function pinsOf(events: readonly RunEvent[], span: number): readonly Pin[] {
  const byPlace = new Map<number, RunEvent[]>();
  for (const event of events) {
    const place = Math.round((Math.min(event.time, span) / (span || 1)) * places);
    const own = byPlace.get(place);
    if (own === undefined) byPlace.set(place, [event]);
    else own.push(event);
  }
  return [...byPlace].map(([place, own]) => ({
    place,
    events: own,
    face: own.reduce((top, event) => (weight.indexOf(event.kind) > weight.indexOf(top.kind) ? event : top)),
  }));
}

/** Pins in the order to draw them, what is rare last and so on top; `dense` when the routine ones stand too close
 * together for shapes. */
export function inDrawingOrder(pins: readonly Pin[]): {
  readonly pins: readonly Pin[];
  readonly dense: boolean;
} {
  const [often, rare] = [pins.filter(isRoutine), pins.filter((pin) => !isRoutine(pin))];
  const at = often.map(({ place }) => place).toSorted((left, right) => left - right);
  const dense = at.some((place, index) => index > 0 && place - at[index - 1]! < clearance);
  return { pins: [...often, ...rare], dense };
}

/** Whether nothing but routine happened there. */
export function isRoutine({ face }: Pin): boolean {
  return routine.has(face.kind);
}

/** Times worth stopping at, in order, without repeats. */
export function stopsOf(events: readonly RunEvent[]): readonly number[] {
  return [...new Set(events.map((event) => event.time))].toSorted((left, right) => left - right);
}
