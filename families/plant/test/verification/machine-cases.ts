// Compressor and receiver, flywheel, generator, clutch, gears.

import { compressionWork, gasConstant } from '../../src/figures.ts';
import { frictionless, massOf, merged, Scene, specOf, type Written } from '../scene.ts';
import { worst, type VerificationCase } from './case.ts';

const outside = 101_325;
const ambient = 293.15;
const kappa = 287.05 / 1004.7;
const precise = { solver: { tolerance: 1e-12, stepMax: 0.1 } };
const perVolume = outside / (gasConstant * ambient);
const depthRatio = 1 + (1000 * 9.81 * 25) / outside;

/** A receiver beside a plant that stands. */
function receiver(compressor: Written[string]): Scene {
  return new Scene({
    start: { speed: 0 },
    floaters: { count: 2 },
    solver: { tolerance: 1e-12, stepMax: 0.25 },
    compressor: {
      pressure: 700_000,
      power: 50_000,
      receiver: { volume: 2, pressure: 400_000, band: 0.1 },
      ...compressor,
    },
  });
}
const worth = (p: number): number => p * Math.log(p / outside) - p;

/** Work of an adiabatic compressor over the volume of its receiver, up to a constant. */
const integral = (p: number): number => (((p / outside) ** kappa * p) / (kappa + 1) - p) / kappa;
/** Rate at which the droop of case 31 brings its flywheel to the foot, 1/s. */
const rate = (speed: number): number => 530_000 / speed / (50_000 * speed * 0.05);

/** A flywheel alone. */
const wheel = merged(frictionless, precise, { floaters: { count: 2 }, start: { speed: 0, flywheel: 40 } });

/** The chain stands for 100 kg m^2 on the side of a flywheel of 500 kg m^2. */
const twoWheels = (() => {
  const bare = merged(frictionless, precise, {
    // so tall that no floater comes to a valve
    floaters: { count: 3, dragCoefficient: 0 },
    chain: { height: 100 },
    compressor: { pressure: 2e6 },
    drive: { inertia: 500, capacity: 2000, engaged: true },
  });
  const spec = specOf(bare);
  const gear = Math.sqrt(massOf(spec) / 100);
  return merged(bare, {
    drive: { ratio: gear * spec.chain.radius },
    start: { speed: 45 / gear, flywheel: 30 },
  });
})();
const gearOfTwo = Math.sqrt(massOf(specOf(twoWheels)) / 100);

const compressorCases: readonly VerificationCase[] = [
  {
    number: '2',
    name: 'isothermal compression to 25 m',
    answer: '`p0 ln r` = 124,606 J/m^3, 170,482 J a fill',
    stated: 'exact',
    bound: 1e-14,
    error: () => {
      const work = compressionWork(specOf({}), depthRatio) * perVolume;
      return worst(
        [work, outside * Math.log(depthRatio)],
        [Math.round(work), 124_606],
        [Math.round(work * depthRatio * 0.4), 170_482],
      );
    },
  },
  {
    number: '3',
    name: 'adiabatic steady flow, delivery included',
    answer: '`n/(n-1) p0 (r^((n-1)/n) - 1)` = 149,303 J/m^3',
    stated: 'exact',
    bound: 1e-14,
    error: () => {
      const adiabatic = compressionWork(specOf({ compressor: { kind: 'adiabatic' } }), depthRatio);
      // the exponent of this air is c_p / (c_p - R) = 1.40000
      const diatomic = compressionWork(
        specOf({ compressor: { kind: 'polytropic', exponent: 1.4 } }),
        depthRatio,
      );
      return worst(
        [adiabatic * perVolume, (outside / kappa) * (depthRatio ** kappa - 1)],
        [Math.round(diatomic * perVolume), 149_303],
      );
    },
  },
  {
    number: '27',
    name: 'receiver filled from one pressure to another, isothermal',
    answer: 'work `V (p ln(p/p0) - p)`, all of it kept',
    bound: 1e-10,
    error: () => {
      const scene = receiver({}).to(60);
      const work = 2 * (worth(700_000) - worth(400_000));
      const gained =
        scene.figure('balance', 'stored exergy now') - scene.figure('balance', 'stored exergy before');
      return worst(
        [scene.now('delivery pressure'), 700_000],
        [scene.now('work into the compressor'), work],
        [gained, work],
      );
    },
  },
  {
    number: '28',
    name: 'receiver filled by an adiabatic compressor of 75 %',
    answer: 'work `V ((p/p0)^k p / (k (k + 1)) - p/k) / 0.75`, `k = R/c_p`',
    bound: 1e-10,
    error: () => {
      const scene = receiver({ kind: 'adiabatic', efficiency: 0.75 }).to(60);
      const work = (2 * (integral(700_000) - integral(400_000))) / 0.75;
      return worst(
        [scene.now('work into the compressor'), work],
        [scene.now('compression loss') / work, 1 - (2 * (worth(700_000) - worth(400_000))) / work],
      );
    },
  },
  {
    number: '29',
    name: 'bubbles pressed into the water (H1)',
    answer: '`alpha A u p_b ln(p_b/p0)` each second',
    bound: 1e-12,
    error: () => {
      const scene = new Scene({
        hypotheses: { voidFraction: 0.01, bubbleArea: 3.14, bubbleSpeed: 0.2 },
        floaters: { count: 2 },
        start: { speed: 0 },
      }).to(10);
      const bottom = outside * depthRatio;
      const power = 0.01 * 3.14 * 0.2 * bottom * Math.log(depthRatio);
      return worst([scene.now('work for bubbles'), 10 * power]);
    },
  },
];

