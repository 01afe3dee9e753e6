import { SimulationError } from '@holdfast/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { account, accounts, layoutOf } from '../src/layout.ts';
import { irreversibilities } from '../src/ledger.ts';
import { SecondLaw } from '../src/second-law.ts';
import { accountTitles } from '../src/channels.ts';
import { anyPlant } from './any-plant.ts';
import { merged, Scene, type Written } from './scene.ts';

/** Residuals over the work of the compressor, or over what was stored where it did nothing. */
function residuals(scene: Scene): { energy: number; exergy: number } {
  const [energy, exergy] = scene.simulation.invariants();
  const size = Math.max(1000, scene.now('work into the compressor'));
  return { energy: Math.abs(energy.residual) / size, exergy: Math.abs(exergy.residual) / size };
}

describe('the accounts of a plant', () => {
  it.each<[string, Written]>([
    ['hot water', { water: { temperature: 350 }, floaters: { heatTransfer: 3000 } }],
    ['cold water', { water: { temperature: 275 } }],
    [
      'adiabatic bells and a poor compressor',
      { floaters: { heatTransfer: 0 }, compressor: { efficiency: 0.5 } },
    ],
    ['shut floaters', { floaters: { kind: 'sealed' } }],
    ['smooth valves', { injection: { valves: 'smooth', fill: 0.4 } }],
    ['a pulsed clutch', { hypotheses: { pulse: 2, coast: 1 } }],
    ['a slipping friction clutch', { drive: { clutch: 'friction', capacity: 2500 } }],
    ['a receiver fed by the own generator', own()],
    ['constant torque that stalls the chain', { generator: { control: 'torque', load: 0.4 } }],
    ['a fast start into a standing flywheel', { start: { speed: 3, flywheel: 0, filled: 'rising' } }],
  ])('close with %s', (_, written) => {
    const scene = new Scene(
      merged({ start: { filled: 'rising', speed: 0.5 }, solver: { frame: 0.5 } }, written),
    ).to(12);
    const { energy, exergy } = residuals(scene);
    expect(energy).toBeLessThan(1e-6);
    expect(exergy).toBeLessThan(1e-6);
  });

  it.each([
    ['classic', 1e-6, 1e-8],
    ['rosenbrock', 1e-4, 1e-4],
  ])(
    'close with the %s method at %s within %s, beside the same work of the usual method',
    (method, tolerance, most) => {
      const form = { floaters: { count: 20 }, start: { filled: 'rising', speed: 1 } };
      const scene = new Scene(merged(form, { solver: { method, tolerance, frame: 0.5 } })).to(5);
      const { energy, exergy } = residuals(scene);
      expect(energy).toBeLessThan(most);
      expect(exergy).toBeLessThan(most);
      const usual = new Scene(merged(form, { solver: { frame: 0.5 } })).to(5);
      const work = usual.now('work into the generator') + usual.now('drag');
      expect(Math.abs((scene.now('work into the generator') + scene.now('drag')) / work - 1)).toBeLessThan(
        10 * most,
      );
    },
  );

  it('close over changes of every control', () => {
    const scene = new Scene({ start: { filled: 'rising', speed: 1 }, compressor: { pressure: 420_000 } });
    const changes: readonly (readonly [string, number])[] = [
      ['voidFraction', 0.02],
      ['load', 0.4],
      ['dragCut', 0.15],
      ['waterTemperature', 340],
      ['voidFraction', 0],
      ['coast', 0.5],
      ['pressure', 600_000],
      ['emergencyStop', 1],
      ['emergencyStop', 0],
      ['clutch', 0],
      ['speed', 45],
      ['clutch', 1],
    ];
    changes.forEach(([parameter, value], at) => scene.to(1.55 * (at + 1)).set(parameter, value));
    const { energy, exergy } = residuals(scene.to(25));
    expect(scene.now('work of changed water')).not.toBe(0);
    expect(energy).toBeLessThan(1e-7);
    expect(exergy).toBeLessThan(1e-7);
  });
});

/** Locks with each pulse at over 100 rad/s, where an error of 1e-9 of a speed is a millijoule. */
const fastClutch: Written = {
  floaters: {
    shellMass: 8,
    shellVolume: 0.008,
    dragCoefficient: 0.05,
    heatTransfer: 0,
    dissolution: 0,
    count: 2,
    area: 0.1,
    volume: 0.00971238898038469,
    kind: 'open',
  },
  chain: { friction: 0, viscousFriction: 0, linearMass: 20, height: 1, radius: 0.3 },
  water: { temperature: 274, ambient: 255, density: 950 },
  injection: { fillTime: 0.1, ventTime: 0.05, valves: 'switched', fill: 0.05, fillLength: 0.46 },
  compressor: { kind: 'isothermal', exponent: 1, efficiency: 0.4, pressure: 450_000, supply: 'grid' },
  drive: { ratio: 30.761317394221564, efficiency: 0.6, inertia: 20, clutch: 'one-way', capacity: 500 },
  generator: { control: 'droop', load: 0, power: 20_000 },
  hypotheses: { dragCut: 0, voidFraction: 0, pulse: 0.5, coast: 1.5 },
  start: { speed: 1.9999999999085956, filled: 'none' },
};

