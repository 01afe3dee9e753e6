// The chain: driven by a constant force, and left alone.

import { frictionless, massOf, merged, Scene, type Written } from '../scene.ts';
import { worst, type VerificationCase } from './case.ts';

const precise = { solver: { tolerance: 1e-12, stepMax: 0.05 } };

/** Three floaters, one of them full and shut on the rising side: its force is constant until it comes to the top. */
const oneRising = merged(frictionless, precise, {
  chain: { height: 80 },
  compressor: { pressure: 2e6 },
  floaters: { count: 3, kind: 'sealed', area: 0.5, heatTransfer: 0 },
  start: { speed: 0, filled: 'rising' },
});

/** Force 100 kN, moving mass 60 t, drag 9,900 kg/m, as the research chose them, on a rise longer than its loop. */
const lapBase = merged(frictionless, precise, {
  chain: { height: 200 },
  compressor: { pressure: 3e6 },
  floaters: {
    count: 3,
    kind: 'sealed',
    heatTransfer: 0,
    addedMass: 0,
    shellVolume: 1e-6,
    shellMass: 1e-3,
    volume: 100_000 / 9810,
    dragCoefficient: 1,
    area: 6.6,
  },
});
const lapLength = 2 * 200 + 2 * Math.PI * 1.2;
const lap = merged(lapBase, {
  chain: { linearMass: (60_000 - 2 * (100_000 / 9.81) - 3e-3) / lapLength },
  start: { filled: 'rising' },
});
const wayOfLoop = 51.73982;
const terminalOfLap = Math.sqrt(100_000 / 9900);

const coasting = merged(frictionless, precise, {
  floaters: { count: 3, dragCoefficient: 0 },
  start: { speed: 0.5 },
});

/** Terminal speed and time to it of the plant with one rising floater. */
function driven({ spec }: Scene): { terminal: number; tau: number; force: number; mass: number } {
  const { floaters, water } = spec;
  const force = water.density * water.gravity * floaters.volume;
  const mass = massOf(spec) - water.density * floaters.volume;
  const drag = 0.5 * water.density * floaters.dragCoefficient * floaters.area * floaters.count;
  const terminal = Math.sqrt(force / drag);
  return { terminal, tau: (mass * terminal) / force, force, mass };
}

function lapTime(start: Written, seconds: number): number {
  // the way after the answer's time is what a loop is long
  const scene = new Scene(merged(lap, start, { solver: { frame: seconds / 16, stepMax: 0.02 } }));
  return scene.to(seconds).now('way');
}