const wheelCases: readonly VerificationCase[] = [
  {
    number: '7',
    name: 'flywheel spinning down, and where it stops',
    answer: '`a tan(atan(w0/a) - sqrt(c0 c2) t/J)`, stops at 705.862 s',
    stated: '1e-15 (formula)',
    bound: 1e-12,
    error: () => {
      const scene = new Scene(
        merged(wheel, {
          drive: { bearingTorque: 20, windage: 0.02, inertia: 500 },
          start: { flywheel: 39.27 },
          solver: { stepMax: 0.25 },
        }),
      );
      const a = Math.sqrt(20 / 0.02);
      const speeds = [100, 350, 700].map((time) => {
        const exact = a * Math.tan(Math.atan(39.27 / a) - (Math.sqrt(20 * 0.02) * time) / 500);
        return [scene.to(time).now('flywheel speed'), exact] as const;
      });
      const turning = scene.to(705.85).now('flywheel speed') > 0 ? 0 : 1;
      return worst(
        ...speeds,
        [turning, 0],
        [scene.to(705.9).now('flywheel speed'), 0],
        [scene.now('flywheel drag'), 0.5 * 500 * 39.27 * 39.27],
      );
    },
  },
  {
    number: '30',
    name: 'flywheel under constant torque, and a step of the load',
    answer: 'two straight lines, work `J (w0^2 - w^2) / 2`',
    bound: 1e-12,
    error: () => {
      const scene = new Scene(
        merged(wheel, { generator: { control: 'torque', load: 0.1, power: 400_000, speed: 40 } }),
      );
      const torque = (0.1 * 400_000) / 40;
      const before = [scene.to(5).now('flywheel speed'), 40 - (torque * 5) / 500] as const;
      const end = 40 - (torque * 7) / 500;
      return worst(
        before,
        [scene.set('load', 0.02).to(15).now('flywheel speed'), end],
        [scene.now('work into the generator'), 250 * (1600 - end * end)],
      );
    },
  },
  {
    number: '31',
    name: 'speed control (droop) after a step of its set-point',
    answer: '`w_1 + (w_0 - w_1) exp(-t/tau)` to the new foot',
    bound: 1e-11,
    error: () => {
      const scene = new Scene(
        merged(wheel, {
          drive: { inertia: 50_000 },
          generator: { power: 530_000, speed: 40, droop: 0.05, torque: 1e6, load: 1 },
          start: { flywheel: 39.9 },
          solver: { stepMax: 0.02 },
        }),
      );
      const first = 38 + 1.9 * Math.exp(-rate(40) * 5);
      const before = [scene.to(5).now('flywheel speed'), first] as const;
      const foot = 39 * 0.95;
      const second = foot + (first - foot) * Math.exp(-rate(39) * 5);
      return worst(before, [scene.set('speed', 39).to(10).now('flywheel speed'), second]);
    },
  },
  {
    number: '32',
    name: 'flywheel under maximum-power control',
    answer: '`w0 / (1 + P w0 t / (w_s^3 J))`',
    bound: 1e-12,
    error: () => {
      const scene = new Scene(
        merged(wheel, { generator: { control: 'maximum-power', load: 1, power: 40_000, speed: 50 } }),
      ).to(10);
      const rate = 40_000 / 50 ** 3 / 500;
      return worst([scene.now('flywheel speed'), 40 / (1 + rate * 40 * 10)]);
    },
  },
  {
    number: '33',
    name: 'flywheel at rated power',
    answer: '`sqrt(w0^2 - 2 P t / J)`',
    bound: 1e-12,
    error: () => {
      const scene = new Scene(
        merged(wheel, {
          generator: { control: 'torque', load: 1, power: 20_000, speed: 20 },
        }),
      ).to(10);
      return worst(
        [scene.now('flywheel speed'), Math.sqrt(1600 - (2 * 20_000 * 10) / 500)],
        [scene.now('work into the generator'), 200_000],
      );
    },
  },
  {
    number: '34',
    name: 'electricity of a generator at constant speed (losses)',
    answer: '`0.9172 (T w - a0 - a2 w^2 - k T^2)` each second',
    bound: 1e-11,
    error: () => {
      // so heavy that ten seconds change nothing
      const scene = new Scene(
        merged(wheel, {
          drive: { inertia: 1e7 },
          generator: {
            control: 'torque',
            load: 1e-3,
            power: 400_000,
            speed: 40,
            standingLoss: 3,
            speedLoss: 2e-3,
          },
        }),
      ).to(10);
      const torque = 10;
      const mean = 40 - (torque * 5) / 1e7;
      const square = mean * mean + (torque * 10) ** 2 / 12 / 1e14;
      const power = 0.9172 * (torque * mean - 3 - 2e-3 * square - 1.2e-4 * torque * torque);
      return worst([scene.now('electricity'), 10 * power]);
    },
  },
];

