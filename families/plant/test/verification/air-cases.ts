// Air in floaters: carried up at a constant speed, spilling, standing still, shut, venting.

import { loopOf } from '../../src/figures.ts';
import { frictionless, merged, Scene, type Written } from '../scene.ts';
import { worst, type VerificationCase } from './case.ts';

const gas = 287.05;
const capacity = 1004.7;
const kappa = gas / capacity;
const ambient = 293.15;
const precise = { solver: { tolerance: 1e-12 } };

/** So high that the one bell, a third of the loop from the lowest point, begins 25 m deep. */
const radius = 0.01;
const submergence = 0.5;
const height = 3 * (25 - submergence - radius + (Math.PI * radius) / 6);
const deepest = submergence + height + 2 * radius;
const pressureAt = (depth: number): number => 101_325 + 9810 * depth;

/** Half a kilogram of air, carried from 25 m to 1 m by a flywheel so heavy that the chain keeps its speed. */
function carried(heatTransfer: number, speed = 1): Scene {
  const volume = 0.4;
  const written: Written = {
    chain: { radius, submergence, height, friction: 0, viscousFriction: 0 },
    floaters: { count: 3, volume, heatTransfer, dissolution: 0, dragCoefficient: 0 },
    compressor: { pressure: 2e6 },
    injection: { fill: (0.5 * gas * ambient) / (pressureAt(deepest) * volume) },
    drive: {
      clutch: 'friction',
      capacity: 1e8,
      ratio: 1e4,
      inertia: 1e7,
      bearingTorque: 0,
      windage: 0,
      efficiency: 1,
    },
    generator: { load: 0 },
    start: { speed, filled: 'rising' },
    solver: { tolerance: 1e-12, stepMax: 0.02 / speed, frame: 0.5 / speed },
  };
  return new Scene(written).to(24 / speed);
}

/** Work and end temperature of the carried bell, from 1/T = A + C p^q, which is exact for any heat transfer. */
function exactBell(heatTransfer: number, speed = 1): { work: number; temperature: number } {
  const [p1, p2] = [pressureAt(25), pressureAt(1)];
  const sinking = 9810 * speed;
  const given = heatTransfer / 0.4;
  const q = (kappa * (given * ambient - sinking)) / sinking;
  const a = given / (given * ambient - sinking);
  // C p1^q, so that no power overflows
  const c = 1 / ambient - a;
  const drop = q * Math.log(p2 / p1);
  const temperature = 1 / (a + c * Math.exp(drop));
  const work = ((0.5 * gas) / a) * (Math.log(p1 / p2) - Math.log((a + c) / (a + c * Math.exp(drop))) / q);
  return { work, temperature };
}

/** One open floater, partly filled, a third of the loop up. */
const bell = merged(frictionless, precise, {
  floaters: { count: 3, heatTransfer: 0, dissolution: 0 },
  injection: { fill: 0.3 },
  start: { speed: 0, filled: 'rising' },
});

function pressureOf({ spec }: Scene, way: number): number {
  const { water, chain } = spec;
  const { length, joins } = loopOf(spec);
  const depth = chain.height + chain.radius + chain.submergence - (length / 3 + way - joins[0]);
  return water.surfacePressure + water.density * water.gravity * depth;
}

/** Air of one charge, kg. */
function chargeOf({ spec }: Scene): number {
  const { water, chain, floaters, injection } = spec;
  const bottom = chain.submergence + chain.height + 2 * chain.radius;
  const pressure = water.surfacePressure + water.density * water.gravity * bottom;
  return (pressure * floaters.volume * injection.fill) / (gas * ambient);
}

