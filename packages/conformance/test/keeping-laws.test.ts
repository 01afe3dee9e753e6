// The laws on what is kept: a sound simulator passes them, and each is broken by one that is broken on purpose.
import { afterEach, describe, expect, it } from 'vitest';
import { Example } from '../src/example.ts';
import { keepingLaws } from '../src/faults/keeping-laws.ts';
import { OutOfMemory, starve } from '../src/faults/starvation.ts';
import { tiny, tinyDocuments, type Fault } from './tiny-simulator.ts';

const examples: Example[] = [];
afterEach(() => {
  for (const example of examples.splice(0)) example.release();
});

async function broken(fault?: Fault): Promise<readonly string[]> {
  const example = new Example({ simulator: tiny(fault), document: tinyDocuments[0], seed: 7, steps: 4 });
  examples.push(example);
  const found: string[] = [];
  for (const law of keepingLaws) {
    try {
      await law.check(example);
    } catch {
      found.push(law.name.split(' ').slice(0, 2).join(' '));
    }
  }
  return found;
}

describe('the laws on what is kept', () => {
  it('hold of a sound simulator', async () => expect(await broken()).toEqual([]));

  it.each([
    ['snapshot leaves a field out', ['a checkpoint', 'a disk']],
    ['restore keeps what was there', ['memory that']],
  ] as const)('are broken where a %s', async (fault, laws) => {
    expect(await broken(fault)).toEqual(expect.arrayContaining([...laws]));
  });
});

const work = (): void => {
  const words = new Int32Array(4);
  const view = new Uint8Array(words.buffer);
  expect(view.slice(2)).toBeInstanceOf(Uint8Array);
  expect(words).toBeInstanceOf(Int32Array);
};

/** Globals that starving replaces for a while. */
function replaced(): readonly unknown[] {
  return [Int32Array, Uint8Array, Reflect.get(Uint8Array.prototype, 'slice')];
}

describe('starving', () => {
  it('counts arrays, not views, refuses the one that is meant, and leaves globals as they were', () => {
    const before = replaced();
    expect(starve(-1, work)).toBe(2);
    for (const at of [0, 1]) expect(() => starve(at, work)).toThrow(OutOfMemory);
    expect(starve(2, work)).toBe(2);
    expect(replaced()).toEqual(before);
  });
});