/** A wheel of 500 kg m^2 at 40 rad/s under a load of 1,000 N m times what the grid says. */
function underGrid(load: Written[string], time: number): Scene {
  const generator = { control: 'torque', load: 0.1, power: 400_000, speed: 40 };
  return new Scene(merged(wheel, { generator, grid: { load } })).to(time);
}

const gridCases: readonly VerificationCase[] = [
  {
    number: '39',
    name: 'load of the grid in steps that repeat',
    answer: '`w0 - T sum(f dt) / J`, at every point of three rounds',
    bound: 1e-12,
    error: () => {
      const points = [
        [0, 0.2],
        [1.03, 1],
        [2.71, 0.5],
      ];
      // a round of 4 s holds 1.03 * 0.2 + 1.68 * 1 + 1.29 * 0.5
      const round = 1.03 * 0.2 + 1.68 + 1.29 * 0.5;
      const load = { points, repeat: 4 };
      return worst(
        [underGrid(load, 1).now('flywheel speed'), 40 - 2 * 0.2],
        [underGrid(load, 2).now('flywheel speed'), 40 - 2 * (1.03 * 0.2 + 0.97)],
        [underGrid(load, 12).now('flywheel speed'), 40 - 2 * 3 * round],
      );
    },
  },
  {
    number: '40',
    name: 'load of the grid along lines',
    answer: '`w0 - T sum((f0 + f1) dt / 2) / J`',
    bound: 1e-12,
    error: () => {
      const load = {
        shape: 'lines',
        points: [
          [0, 0],
          [3, 1.2],
          [7, 0.4],
        ],
      };
      return worst(
        [underGrid(load, 2).now('flywheel speed'), 40 - 2 * (0.5 * 2 * 0.8)],
        [underGrid(load, 5).now('flywheel speed'), 40 - 2 * (1.8 + 0.5 * 2 * (1.2 + 0.8))],
        [underGrid(load, 10).now('flywheel speed'), 40 - 2 * (1.8 + 3.2 + 3 * 0.4)],
      );
    },
  },
];

