import type { RunEvent } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { pinsOf, stopsOf } from '../src/run/pins.ts';
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

  it('steps through distinct times in order', () => {
    expect(stopsOf([event(0, 5), event(1, 1), event(2, 5)])).toEqual([1, 5]);
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
