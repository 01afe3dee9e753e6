// The same 100 boxes in our runs and in engines made for piles: processor time for a simulated second, falling and settled.
import { catalog, writers } from '@holdfast/catalog';
import { installEngines } from '../peers/engines.js';

const hz = 60;
const seconds = 4;
const text = 'a pile of 100 boxes dropped from 3 m';
const repeats = 2;

function cpuMs(work) {
  const before = process.cpuUsage().user;
  work();
  return (process.cpuUsage().user - before) / 1000;
}

/** ms for a simulated second, in the first and in the second half. */
function halves(step) {
  const half = (hz * seconds) / 2;
  const time = () =>
    cpuMs(() => {
      for (let frame = 0; frame < half; frame++) step();
    }) /
    (seconds / 2);
  return [time(), time()];
}

function ours(simulator, document) {
  const parsed = simulator.parse(document);
  if (!parsed.ok) throw new Error(parsed.issues[0].message);
  const model = simulator.compile(parsed.spec);
  const simulation = model.begin({ seed: 1, until: seconds });
  const frame = model.step.max;
  let owed = 0;
  const taken = halves(() => {
    // frames are whole steps of the solver, so a sixtieth of a second is sometimes one more
    for (owed += 1 / hz; owed >= frame; owed -= frame) simulation.step(frame);
  });
  const values = new Float64Array(
    model.channels.reduce((sum, { shape }) => sum + shape.reduce((all, n) => all * n, 1), 0),
  );
  simulation.observe(values);
  simulation.dispose();
  return { taken, heights: Array.from({ length: 100 }, (_, body) => values[7 * body + 2]) };
}

const printed = ([falling, settled]) => `${falling.toFixed(0)} ms falling, ${settled.toFixed(0)} ms settled`;

const least = (a, b) => (a === undefined ? b : a.map((value, index) => Math.min(value, b[index])));

export async function piles(print) {
  const simulator = await catalog.get('physics').load();
  const { document } = writers[0].fromText(text);
  const boxes = document.model.bodies.map(({ pos, geoms }) => ({
    pos,
    half: geoms[0].size.map((edge) => edge / 2),
  }));
  const engines = await installEngines(print);
  let own;
  let highest;
  const peers = {};
  for (let repeat = 0; repeat < repeats; repeat++) {
    const { taken, heights } = ours(simulator, document);
    own = least(own, taken);
    highest = Math.max(...heights);
    for (const [name, pile] of Object.entries(engines)) {
      const world = pile(boxes, 1 / hz);
      const time = least(
        peers[name]?.time,
        halves(() => world.step()),
      );
      peers[name] = { time, awake: world.awake(), highest: Math.max(...world.heights()) };
    }
  }
  print(
    `${text}, for a simulated second: ours (MuJoCo, CG 20, 4 ms, with account) ${printed(own)}; highest box ${highest.toFixed(2)} m`,
  );
  for (const [name, { time, awake, highest: top }] of Object.entries(peers))
    print(
      `  ${name}, steps of 1/60 s: ${printed(time)}, ${awake} awake, highest box ${top.toFixed(2)} m; ` +
        `ours takes ${(own[0] / time[0]).toFixed(1)} and ${(own[1] / time[1]).toFixed(1)} times as long`,
    );
}
