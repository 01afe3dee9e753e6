// The worlds of the gallery are long enough to be watched, and their recorded runs came to their ends.
import { readdirSync, readFileSync } from 'node:fs';
import type { ModelDocument, RunResult } from '@holdfast/core';
import { expect, it } from 'vitest';

const folder = new URL('../../../examples/', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, folder), 'utf8'));

const worlds = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .filter((name) => (read(name) as ModelDocument).family === 'physics');

it('every world of the gallery is recorded for five seconds without a warning', () => {
  expect(worlds.length).toBeGreaterThanOrEqual(24);
  for (const name of worlds) {
    // A warning of the engine would have ended the run as diverged.
    const { stop, reached, partial } = read(`expected/${name}`) as RunResult;
    expect({ name, stop: stop.kind, partial }).toEqual({ name, stop: 'reached-end', partial: false });
    expect(reached, name).toBeGreaterThanOrEqual(5);
  }
});
