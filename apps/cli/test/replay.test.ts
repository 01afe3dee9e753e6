import type { Channel, Frame } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { compareFrames } from '../src/frame-comparison.ts';

const channels: readonly Channel[] = [
  { name: 'a', unit: '1', shape: [], role: 'scalar', subject: 'a' },
  { name: 'b', unit: '1', shape: [2], role: 'estimate', subject: 'b' },
];

async function* frames(...rows: readonly (readonly number[])[]): AsyncGenerator<Frame> {
  for (const [sequence, [time = 0, ...values]] of rows.entries()) {
    yield { sequence, time, values: Float64Array.from(values) };
  }
}

const kept = [
  [0, 0, 0, NaN],
  [5, 1, 2, 3],
];

describe('a comparison of recordings', () => {
  it('verifies equal frames, where NaN equals NaN', async () => {
    expect(await compareFrames(frames(...kept), frames(...kept), channels)).toEqual({
      verified: 2,
      frames: 2,
      difference: null,
    });
  });

  it.each([
    [
      'a value in its channel',
      [
        [0, 0, 0, NaN],
        [5, 1, 2, 3.0000000000000004],
      ],
      { sequence: 1, time: 5, channel: 'b[1]', kept: 3, again: 3.0000000000000004 },
    ],
    [
      'the sign of zero',
      [
        [0, 0, -0, NaN],
        [5, 1, 2, 3],
      ],
      { sequence: 0, time: 0, channel: 'b[0]', kept: 0, again: -0 },
    ],
    [
      'a time',
      [
        [0, 0, 0, NaN],
        [6, 1, 2, 3],
      ],
      { sequence: 1, time: 5, channel: 'time', kept: 5, again: 6 },
    ],
    [
      'a missing frame',
      [[0, 0, 0, NaN]],
      { sequence: 1, time: 5, channel: 'missing', kept: null, again: null },
    ],
    [
      'a frame too many',
      [...kept, [9, 0, 0, 0]],
      { sequence: 2, time: 9, channel: 'not in the kept run', kept: null, again: null },
    ],
  ])('finds %s', async (_, again, difference) => {
    const comparison = await compareFrames(frames(...kept), frames(...again), channels);
    expect(comparison.difference).toEqual(difference);
    expect(comparison.frames).toBe(2);
  });
});
