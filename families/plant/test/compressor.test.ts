import { describe, expect, it } from 'vitest';
import { compressionWork, gasConstant } from '../src/figures.ts';
import { merged, relative, Scene, specOf } from './scene.ts';

const outside = 101_325;
const perVolume = outside / (gasConstant * 293.15);

describe('specific work of compression', () => {
  it('is p0 ln r per volume of free air when isothermal, p_b V ln r per fill (case 2)', () => {
    const ratio = 1 + (1000 * 9.81 * 25) / outside;
    expect(ratio).toBeCloseTo(3.42043, 5);
    const work = compressionWork(specOf({}), ratio) * perVolume;
    expect(relative(work, outside * Math.log(ratio))).toBeLessThan(1e-14);
    expect(work).toBeCloseTo(124_606, 0);
    expect(work * ratio * 0.4).toBeCloseTo(170_482, 0);
  });

  it('is n/(n-1) p0 (r^((n-1)/n) - 1) when adiabatic, delivery included (case 3)', () => {
    const ratio = 1 + (1000 * 9.81 * 25) / outside;
    const work = compressionWork(specOf({ compressor: { kind: 'adiabatic' } }), ratio) * perVolume;
    // the exponent of this air is 1.40000 = c_p / (c_p - R)
    const share = 287.05 / 1004.7;
    expect(relative(work, (outside / share) * (ratio ** share - 1))).toBeLessThan(1e-14);
    const diatomic = compressionWork(specOf({ compressor: { kind: 'polytropic', exponent: 1.4 } }), ratio);
    expect(diatomic * perVolume).toBeCloseTo(149_303, 0);
    expect(work / 124_606).toBeCloseTo(1.198, 3);
  });

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

const worth = (p: number): number => p * Math.log(p / outside) - p;

describe('a receiver', () => {
  const standing = {
    start: { speed: 0 },
    floaters: { count: 2 },
    solver: { tolerance: 1e-10, stepMax: 1 },
  };

  it('takes V (p ln(p/p0) - p) of work from one pressure to another, all of it kept when ideal', () => {
    const scene = new Scene(
      merged(standing, {
        compressor: {
          pressure: 700_000,
          power: 50_000,
          receiver: { volume: 2, pressure: 400_000, band: 0.1 },
        },
      }),
    ).to(60);
    expect(relative(scene.now('delivery pressure'), 700_000)).toBeLessThan(1e-8);
    const work = 2 * (worth(700_000) - worth(400_000));
    expect(relative(scene.now('work into the compressor'), work)).toBeLessThan(1e-8);
    expect(Math.abs(scene.now('compression loss'))).toBeLessThan(1e-6 * work);
    const gained =
      scene.figure('balance', 'stored exergy now') - scene.figure('balance', 'stored exergy before');
    expect(relative(gained, work)).toBeLessThan(1e-8);
  });

  it('loses the share of the work that the efficiency says', () => {
    const scene = new Scene(
      merged(standing, {
        compressor: {
          efficiency: 0.8,
          pressure: 700_000,
          power: 50_000,
          receiver: { volume: 2, pressure: 400_000, band: 0.1 },
        },
      }),
    ).to(60);
    const share = scene.now('compression loss') / scene.now('work into the compressor');
    expect(relative(share, 0.2)).toBeLessThan(1e-9);
  });

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

describe('bubbles in the water (H1)', () => {
  it('cost alpha A u p_b ln(p_b/p0) each second', () => {
    const scene = new Scene({
      hypotheses: { voidFraction: 0.01, bubbleArea: 3.14, bubbleSpeed: 0.2 },
      floaters: { count: 2 },
      start: { speed: 0 },
    }).to(10);
    const bottom = outside + 1000 * 9.81 * 25;
    const power = 0.01 * 3.14 * 0.2 * bottom * Math.log(bottom / outside);
    expect(relative(scene.now('work for bubbles'), 10 * power)).toBeLessThan(1e-10);
  });
});
