import { SimulationError } from '@holdfast/core';
import { expect, it } from 'vitest';
import { merged, Scene, type Written } from './scene.ts';

/** So loose that the accounts stand open before four seconds are over. */
const loose: Written = {
  floaters: { count: 20 },
  start: { filled: 'rising', speed: 1 },
  solver: { method: 'bogacki-shampine', tolerance: 1e-2, stepMax: 1, frame: 0.1, returns: 2 },
};

function brokenAt(scene: Scene, end: number): number {
  try {
    scene.to(end);
  } catch (error) {
    expect(error).toBeInstanceOf(SimulationError);
    return scene.simulation.time;
  }
  return Infinity;
}

it('a plant whose law breaks at a loose tolerance goes on from a good state at a tenth, as often as its document allows', () => {
  const scene = new Scene(loose);
  const good = scene.to(3).simulation.snapshot();
  const broken = brokenAt(scene, 12);
  expect(broken).toBeLessThan(6);
  const { simulation } = scene;
  const strict = simulation.tighter?.();
  expect(strict).toEqual({ parameter: 'tolerance', value: 1e-3 });
  simulation.restore(good);
  simulation.apply(strict!);
  expect(simulation.tighter?.()?.value).toBeCloseTo(1e-4, 15);
  expect(brokenAt(scene, broken)).toBe(Infinity);
  simulation.apply(simulation.tighter!()!);
  expect(simulation.tighter?.()).toBeUndefined();
  // a restored plant has the tolerance it was left with
  const other = new Scene(loose);
  other.simulation.restore(simulation.snapshot());
  expect(other.simulation.tighter?.()).toBeUndefined();
  expect(other.to(8).now('way')).toBe(scene.to(8).now('way'));
});

it('a plant that may not go back has no control of its tolerance and asks for nothing', () => {
  const scene = new Scene(merged(loose, { solver: { returns: 0 } }));
  expect(scene.simulation.tighter?.()).toBeUndefined();
  expect(scene.model.parameters.map(({ name }) => name)).not.toContain('tolerance');
});
