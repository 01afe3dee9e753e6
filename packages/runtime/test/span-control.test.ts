import { expect, test } from 'vitest';
import { SpanControl } from '../src/span-control.ts';

/** Spans of a run whose chunks take `chunkMs` each. */
function settle(spans: SpanControl, chunkMs: number, times: number): number {
  for (let i = 0; i < times; i++) spans.learn(chunkMs * spans.chunks, spans.chunks);
  return spans.chunks;
}

test('spans grow from one chunk, at most doubling, to about 35 ms', () => {
  const spans = new SpanControl();
  expect(spans.chunks).toBe(1);
  expect([1, 2, 3].map(() => settle(spans, 1.5, 1))).toEqual([2, 4, 8]);
  expect(settle(spans, 1.5, 10)).toBe(23);
});

test('spans of slow chunks are one chunk', () => {
  expect(settle(new SpanControl(), 500, 10)).toBe(1);
});

test('spans shrink when chunks become slow', () => {
  const spans = new SpanControl();
  expect(settle(spans, 1, 12)).toBe(35);
  expect(settle(spans, 10, 30)).toBe(3);
});

test('a clock that stands still does not make spans endless', () => {
  expect(settle(new SpanControl(), 0, 100)).toBe(4096);
});
