import type { ModelDocument } from '@holdfast/core';
import { pendulum } from '@holdfast/pendulum';
import { describe, expect, it } from 'vitest';

function begin(model: Record<string, number>, until: number) {
  const document: ModelDocument = { family: 'pendulum', version: 1, name: 'test', model, run: { until } };
  const parsed = pendulum.parse(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return pendulum.compile(parsed.spec).begin({ seed: 1, until });
}

/** Times at which the angle passes zero upwards, by linear interpolation between millisecond steps. */
function upwardCrossings(simulation: ReturnType<typeof begin>): readonly number[] {
  const values = new Float64Array(6);
  const crossings: number[] = [];
  let before = Number.NaN;
  for (;;) {
    const { remaining } = simulation.step(0.001);
    simulation.observe(values);
    const angle = values[0];
    if (before < 0 && angle >= 0) crossings.push(simulation.time - (0.001 * angle) / (angle - before));
    before = angle;
    if (remaining === 0) return crossings;
  }
}

describe('pendulum', () => {
  it('swings with the exact period at a large amplitude', () => {
    // T = 2 pi sqrt(l/g) / agm(1, cos(theta0 / 2)): Gauss; see Carvalhaes and Suppes 2008
    const amplitude = 2;
    let a = 1;
    let b = Math.cos(amplitude / 2);
    for (let i = 0; i < 6; i++) [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
    const period = (2 * Math.PI * Math.sqrt(1 / 9.80665)) / a;
    const crossings = upwardCrossings(begin({ length: 1, mass: 1, angle: amplitude }, 12));
    expect(crossings.length).toBeGreaterThan(3);
    expect(crossings[1] - crossings[0]).toBeCloseTo(period, 6);
  });

  it('loses amplitude at the rate of its damping', () => {
    // small angles: exp(-c t / (2 m l^2))
    const simulation = begin({ length: 1, mass: 1, gravity: 10, damping: 0.2, angle: 1e-4 }, 20);
    const values = new Float64Array(6);
    const energyAt = (): number => {
      simulation.observe(values);
      return values[2] + values[3];
    };
    const before = energyAt();
    while (simulation.step(0.05).remaining > 0);
    expect(Math.log(energyAt() / before)).toBeCloseTo(-0.2 * 20, 1);
  });

  it('turns work into heat when driven steadily', () => {
    const simulation = begin({ length: 0.5, mass: 2, damping: 0.4, torque: 12, angle: 0 }, 60);
    while (simulation.step(0.05).remaining > 0);
    const work = simulation.metrics().find(({ name }) => name === 'work')!.value;
    const dissipated = simulation.metrics().find(({ name }) => name === 'dissipated')!.value;
    expect(dissipated / work).toBeGreaterThan(0.95);
    for (const { residual, tolerance } of simulation.invariants()) {
      expect(Math.abs(residual)).toBeLessThanOrEqual(tolerance);
    }
  });
});
