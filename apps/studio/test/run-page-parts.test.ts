import type { RunEvent } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { eventLines } from '../src/run/event-lines.ts';
import { inDrawingOrder, pinsOf, stopsOf } from '../src/run/pins.ts';
import { arrange } from '../src/run/metrics-table.tsx';

const event = (sequence: number, time: number, kind: RunEvent['kind'] = 'status'): RunEvent => ({
  sequence,
  kind,
  time,
  at: 0,
  message: '',
  details: {},
});

describe('the timeline', () => {
  it('gathers events of one place and shows the weightiest', () => {
    const pins = pinsOf(
      [event(0, 0), event(1, 50), event(2, 50, 'recovery'), event(3, 50.1, 'checkpoint')],
      100,
    );
    expect(pins.map(({ place, face }) => [place, face.kind])).toEqual([
      [0, 'status'],
      [120, 'recovery'],
    ]);
  });

  it('draws ticks where checkpoints stand close, and what is rare over them', () => {
    const close = [1, 2, 3].map((time) => event(time, time, 'checkpoint'));
    const drawn = inDrawingOrder(pinsOf([event(0, 1.5, 'input'), ...close], 100));
    expect(drawn.dense).toBe(true);
    expect(drawn.pins.at(-1)?.face.kind).toBe('input');
    const wide = [10, 20, 30].map((time) => event(time, time, 'checkpoint'));
    expect(inDrawingOrder(pinsOf([event(0, 10.5, 'input'), ...wide], 100)).dense).toBe(false);
  });

  it('steps through distinct times in order', () => {
    expect(stopsOf([event(0, 5), event(1, 1), event(2, 5)])).toEqual([1, 5]);
  });
});

const kept = (sequence: number): RunEvent => ({
  ...event(sequence, sequence * 2, 'checkpoint'),
  message: `checkpoint ${sequence}`,
});

describe('the list of events', () => {
  it('makes one line of checkpoints that follow each other and keeps everything else', () => {
    const lines = eventLines([kept(0), kept(1), kept(2), event(3, 7, 'input'), kept(4)]);
    expect(lines.map(({ kind, time, message }) => [kind, time, message])).toEqual([
      ['checkpoint', 8, 'checkpoint 4'],
      ['input', 7, ''],
      ['checkpoint', 4, 'checkpoints 0 to 2'],
    ]);
    expect(eventLines([])).toEqual([]);
  });
});

describe('the table of numbers', () => {
  const metrics = [
    { subject: 'b', name: 'p95', value: 3, standardError: null, unit: '' },
    { subject: 'a', name: 'p5', value: 20, standardError: 0.1, unit: 'USD' },
    { subject: 'a', name: 'mean', value: 100, standardError: 0.5, unit: 'USD' },
  ];

  it('sorts numbers as numbers and texts naturally, without changing what it was given', () => {
    expect(arrange(metrics, '', { column: 'value', down: true }).map(({ value }) => value)).toEqual([
      100, 20, 3,
    ]);
    expect(arrange(metrics, '', { column: 'name', down: false }).map(({ name }) => name)).toEqual([
      'mean',
      'p5',
      'p95',
    ]);
    expect(metrics[0]?.subject).toBe('b');
  });

  it('finds every word', () => {
    expect(arrange(metrics, 'usd mean', { column: 'given', down: false })).toHaveLength(1);
  });
});
