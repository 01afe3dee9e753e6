// Random valid plants, every section drawn: what property tests and the bench try the laws on.

import * as fc from 'fast-check';
import { specOf, type Written } from './scene.ts';

const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const around = (middle: number): fc.Arbitrary<number> => between(middle / 2, middle * 2);

function valid(written: Written): boolean {
  try {
    specOf(written);
    return true;
  } catch {
    return false;
  }
}

const shape = fc
  .record({
    count: fc.integer({ min: 2, max: 90 }),
    height: between(1, 30),
    radius: between(0.3, 3),
    tall: between(0.05, 0.89),
    area: between(0.1, 1),
    sealed: fc.boolean(),
    fill: between(0.05, 1),
  })
  .map(({ count, height, radius, tall, area, sealed, fill }) => {
    const pitch = (2 * height + 2 * Math.PI * radius) / count;
    return {
      floaters: { count, area, volume: area * tall * pitch, kind: sealed ? 'sealed' : 'open' },
      chain: { height, radius },
      injection: { fill: sealed ? 1 : fill, fillLength: Math.min(0.46, height) },
    };
  });

const parts = fc.record({
  floaters: fc.record({
    shellMass: around(16),
    shellVolume: around(0.016),
    dragCoefficient: between(0.05, 2),
    heatTransfer: between(0, 1000),
    dissolution: between(0, 0.01),
  }),
  chain: fc.record({ friction: between(0, 1000), viscousFriction: between(0, 500), linearMass: around(40) }),
  water: fc.record({
    temperature: between(274, 370),
    ambient: between(255, 320),
    density: between(950, 1050),
  }),
  injection: fc.record({
    fillTime: between(0.1, 1),
    ventTime: between(0.05, 0.5),
    valves: fc.constantFrom('switched', 'smooth'),
  }),
  compressor: fc.record({
    kind: fc.constantFrom('isothermal', 'polytropic', 'adiabatic'),
    exponent: between(1, 1.4),
    efficiency: between(0.4, 1),
    pressure: between(4.5e5, 1.2e6),
  }),
  drive: fc.record({
    ratio: between(5, 60),
    efficiency: between(0.6, 1),
    inertia: between(20, 2000),
    clutch: fc.constantFrom('one-way', 'friction'),
    capacity: between(500, 30_000),
  }),
  generator: fc.record({
    control: fc.constantFrom('droop', 'torque', 'maximum-power'),
    load: between(0, 1),
    power: between(2e4, 6e5),
  }),
  hypotheses: fc.record({
    dragCut: between(0, 0.2),
    voidFraction: between(0, 0.02),
    pulse: between(0.5, 4),
    coast: fc.constantFrom(0, 0, 0.5, 1.5),
  }),
  start: fc.record({ speed: between(0, 2), filled: fc.constantFrom('none', 'rising') }),
});

const receiver = fc.option(fc.record({ volume: between(1, 40), band: between(0.01, 0.2) }), {
  nil: undefined,
});

/** Written models that parse. */
export const anyPlant: fc.Arbitrary<Written> = fc
  .tuple(shape, parts, receiver, fc.boolean())
  .map(([form, rest, tank, own]): Written => {
    const sealed = form.floaters.kind === 'sealed';
    const supply = tank !== undefined && own ? 'own' : 'grid';
    return {
      ...rest,
      floaters: { ...rest.floaters, ...form.floaters },
      chain: { ...rest.chain, ...form.chain },
      injection: { ...rest.injection, ...form.injection, ...(sealed ? { valves: 'switched' } : {}) },
      compressor: { ...rest.compressor, supply, ...(tank === undefined ? {} : { receiver: tank }) },
    };
  })
  .filter(valid);
