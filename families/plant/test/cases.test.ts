import { describe, expect, it } from 'vitest';
import { relative, Scene } from './scene.ts';

/** Way, work and exergy after 15 s. */
function after(method: string, tolerance: number): readonly number[] {
  const scene = new Scene({
    floaters: { count: 20 },
    start: { filled: 'rising', speed: 1 },
    solver: { method, tolerance, frame: 0.5 },
  }).to(15);
  return ['way', 'work into the generator', 'vented exergy'].map((name) => scene.now(name));
}

describe('four methods of different order', () => {
  const exact = after('dormand-prince', 1e-10);

  it.each([
    ['dormand-prince', 1e-6, 2e-7],
    ['classic', 1e-7, 2e-7],
    ['bogacki-shampine', 1e-6, 2e-6],
    ['rosenbrock', 1e-4, 3e-4],
  ])('agree on way, work and exergy: %s at %s within %s', (method, tolerance, most) => {
    after(method, tolerance).forEach((value, at) => {
      expect(relative(value, exact[at])).toBeLessThan(most);
    });
  });
});
