// Steps a second of MuJoCo as WebAssembly, alone and inside a run with its account and checks, against MuJoCo compiled for this
// processor, on the same models with the same integrator; and memory after many worlds.
import { catalog, writers } from '@holdfast/catalog';
import { compileMjcf, specSchema } from '../../families/physics/dist/index.js';
import { World } from '../../families/physics/dist/engine/world.js';
import { loadMujoco } from '../../families/physics/dist/engine/mujoco.js';
import { buildNative, stepNative } from '../peers/mujoco-native.js';

/** Text of the world, step in s, steps in a round, and whether the bound of half the native speed is for it. */
const scenes = [
  { text: 'a pendulum', timestep: 0.002, steps: 40_000, isArticulated: true },
  { text: 'a cart-pole', timestep: 0.002, steps: 25_000, isArticulated: true },
  { text: 'a humanoid', timestep: 0.005, steps: 2000, isArticulated: true },
  { text: 'a pile of 100 boxes dropped from 3 m', timestep: 0.004, steps: 250, isArticulated: false },
];
const rounds = 3;
const repeats = 4;

/** Older versions know neither the integrator nor the automatic tier that runs have by default. */
function documentOf({ text, timestep }) {
  const written = writers[0].fromText(text);
  if (!written.ok) throw new Error(text);
  const { document } = written;
  const solver = { ...document.model.solver, integrator: 'Euler', timestep, frame: Math.max(0.02, timestep) };
  return { ...document, model: { ...document.model, solver } };
}

function cpuSeconds(work) {
  const before = process.cpuUsage().user;
  work();
  return (process.cpuUsage().user - before) / 1e6;
}

function best(count, work) {
  return Math.min(...Array.from({ length: count }, work));
}

/** The engine alone. */
function stepWorld(mujoco, mjcf, steps) {
  const world = new World(mujoco, mjcf);
  const taken = best(rounds, () => {
    world.begin('@start');
    return cpuSeconds(() => {
      for (let step = 0; step < steps; step++) world.step();
    });
  });
  world.dispose();
  return taken;
}

/** A run: energy account, warnings, saved state and observation of every frame. */
function stepRun(simulator, document, { timestep, steps }) {
  const parsed = simulator.parse(document);
  if (!parsed.ok) throw new Error(parsed.issues[0].message);
  const model = simulator.compile(parsed.spec);
  const values = new Float64Array(
    model.channels.reduce((sum, { shape }) => sum + shape.reduce((all, n) => all * n, 1), 0),
  );
  return best(rounds, () => {
    const simulation = model.begin({ seed: 1, until: steps * timestep });
    const taken = cpuSeconds(() => {
      while (simulation.step(model.step.max).remaining > 0) simulation.observe(values);
    });
    simulation.dispose();
    return taken;
  });
}

const rate = (value) => (value >= 1e5 ? `${(value / 1000).toFixed(0)} k` : value.toFixed(0));

export async function speed(print) {
  const mujoco = await loadMujoco();
  const simulator = await catalog.get('physics').load();
  const native = await buildNative(print);
  for (const scene of scenes) {
    const { steps, timestep, text, isArticulated } = scene;
    const document = documentOf(scene);
    const mjcf = compileMjcf(specSchema.parse(document.model));
    let [alone, run, compiled] = [Infinity, Infinity, Infinity];
    let version = 0;
    stepWorld(mujoco, mjcf, steps);
    for (let repeat = 0; repeat < repeats; repeat++) {
      alone = Math.min(alone, stepWorld(mujoco, mjcf, steps));
      if (native !== undefined) {
        const answer = await stepNative(native, mjcf, steps, rounds);
        compiled = Math.min(compiled, answer.seconds);
        version = answer.version;
      }
      run = Math.min(run, stepRun(simulator, document, scene));
    }
    const goal = isArticulated ? ' (goal at least 0.50)' : '';
    const peer =
      native === undefined
        ? 'no native peer'
        : `${(compiled / alone).toFixed(2)} of native ${String(version).split('').join('.')}, ${rate(steps / compiled)}${goal}`;
    const real = (steps * timestep) / alone;
    const aim = text === 'a humanoid' ? ' (goal at least 100)' : '';
    print(
      `${text}, Euler, ${timestep * 1000} ms: ${rate(steps / alone)} steps/s, ${peer}; ${real.toFixed(0)} x real time${aim}; ` +
        `in a run with frames of 20 ms ${rate(steps / run)} steps/s, ${((steps * timestep) / run).toFixed(0)} x`,
    );
  }
  print(
    "the native library is Debian's MuJoCo 2.2.2, ours is 3.14.0: the ratio mixes versions and compilers",
  );
}

const cycles = 300;

/** Worlds made and thrown away; the heap of the engine only ever grows, so what counts is whether it goes on growing. */
export async function cyclesOfLife(print) {
  const simulator = await catalog.get('physics').load();
  const document = documentOf(scenes[2]);
  const parsed = simulator.parse(document);
  const model = simulator.compile(parsed.spec);
  const marks = [];
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const simulation = model.begin({ seed: cycle, until: 1 });
    simulation.step(0.1);
    simulation.dispose();
    if (cycle % 100 === 0 || cycle === 10) {
      globalThis.gc?.();
      marks.push({
        cycle,
        rss: process.memoryUsage().rss / 2 ** 20,
        heap: process.memoryUsage().heapUsed / 2 ** 20,
      });
    }
  }
  print(
    `${cycles} humanoids made, stepped and thrown away: ` +
      marks
        .map(
          ({ cycle, rss, heap }) =>
            `after ${cycle} ${rss.toFixed(0)} MB resident, ${heap.toFixed(0)} MB JavaScript heap`,
        )
        .join('; '),
  );
}
