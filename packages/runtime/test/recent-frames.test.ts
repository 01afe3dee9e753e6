// What one who comes late is given of the last seconds: bounded, in order, and of one course of things.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecentFrames } from '../src/recent-frames.ts';

const frame = (time: number, size = 1) => ({ sequence: 0, time, values: new Float64Array(size) });

it('recent frames are in order, end with the newest, and take a megabyte at most, however wide they are', () => {
  const times = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 300 });
  const property = fc.property(times, fc.integer({ min: 1, max: 200_000 }), (shown, size) => {
    const recent = new RecentFrames();
    const values = new Float64Array(size);
    for (const time of shown) recent.push({ sequence: 0, time, values });
    const held = recent.frames.map(({ time }) => time);
    expect(held.at(-1)).toBe(shown.at(-1));
    expect(held).toEqual([...new Set(held)].toSorted((a, b) => a - b));
    expect(held.length === 1 || held.length * size <= 2 ** 17).toBe(true);
  });
  fc.assert(property);
});

it('recent frames forget what came after a time to which the run went back', () => {
  const recent = new RecentFrames();
  for (const time of [1, 2, 3, 4]) recent.push(frame(time));
  recent.push(frame(2.5));
  expect(recent.frames.map(({ time }) => time)).toEqual([1, 2, 2.5]);
});
