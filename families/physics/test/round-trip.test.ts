// Specs to MJCF and back: every world of the gallery comes back as a spec that moves in the same bits.
import { readdirSync, readFileSync } from 'node:fs';
import { exportMjcf, importers, type PhysicsInput } from '@holdfast/physics';
import type { ModelDocument } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { loaded } from './fixtures/world.ts';

const [mjcf] = importers;
const folders = ['../../../examples/', '../examples/'].map((path) => new URL(path, import.meta.url));
const worlds = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as ModelDocument)
    .filter(({ family }) => family === 'physics'),
);

/** The frames of a moment. */
function frames(document: ModelDocument): { names: readonly string[]; values: Float64Array } {
  const parsed = loaded.parse(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const model = loaded.compile(parsed.spec);
  const size = model.channels.reduce((sum, { shape }) => sum + shape.reduce((all, n) => all * n, 1), 0);
  const simulation = model.begin({ seed: 1, until: 1 });
  const values = new Float64Array(3 * size);
  for (let frame = 0; frame < 3; frame++) {
    simulation.step(model.step.max * 3);
    simulation.observe(values.subarray(frame * size, (frame + 1) * size));
  }
  simulation.dispose();
  return { names: model.channels.map(({ name }) => name), values };
}

describe('a world of the gallery', () => {
  it('is one of at least twenty', () => {
    expect(worlds.length).toBeGreaterThanOrEqual(20);
  });

  it.each(worlds.map((world) => [world.name, world] as const))('"%s" comes back the same', (_, world) => {
    const exported = exportMjcf(world);
    if (!exported.ok) throw new Error(JSON.stringify(exported.issues));
    const chance = (exported.notices ?? []).some(({ path }) => path.endsWith('/deviation'));
    const read = mjcf.read(exported.spec, 'again');
    if (!read.ok) throw new Error(JSON.stringify(read.issues));
    expect(read.notices).toEqual([]);
    expect(read.spec.model).not.toHaveProperty('mjcf');
    expect((read.spec.model as PhysicsInput).bodies?.length).toBe(
      (world.model as PhysicsInput).bodies?.length,
    );
    expect(read.spec.run?.until).toBe(world.run?.until);
    if (!chance) expect(frames(read.spec)).toEqual(frames(world));
  });
});
