import { describe, expect, it } from 'vitest';
import { EvolutionStrategy } from '../src/evolution-strategy.ts';
import { RandomNumbers } from '../src/random-numbers.ts';

type Objective = (x: readonly number[]) => number;

const sphere: Objective = (x) => x.reduce((sum, value) => sum + value * value, 0);
const ellipsoid: Objective = (x) =>
  x.reduce((sum, value, i) => sum + 10 ** ((6 * i) / (x.length - 1)) * value * value, 0);
const rosenbrock: Objective = (x) =>
  x.slice(1).reduce((sum, next, i) => sum + 100 * (next - x[i] ** 2) ** 2 + (1 - x[i]) ** 2, 0);

const turn = ([x = 0, y = 0]: readonly number[]): number[] => [0.6 * x - 0.8 * y, 0.8 * x + 0.6 * y];

/** Evaluations until the objective falls below 1e-10; Infinity when 1e5 were not enough. */
function evaluations(objective: Objective, n: number, seed: number, population?: number): number {
  const strategy = new EvolutionStrategy({
    mean: Array.from({ length: n }, () => 2),
    sigma: 1,
    random: new RandomNumbers(seed, 'test'),
    ...(population === undefined ? {} : { population }),
  });
  for (let used = 0; used < 1e5; used += strategy.population) {
    const points = strategy.ask();
    const values = points.map(objective);
    if (values.some((value) => value < 1e-10)) return used;
    strategy.tell(values.map((_, i) => i).sort((a, b) => values[a] - values[b]));
  }
  return Infinity;
}

describe('the evolution strategy', () => {
  // Published orders of magnitude: about 100 n evaluations for the sphere, a few hundred n for the ill-conditioned ones.
  it.each([
    ['the sphere', sphere, 2, 500],
    ['the sphere', sphere, 10, 2600],
    ['an ellipsoid with axes 1 : 1000', ellipsoid, 5, 3500],
    ['an ellipsoid with axes 1 : 1000', ellipsoid, 10, 9000],
    ['the Rosenbrock valley', rosenbrock, 5, 6000],
  ])('finds the minimum of %s in %# within its known cost', (_, objective, n, most) => {
    const used = [1, 2, 3].map((seed) => evaluations(objective, n, seed)).sort((a, b) => a - b);
    expect(used[1]).toBeLessThan(most);
    expect(used[1]).toBeGreaterThan(n * 20);
  });

  it('works in one dimension', () => {
    expect(evaluations(([x = 0]) => (x - 0.7) ** 2, 1, 3)).toBeLessThan(400);
  });

  it('does not care how the axes are turned', () => {
    const straight = [1, 2, 3, 4, 5].map((seed) => evaluations(ellipsoid, 2, seed)).sort((a, b) => a - b);
    const turned = [1, 2, 3, 4, 5]
      .map((seed) => evaluations((x) => ellipsoid(turn(x)), 2, seed))
      .sort((a, b) => a - b);
    expect(turned[2]).toBeLessThan(2 * straight[2]);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(evaluations(rosenbrock, 3, 11)).toBe(evaluations(rosenbrock, 3, 11));
    expect(evaluations(rosenbrock, 3, 11)).not.toBe(evaluations(rosenbrock, 3, 12));
  });
});
