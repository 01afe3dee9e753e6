import { describe, expect, it } from 'vitest';
import { compressionWork } from '../src/figures.ts';
import { relative, Scene, specOf } from './scene.ts';

describe('specific work of compression', () => {
  it('lies between the two when polytropic, meets isothermal at n = 1, and goes with 1 / efficiency', () => {
    const works = [1, 1.1, 1.25, 1.399].map((exponent) =>
      compressionWork(specOf({ compressor: { kind: 'polytropic', exponent } }), 4),
    );
    const isothermal = compressionWork(specOf({}), 4);
    expect(works[0]).toBe(isothermal);
    expect([...works].sort((a, b) => a - b)).toEqual(works);
    expect(works[3]).toBeLessThan(compressionWork(specOf({ compressor: { kind: 'adiabatic' } }), 4));
    // an exponent a rounding above 1 costs what 1 costs
    const barely = compressionWork(specOf({ compressor: { kind: 'polytropic', exponent: 1 + 2e-15 } }), 4);
    expect(relative(barely, isothermal)).toBeLessThan(1e-14);
    const half = compressionWork(specOf({ compressor: { efficiency: 0.5 } }), 4);
    expect(relative(half, 2 * isothermal)).toBeLessThan(1e-15);
  });
});

describe('a receiver', () => {
  it('is filled on and off between the set-point and its band', () => {
    const scene = new Scene({
      compressor: { pressure: 500_000, power: 500_000, receiver: { volume: 4, band: 0.1 } },
      start: { filled: 'rising' },
    });
    const seen: number[] = [];
    for (let time = 0.5; time < 30; time += 0.5) seen.push(scene.to(time).now('delivery pressure'));
    expect(Math.max(...seen)).toBeLessThanOrEqual(500_000 * (1 + 1e-9));
    // one charge more or less
    expect(Math.min(...seen)).toBeGreaterThan(500_000 * 0.85);
    const running = seen.filter((pressure, at) => at > 0 && pressure > seen[at - 1]);
    expect(running.length).toBeGreaterThan(5);
    expect(running.length).toBeLessThan(seen.length - 5);
  });
});