export const motionCases: readonly VerificationCase[] = [
  {
    number: '1',
    name: 'chain from rest under a constant force',
    answer: '`v_t tanh(t/tau)`, `v_t tau ln cosh(t/tau)`',
    stated: '8e-13',
    bound: 8e-13,
    error: () => {
      const scene = new Scene(oneRising);
      const { terminal, tau } = driven(scene);
      return Math.max(
        // it sets off one width of an event, 1e-12 s, after its beginning
        ...[4, 5, 6].map((time) =>
          worst(
            [scene.to(time).now('chain speed'), terminal * Math.tanh(time / tau)],
            [scene.now('way'), terminal * tau * Math.log(Math.cosh(time / tau))],
          ),
        ),
      );
    },
  },
  {
    number: '6',
    name: 'full floater, shut or spilling',
    answer: '`rho g V` a metre',
    stated: 'exact',
    bound: 1e-13,
    error: () =>
      Math.max(
        ...['sealed', 'open'].map((kind) => {
          const scene = new Scene(merged(oneRising, { floaters: { kind } })).to(3);
          const { floaters, water } = scene.spec;
          const lift = water.density * water.gravity * floaters.volume;
          return worst([scene.now('work of buoyancy'), lift * scene.now('way')]);
        }),
      ),
  },
  {
    number: '10',
    name: 'time of one loop under a constant force of 100 kN, steady and from rest',
    answer: '`L sqrt(k/F)` = 16.279555 s; `tau acosh(exp(L/(v_t tau)))` = 17.601335 s',
    stated: '2e-14',
    bound: 3e-13,
    error: () => {
      const steady = wayOfLoop * Math.sqrt(9900 / 100_000);
      const tau = (60_000 * terminalOfLap) / 100_000;
      const first = tau * Math.acosh(Math.exp(wayOfLoop / (terminalOfLap * tau)));
      return worst(
        [lapTime({ start: { speed: terminalOfLap } }, steady), wayOfLoop],
        [lapTime({ start: { speed: 0 } }, first), wayOfLoop],
      );
    },
  },
  {
    number: '12',
    name: 'all floaters full of water, 2, 7 and 66 of them',
    answer: 'stay at rest, no force',
    stated: '0',
    bound: 0,
    error: () =>
      Math.max(
        ...[2, 7, 66].map((count) => {
          const scene = new Scene({ floaters: { count }, start: { speed: 0 } }).to(20);
          const seen = ['chain speed', 'way', 'buoyant force', 'work into the compressor'];
          return Math.max(...seen.map((channel) => Math.abs(scene.now(channel))));
        }),
      ),
  },
  {
    number: '15',
    name: 'first acceleration, added water included',
    answer: '`F / (m + C_a rho V)`',
    bound: 2e-12,
    error: () => {
      const scene = new Scene(merged(oneRising, { floaters: { dragCoefficient: 0 } }));
      const { force, mass } = driven(scene);
      return worst([scene.to(1).now('chain speed'), force / mass]);
    },
  },
  {
    number: '16',
    name: 'chain slowed by drag alone',
    answer: '`v0 / (1 + k v0 t / M)`',
    bound: 1e-12,
    error: () => {
      const scene = new Scene(merged(coasting, { floaters: { dragCoefficient: 0.6 } }));
      const { floaters, water } = scene.spec;
      const drag = 0.5 * water.density * floaters.dragCoefficient * floaters.area * floaters.count;
      const rate = drag / massOf(scene.spec);
      return worst(
        ...[1, 5, 10].map(
          (time) => [scene.to(time).now('chain speed'), 0.5 / (1 + rate * 0.5 * time)] as const,
        ),
      );
    },
  },
  {
    number: '17',
    name: 'chain slowed by viscous friction alone',
    answer: '`v0 exp(-c t / M)`',
    bound: 1e-12,
    error: () => {
      const scene = new Scene(merged(coasting, { chain: { viscousFriction: 400 } })).to(10);
      return worst([scene.now('chain speed'), 0.5 * Math.exp((-400 * 10) / massOf(scene.spec))]);
    },
  },
  {
    number: '18',
    name: 'chain stopped by dry friction, and held',
    answer: 'way `M v0^2 / 2F`, heat `M v0^2 / 2`',
    bound: 1e-11,
    error: () => {
      const scene = new Scene(merged(coasting, { chain: { friction: 2000 } }));
      const mass = massOf(scene.spec);
      scene.to(Math.ceil((mass * 0.5) / 2000) + 10);
      return worst(
        [scene.now('way'), (mass * 0.25) / 4000],
        [scene.now('bearing friction'), 0.5 * mass * 0.25],
        [scene.now('chain speed'), 0],
      );
    },
  },
  {
    number: '19',
    name: 'emergency brake',
    answer: 'way `M v0^2 / 2F`, heat `M v0^2 / 2`',
    bound: 1e-11,
    error: () => {
      const scene = new Scene(merged(coasting, { chain: { brake: 10_000 } })).to(1);
      const mass = massOf(scene.spec);
      const begun = scene.now('way');
      scene.set('emergencyStop', 1).to(3);
      return worst(
        [scene.now('way') - begun, (mass * 0.25) / 20_000],
        [scene.now('brake'), 0.5 * mass * 0.25],
      );
    },
  },
];
