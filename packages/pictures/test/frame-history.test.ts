import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameHistory } from '../src/frame-history.ts';

const frame = (time: number, value = time) => ({
  sequence: time,
  time,
  values: Float64Array.of(value, 2 * value),
});

function filled(count: number, most = 16): FrameHistory {
  const history = new FrameHistory(2, 1e6, most);
  for (let time = 0; time < count; time += 1) history.push(frame(time));
  return history;
}

describe('FrameHistory', () => {
  it('keeps every frame until it is full', () => {
    const history = filled(16);
    expect([...history.times()]).toEqual(Array.from({ length: 16 }, (_, time) => time));
    expect(history.stride).toBe(1);
  });

  it('halves when full and still ends with the newest frame', () => {
    const history = filled(17);
    expect(history.stride).toBe(2);
    expect([...history.times()]).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16]);
  });

  it('replaces the provisional newest frame by the next one', () => {
    const history = filled(18);
    expect(history.timeAt(history.count - 1)).toBe(17);
    history.push(frame(18));
    expect([...history.times()].slice(-2)).toEqual([16, 18]);
  });

  it('stays inside its bounds, in order, evenly spaced, newest last and exact, for any number of frames', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 8, max: 65 }), (count, most) => {
        const history = filled(count, most);
        const times = [...history.times()];
        const spaced = times.slice(0, -1);
        expect(history.count).toBeLessThanOrEqual(history.capacity);
        expect(spaced).toEqual(spaced.map((_, index) => index * history.stride));
        expect(times.at(-1)).toBe(count - 1);
        expect([...history.valuesAt(history.count - 1)]).toEqual([count - 1, 2 * count - 2]);
        expect([...history.column(1)]).toEqual(times.map((time) => 2 * time));
      }),
    );
  });

  it('holds the same number of bytes from the first frame to the last, below the bound', () => {
    const history = new FrameHistory(100, 65_536);
    const before = history.bytes;
    for (let time = 0; time < 500; time += 1)
      history.push({ sequence: time, time, values: new Float64Array(100) });
    expect(history.bytes).toBe(before);
    expect(before).toBeLessThanOrEqual(65_536);
  });

  it('ignores what is older and replaces what is of the same time', () => {
    const history = filled(5);
    history.push(frame(2, 99));
    history.push(frame(4, 77));
    expect(history.count).toBe(5);
    expect(history.valuesAt(4)[0]).toBe(77);
    expect(history.valuesAt(2)[0]).toBe(2);
  });

  it('finds the last frame at or before a time', () => {
    const history = filled(10);
    expect([-1, 0, 3.5, 9, 100].map((time) => history.indexAt(time))).toEqual([-1, 0, 3, 9, 9]);
  });
});