export const airCases: readonly VerificationCase[] = [
  {
    number: '4',
    name: 'isothermal bell, 0.5 kg from 25 m to 1 m',
    answer: '`m R T0 ln(p1/p2)` = 47,853.416 J, as the limit of case 20',
    stated: '2e-12',
    bound: 2e-12,
    error: () => {
      const exact = 0.5 * gas * ambient * Math.log(pressureAt(25) / pressureAt(1));
      // what finite heat transfer leaves of it is known exactly, and taken off
      const slow = carried(1e5, 0.2).now('work of buoyancy');
      const known = Math.abs(exact - 47_853.416) < 5e-4 ? 0 : 1;
      return worst([slow + exact - exactBell(1e5, 0.2).work, exact], [known, 0]);
    },
  },
  {
    number: '20',
    name: 'bell with finite heat transfer at constant speed, 450 to 100,000 W/K',
    answer: '`1/T = A + C p^q` and its work',
    bound: 5e-12,
    error: () =>
      Math.max(
        ...[450, 5000, 1e5].map((heatTransfer) => {
          const scene = carried(heatTransfer);
          const { work, temperature } = exactBell(heatTransfer);
          const found = (scene.now('air in floaters') * pressureAt(1)) / (0.5 * gas);
          return worst([scene.now('work of buoyancy'), work], [found, temperature]);
        }),
      ),
  },
  {
    number: '5',
    name: 'adiabatic bell, the same way',
    answer: '`T2` = 211.819 K, `m c_p (T1 - T2)` = 40,856.393 J',
    stated: '1e-12',
    bound: 1e-12,
    error: () => {
      const scene = carried(0);
      const cold = ambient * (pressureAt(1) / pressureAt(25)) ** kappa;
      const found = (scene.now('air in floaters') * pressureAt(1)) / (0.5 * gas);
      return worst(
        [found, cold],
        [scene.now('work of buoyancy'), 0.5 * capacity * (ambient - cold)],
        [scene.now('heat from the water'), 0],
      );
    },
  },
  {
    number: '21',
    name: 'bell that warms at rest (heat exchange)',
    answer: '`T_w / (1 + (T_w/T0 - 1) exp(-UA R T_w t / (c_p p V)))`',
    bound: 1e-11,
    error: () => {
      const scene = new Scene(
        merged(bell, {
          floaters: { heatTransfer: 450 },
          water: { temperature: 340 },
          solver: { stepMax: 0.02 },
        }),
      ).set('emergencyStop', 1);
      const pressure = pressureOf(scene, 0);
      const charge = chargeOf(scene);
      const rate = (450 * gas * 340) / (capacity * pressure * scene.spec.floaters.volume);
      return Math.max(
        ...[0.5, 2, 6].map((time) => {
          const exact = 340 / (1 + (340 / ambient - 1) * Math.exp(-rate * time));
          return worst(
            [(scene.to(time).now('air in floaters') * pressure) / (charge * gas), exact],
            [scene.now('heat from the water'), charge * capacity * (exact - ambient)],
          );
        }),
      );
    },
  },
  {
    number: '22',
    name: 'shut floater that warms at constant volume',
    answer: 'heat `m c_v (T_w - T0) (1 - exp(-UA t / (m c_v)))`',
    bound: 1e-11,
    error: () => {
      const scene = new Scene(
        merged(bell, {
          floaters: { kind: 'sealed', heatTransfer: 450 },
          injection: { fill: 1 },
          water: { temperature: 340 },
          solver: { stepMax: 0.02 },
        }),
      ).set('emergencyStop', 1);
      const still = chargeOf(scene) * (capacity - gas);
      return worst(
        ...[0.5, 2, 6].map(
          (time) =>
            [
              scene.to(time).now('heat from the water'),
              still * (340 - ambient) * (1 - Math.exp((-450 * time) / still)),
            ] as const,
        ),
      );
    },
  },
  {
    number: '23',
    name: 'air that dissolves at rest',
    answer: '`m0 (1 - exp(-k t))`',
    bound: 1e-12,
    error: () => {
      const scene = new Scene(merged(bell, { floaters: { dissolution: 0.05 } })).set('emergencyStop', 1);
      return worst([scene.to(10).now('air vented'), chargeOf(scene) * (1 - Math.exp(-0.5))]);
    },
  },
  {
    number: '24',
    name: 'bell that spills on its way up, adiabatic',
    answer: 'volume stays; `m` goes with `p^(1 - R/c_p)`',
    bound: 1e-10,
    error: () => {
      const scene = new Scene(merged(bell, { injection: { fill: 1 } }));
      const { volume } = scene.spec.floaters;
      const start = pressureOf(scene, 0);
      const held = [1, 2, 3].map((time) => [scene.to(time).now('air in floaters'), volume] as const);
      const end = pressureOf(scene, scene.now('way'));
      const before = (start * volume) / (gas * ambient);
      const lost = before - before * (end / start) ** (1 - kappa);
      return worst(...held, [scene.now('air vented'), lost]);
    },
  },
  {
    number: '25',
    name: 'floater that vents while it stands at the top',
    answer: '`exp(-t/tau_v)`',
    bound: 1e-11,
    error: () => {
      const scene = new Scene(
        merged(bell, { injection: { ventTime: 2 }, solver: { stepMax: 0.02 }, chain: { height: 3 } }),
      );
      while (scene.now('valve', 1) !== 4) scene.to(scene.simulation.time + 0.05);
      scene.set('emergencyStop', 1);
      while (scene.now('chain speed') > 0) scene.to(scene.simulation.time + 0.05);
      const { time } = scene.simulation;
      const air = scene.now('air in floaters');
      return worst([scene.to(time + 4).now('air in floaters') / air, Math.exp(-2)]);
    },
  },
  {
    number: '26',
    name: 'shut floater that blows down at the top',
    answer: '`m (p/p_i)^(1 - R/c_p)` stays',
    bound: 1e-5,
    error: () => {
      const scene = new Scene(
        merged(bell, { floaters: { kind: 'sealed' }, injection: { fill: 1, ventTime: 100 } }),
      );
      const { volume } = scene.spec.floaters;
      const charge = chargeOf(scene);
      const { vent, length } = loopOf(scene.spec);
      const kept = worst([scene.to(1).now('air in floaters'), volume], [scene.now('air vented'), 0]);
      while (scene.now('valve', 1) === 5) scene.to(scene.simulation.time + 0.05);
      const outside = 101_325 + 9810 * scene.spec.chain.submergence;
      const left = charge * (outside / ((charge * gas * ambient) / volume)) ** (1 - kappa);
      // a little has gone through the slow vent since
      const since = (scene.now('way') - (vent - length / 3)) / scene.now('chain speed');
      return Math.max(kept, worst([scene.now('air vented'), charge - left * Math.exp(-since / 100)]));
    },
  },
];