function own(): Written {
  return {
    compressor: { pressure: 600_000, receiver: { volume: 20 }, supply: 'own' },
    generator: { standingLoss: 0, load: 0.5 },
  };
}

/** Five seconds of a plant; it ends by itself when a law is broken. */
function keepsTheLaws(written: Written): void {
  const scene = new Scene(merged(written, { solver: { frame: 0.5 } }));
  const before = new Map(irreversibilities.map((name) => [name, 0]));
  for (let time = 1; time <= 5; time++) {
    scene.to(time);
    // 1e-6 of all that was stored at first or went through
    const [{ tolerance }] = scene.simulation.invariants();
    for (const name of irreversibilities) {
      const now = scene.now(accountTitles[name]);
      expect(now, name).toBeGreaterThanOrEqual(before.get(name)! - tolerance);
      before.set(name, now);
    }
  }
  for (const { name, residual, tolerance } of scene.simulation.invariants()) {
    expect(Math.abs(residual), name).toBeLessThanOrEqual(Math.max(tolerance, 1e-3));
  }
  expect(scene.figure('balance', 'gives more than it takes')).toBe(0);
}

// `PROPERTY_SEED=$RANDOM PROPERTY_RUNS=1000` tries a thousand
const numRuns = fc.readConfigureGlobal().numRuns ?? 24;

it(
  'no valid plant gets work from nothing, loses a joule unseen, or undoes a loss',
  { timeout: 5000 * numRuns },
  () => {
    // a failure is shrunk no longer than this; a run that did not come to its end fails too
    const bounds = { interruptAfterTimeLimit: 2000 * numRuns, markInterruptAsFailure: true };
    fc.assert(fc.property(anyPlant, keepsTheLaws), { numRuns, ...bounds });
  },
);

it('a standing plant does not warm the traces of air that sinking floaters keep', () => {
  keepsTheLaws({
    floaters: { count: 61, area: 0.45, volume: 0.0018, heatTransfer: 1000, dissolution: 0 },
    chain: { friction: 0, viscousFriction: 0, height: 1.5, radius: 0.3 },
    water: { temperature: 310, ambient: 285 },
    injection: { fillTime: 0.125, ventTime: 0.5, valves: 'smooth', fill: 0.136 },
    compressor: { pressure: 8e5, receiver: { volume: 1.45, band: 0.16 } },
    drive: { ratio: 5.7, inertia: 2000, clutch: 'friction', capacity: 4000 },
    generator: { control: 'torque', load: 0 },
    hypotheses: { pulse: 1.3, coast: 1.5 },
    start: { speed: 0 },
  });
});

it('a clutch that locks after a step ended beside the speeds it aimed at makes heat, never work', () => {
  keepsTheLaws(fastClutch);
  const scene = new Scene(merged(fastClutch, { solver: { tolerance: 1e-3 } }));
  let before = 0;
  for (let time = 0.05; time < 5; time += 0.05) {
    const now = scene.to(time).now('clutch loss');
    expect(now).toBeGreaterThanOrEqual(before - 1e-9 * (1 + before));
    before = now;
  }
  expect(residuals(scene).energy).toBeLessThan(1e-3);
});

describe('a broken law', () => {
  const layout = layoutOf(2);
  const nothing = { energy: 0, exergy: 0, air: 0 };
  const stateWith = (entries: Partial<Record<keyof typeof account, number>>): Float64Array => {
    const state = new Float64Array(layout.size);
    for (const [name, value] of Object.entries(entries))
      state[layout.ledgerAt + account[name as keyof typeof account]] = value;
    return state;
  };
  const order = { residuals: nothing, released: 0, turnover: 1e6 };
  const refusal = (state: Float64Array, found = nothing): SimulationError => {
    const law = new SecondLaw(layout);
    try {
      law.check(1, stateWith({ drag: 10 }), order);
      law.check(2, state, { ...order, residuals: found });
    } catch (error) {
      return error as SimulationError;
    }
    throw new Error('nothing was refused');
  };

  it('ends the run with its name: a loss undone, work from nothing, an open account, no number', () => {
    const broken = [
      refusal(stateWith({ drag: 5 })),
      refusal(stateWith({ drag: 10, generator: 1e5 })),
      refusal(stateWith({ drag: 10 }), { ...nothing, energy: 1e4 }),
      refusal(stateWith({ drag: 10 }), { ...nothing, exergy: -1e4 }),
      refusal(stateWith({ drag: Number.NaN })),
    ];
    for (const error of broken) expect(error.code).toBe('simulation.law-broken');
    expect(broken.map(({ details }) => details['quantity'])).toEqual([
      'growth of drag',
      'work from nothing',
      'what is missing in the energy account',
      'what is missing in the exergy account',
      'growth of drag',
    ]);
    expect(broken[0].message).toMatch(/second law is broken at time 2: growth of drag is -5 J/);
  });

  it('is not seen where all is in order', () => {
    const law = new SecondLaw(layout);
    law.check(1, stateWith({ compression: 100, generator: 40, drag: 10 }), { ...order, turnover: 100 });
    expect([...law.seen]).toHaveLength(accounts);
    expect(law.seen[account.drag]).toBe(10);
  });
});
