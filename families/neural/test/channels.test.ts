// What a frame says of the account: a reader who sums its rows finds what the nodes hold, to the quantum.
import { expect, it } from 'vitest';
import { channelOffsets, frameSize } from '@holdfast/core';
import { neural } from '../src/index.ts';
import { ledgerLines } from '../src/ledger.ts';
import { lively, specOf } from './scene.ts';

it('books in every frame exactly what the nodes hold more than at the start', () => {
  const model = neural.compile(specOf(lively));
  const { channels } = model;
  const offsets = channelOffsets(channels);
  const values = new Float64Array(frameSize(channels));
  const at = (name: string): number => offsets.get(name) ?? -1;
  const simulation = model.begin({ seed: 3, until: 200 });
  simulation.observe(values);
  expect(values[at('energy stored')]).toBe(0);
  let moved = 0;
  while (simulation.step(model.step.max).remaining > 0) {
    simulation.observe(values);
    const stored = values[at('energy stored')];
    expect(ledgerLines.reduce((sum, line) => sum + values[at(line)], 0)).toBe(stored);
    moved += Math.abs(stored);
  }
  expect(moved).toBeGreaterThan(0);
});

it('shows the senses as they are where they fit, and as means of squares where they do not', () => {
  for (const [width, height, rows, columns] of [
    [7, 5, 5, 7],
    [100, 70, 24, 34],
  ] as const) {
    const model = neural.compile(
      specOf({
        ...lively,
        capacity: { nodes: 8000, connections: 200_000 },
        sensory: { width, height, pattern: 'steady', brightness: 0.25 },
      }),
    );
    const channel = model.channels.find(({ name }) => name === 'senses');
    expect(channel?.shape).toEqual([rows, columns]);
    const simulation = model.begin({ seed: 1, until: 10 });
    simulation.step(1);
    const values = new Float64Array(frameSize(model.channels));
    simulation.observe(values);
    const from = channelOffsets(model.channels).get('senses')!;
    const square = Math.ceil(width / columns);
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const down = Math.min(square, height - row * square);
      for (let column = 0; column < columns; column++) {
        const across = Math.min(square, width - column * square);
        sum += values[from + row * columns + column] * down * across;
      }
    }
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeCloseTo(values[channelOffsets(model.channels).get('sensory energy')!], 6);
  }
});