const clutchCases: readonly VerificationCase[] = [
  {
    number: '8',
    name: 'slipping clutch, 100 and 500 kg m^2, 2 kN m, 45 and 30 rad/s',
    answer: 'locks at 0.625 s, 32.5 rad/s, 9,375 J',
    stated: '1e-15 (formula)',
    bound: 1e-12,
    error: () => {
      const scene = new Scene(merged(twoWheels, { drive: { clutch: 'friction' } }));
      const slipping = [scene.to(0.6).now('flywheel speed'), 30 + (2000 * 0.6) / 500] as const;
      const modes = [[scene.now('clutch mode'), 2] as const];
      scene.to(0.65);
      return worst(
        slipping,
        ...modes,
        [scene.now('clutch mode'), 0],
        [scene.now('flywheel speed'), 32.5],
        [scene.now('clutch loss'), 9375],
        [scene.to(2).now('flywheel speed'), 32.5],
      );
    },
  },
  {
    number: '35',
    name: 'friction clutch dragged by the flywheel',
    answer: '`(J1 w1 + J2 w2)/(J1 + J2)` = 40 rad/s, heat 37,500 J',
    bound: 1e-12,
    error: () => {
      const scene = new Scene(
        merged(twoWheels, {
          drive: { clutch: 'friction' },
          start: { speed: 15 / gearOfTwo, flywheel: 45 },
        }),
      );
      const mode = [scene.to(0.05).now('clutch mode'), 3] as const;
      return worst(
        mode,
        [scene.to(3).now('clutch mode'), 0],
        [scene.now('flywheel speed'), 40],
        [scene.now('clutch loss'), 37_500],
      );
    },
  },
  {
    number: '36',
    name: 'one-way clutch that overruns, and closes when the speeds meet',
    answer: 'no torque and no heat; meets at 30 rad/s after 5 s',
    bound: 1e-11,
    error: () => {
      const ahead = new Scene(merged(twoWheels, { start: { speed: 15 / gearOfTwo, flywheel: 45 } })).to(5);
      const meeting = new Scene(
        merged(twoWheels, { drive: { bearingTorque: 400 }, start: { speed: 30 / gearOfTwo, flywheel: 34 } }),
      ).to(6);
      return worst(
        [ahead.now('flywheel speed'), 45],
        [ahead.now('chain speed'), 15 / gearOfTwo],
        [ahead.now('clutch loss'), 0],
        [meeting.now('clutch mode'), 0],
        [meeting.now('flywheel speed'), 30 - 400 / 600],
      );
    },
  },
  {
    number: '37',
    name: 'pulsed clutch (H3)',
    answer: 'slips for exactly the time it is closed',
    bound: 1e-12,
    error: () => {
      const scene = new Scene(
        merged(twoWheels, { drive: { clutch: 'friction' }, hypotheses: { pulse: 0.3, coast: 0.7 } }),
      );
      return worst(
        [scene.to(0.95).now('flywheel speed'), 30 + (2000 * 0.3) / 500],
        [scene.to(1.2).now('flywheel speed'), 30 + (2000 * 0.5) / 500],
      );
    },
  },
  {
    number: '38',
    name: 'chain and flywheel driven together through lossy gears',
    answer: '`F / (M + J (G/R)^2 / eta)`, gear loss `(1/eta - 1) G T s / R`',
    bound: 2e-12,
    error: () => {
      const scene = new Scene(
        merged(frictionless, precise, {
          floaters: { count: 3, kind: 'sealed', heatTransfer: 0, dragCoefficient: 0 },
          drive: { engaged: true, efficiency: 0.8, inertia: 500, ratio: 39.4 },
          start: { speed: 0, filled: 'rising' },
        }),
      ).to(2);
      const { floaters, water, chain } = scene.spec;
      const force = water.density * water.gravity * floaters.volume;
      const gear = 39.4 / chain.radius;
      const mass = massOf(scene.spec) - water.density * floaters.volume;
      const acceleration = force / (mass + (500 * gear * gear) / 0.8);
      const torque = 500 * gear * acceleration;
      return worst(
        [scene.now('chain speed'), 2 * acceleration],
        [scene.now('gear loss'), 0.25 * torque * gear * 2 * acceleration],
      );
    },
  },
];

export const machineCases: readonly VerificationCase[] = [
  ...compressorCases,
  ...wheelCases,
  ...gridCases,
  ...clutchCases,
];
