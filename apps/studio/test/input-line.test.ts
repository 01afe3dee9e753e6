// A hand lets go last, however slow the way to the run is.
import type { Input } from '@holdfast/core';
import { expect, it } from 'vitest';
import { InputLine } from '../src/views/physics/input-line.ts';

const pull = (value: number): readonly Input[] => [{ parameter: 'hand.x', value }];

it('inputs of a hand go one after the other, the newest of those that wait, and letting go comes last', async () => {
  const sent: (readonly Input[])[] = [];
  const arrivals: (() => void)[] = [];
  const line = new InputLine((inputs) => {
    sent.push(inputs);
    return new Promise((resolve) => arrivals.push(resolve));
  });
  const release = [{ parameter: 'hand.body', value: 0 }];
  line.give(pull(1));
  line.give(pull(2));
  line.give(pull(3));
  expect(sent).toEqual([pull(1)]);
  arrivals.shift()!();
  await expect.poll(() => sent).toEqual([pull(1), pull(3)]);
  line.give(pull(4));
  line.give(release);
  arrivals.shift()!();
  await expect.poll(() => sent).toEqual([pull(1), pull(3), release]);
  arrivals.shift()!();
  await Promise.resolve();
  line.give(pull(5));
  await expect.poll(() => sent.at(-1)).toEqual(pull(5));
});
