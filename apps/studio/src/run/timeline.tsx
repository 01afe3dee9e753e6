// The strip of the run's time: how far it is, what happened when, and a cursor that every panel follows.

import { type KeyboardEvent, type PointerEvent, useCallback, useMemo, useRef } from 'react';
import type { EventKind } from '@holdfast/core';
import { formatNumber } from '../design/format.ts';
import { inDrawingOrder, isRoutine, pinsOf, places, type Pin } from './pins.ts';
import { useFeed, usePainter, useRunState } from './run-context.ts';

const shapes: Readonly<
  Record<EventKind, { readonly path: string; readonly tone: string; readonly word: string }>
> = {
  status: { path: 'M5 2v6', tone: 'stroke-ink-3', word: 'status' },
  input: { path: 'M5 1.5l3.5 6.5h-7z', tone: 'stroke-accent fill-accent', word: 'input' },
  checkpoint: { path: 'M5 1.5L8.5 5 5 8.5 1.5 5z', tone: 'stroke-ink-3 fill-surface', word: 'checkpoint' },
  recovery: { path: 'M8.5 5A3.5 3.5 0 115 1.5', tone: 'stroke-warn', word: 'recovery' },
  pace: { path: 'M5 1.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7M5 3v2l1.5 1', tone: 'stroke-ink-2', word: 'pace' },
  limit: { path: 'M2.5 9V1.5h5.5v4h-5.5', tone: 'stroke-warn fill-warn', word: 'limit' },
  warning: { path: 'M5 1.5l3.8 7H1.2z', tone: 'stroke-warn fill-warn-wash', word: 'warning' },
  ended: { path: 'M2 2h6v6H2z', tone: 'stroke-ink fill-ink', word: 'end' },
};

/** A routine mark where many stand close together. */
const tick = { path: 'M5 3.5v5', tone: 'stroke-ink-3' } as const;

function PinMark({ pin, dense }: { pin: Pin; dense: boolean }) {
  const { path, tone } = dense && isRoutine(pin) ? tick : shapes[pin.face.kind];
  const said = pin.events.map(
    (event) => `${shapes[event.kind].word} at ${formatNumber(event.time)}: ${event.message}`,
  );
  return (
    <svg overflow="visible" x={`${(pin.place / places) * 100}%`}>
      <g transform="translate(-5 0)">
        <title>{said.slice(0, 6).join('\n')}</title>
        <rect fill="transparent" height="12" width="10" />
        <path className={tone} d={path} fill="none" strokeWidth="1.25" />
      </g>
    </svg>
  );
}

/** Length of the strip: the end, or the time reached when the end is open. */
function useSpan(): () => number {
  const feed = useFeed();
  const end = useRunState().run?.end ?? 1;
  return useCallback(
    () => (Number.isFinite(end) ? end : Math.max(feed.view?.time ?? 1, Number.MIN_VALUE)),
    [feed, end],
  );
}

/** Moves the fill with the run and the hand with the cursor, outside React. */
function useHands(span: () => number) {
  const feed = useFeed();
  const fill = useRef<HTMLDivElement>(null);
  const hand = useRef<HTMLDivElement>(null);
  usePainter(
    useCallback(() => {
      const whole = span();
      const reached = Math.min(1, (feed.view?.time ?? 0) / whole);
      const at = feed.cursor;
      if (fill.current !== null) fill.current.style.width = `${reached * 100}%`;
      if (hand.current !== null)
        hand.current.style.left = `${(at === null ? reached : Math.min(1, at / whole)) * 100}%`;
    }, [feed, span]),
    30,
  );
  return { fill, hand };
}

const keyMoves: Readonly<Record<string, number>> = {
  ArrowLeft: -0.01,
  ArrowDown: -0.01,
  ArrowRight: 0.01,
  ArrowUp: 0.01,
  PageDown: -0.1,
  PageUp: 0.1,
  Home: -Infinity,
  End: Infinity,
};

/** The ends of the strip in words, and the way back from a cursor. */
function Scale({ end, cursor, unit }: { end: string; cursor: number | null; unit: string }) {
  const feed = useFeed();
  return (
    <div className="flex h-6 items-center justify-between text-micro text-ink-3">
      <span>0</span>
      {cursor === null ? null : (
        <span className="flex items-center gap-2 text-small text-ink">
          Looking at {formatNumber(cursor)} {unit}
          <button className="button button-small" onClick={() => feed.look(null)} type="button">
            Follow the run <kbd className="key">L</kbd>
          </button>
        </span>
      )}
      <span>{end}</span>
    </div>
  );
}

/** The strip itself. Arrow keys move the cursor by a hundredth, Home to the start, End follows the run again. */
export function Timeline() {
  const feed = useFeed();
  const { run, model, events, cursor } = useRunState();
  const strip = useRef<HTMLDivElement>(null);
  const span = useSpan();
  const { fill, hand } = useHands(span);
  const { pins, dense } = useMemo(() => inDrawingOrder(pinsOf(events, span())), [events, span]);
  const reached = feed.view?.time ?? 0;
  const look = (time: number): void => feed.look(time >= (feed.view?.time ?? 0) ? null : Math.max(0, time));
  const onPointer = (event: PointerEvent): void => {
    if (event.buttons !== 1 || strip.current === null) return;
    const box = strip.current.getBoundingClientRect();
    strip.current.setPointerCapture(event.pointerId);
    look(((event.clientX - box.left) / box.width) * span());
  };
  const onKey = (event: KeyboardEvent): void => {
    const move = keyMoves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    look((feed.cursor ?? feed.view?.time ?? 0) + move * span());
  };
  const unit = model?.timeUnit ?? '';
  const end = run?.end ?? Infinity;
  const tone = cursor === null ? 'bg-accent' : 'bg-ink';
  return (
    <div className="select-none">
      <div
        aria-label="Time looked at"
        aria-valuemax={span()}
        aria-valuemin={0}
        aria-valuenow={cursor ?? reached}
        aria-valuetext={cursor === null ? 'following the run' : `${formatNumber(cursor)} ${unit}`}
        className="relative h-6 cursor-pointer"
        data-keys="arrows"
        onKeyDown={onKey}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        ref={strip}
        role="slider"
        tabIndex={0}
      >
        <svg
          aria-hidden="true"
          className="absolute inset-x-0 top-0 overflow-visible"
          height="12"
          width="100%"
        >
          {pins.map((pin) => (
            <PinMark dense={dense} key={pin.place} pin={pin} />
          ))}
        </svg>
        <div className="absolute inset-x-0 top-4 h-1.5 overflow-hidden rounded-full bg-line">
          <div className="h-full bg-accent" ref={fill} />
        </div>
        <div className={`absolute top-3 h-3.5 w-0.5 -translate-x-1/2 rounded-full ${tone}`} ref={hand} />
      </div>
      <Scale
        cursor={cursor}
        end={Number.isFinite(end) ? `${formatNumber(end, 12)} ${unit}` : 'open end'}
        unit={unit}
      />
    </div>
  );
}
