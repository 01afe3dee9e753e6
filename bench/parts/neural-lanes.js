// What several lanes make of a step of a network: measured, and on the critical path, where each task is timed alone and given to the lane that
// is free first. Networks are equal, restored from one; rounds take turns, the least time of each counts; bits are compared at the end.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { lessonSlots } from '../../families/neural/dist/phases.js';
import { parametersOf } from '../../families/neural/dist/rules.js';
import { readSnapshot, writeSnapshot } from '../../families/neural/dist/snapshot.js';
import { openNetwork } from '../../families/neural/dist/simulation.js';
import { functionsOf, LaneTeam, openLaneThread } from '../../packages/runtime/dist/index.js';
import { workerEntry } from '../../apps/worker/dist/index.js';
import { advance, modelOf, networkOf, specOf } from '../neural-networks.js';

const cases = [
  [10_000, 50],
  [100_000, 10],
  [100_000, 50],
  [1_000_000, 10],
];
const laneCounts = [1, 2, 3, 4];
const bandOf = 2;

/** A team with as many lanes as asked for, processors or not. */
function teamOf(lanes, print) {
  const entry = fileURLToPath(workerEntry);
  const onLost = (message) => print(`  ${lanes} lanes: ${message}`);
  return new LaneTeam(lanes, { openThread: (setup) => openLaneThread(entry, setup), functionsOf, onLost });
}

function leastOf(rounds, work) {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    work();
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}

/** End of the last lane when each task goes to the lane that is free first. */
function makespan(times, lanes) {
  const free = new Float64Array(lanes);
  for (const time of times) {
    const next = free.indexOf(Math.min(...free));
    free[next] += time;
  }
  return Math.max(...free);
}

/** Learning with `lanes` lanes, each task timed alone, ms. */
function learningAlone(network, lanes, rounds) {
  const { graph, phases, model } = network.parts;
  const stride = lessonSlots * model.plasticity.period;
  const each = stride * Math.ceil(graph.tally.high / stride / (8 * Math.max(2, lanes)));
  const moment = { front: network.steps & 1, noiseKey: 1, learningKey: 2 };
  const times = [];
  for (let first = 0; first < graph.tally.high; first += each) {
    const lessons = { first, end: Math.min(graph.tally.high, first + each), stride };
    times.push(leastOf(rounds, () => phases.learn(lessons, moment, times.length % lanes)));
  }
  return makespan(times, lanes);
}

/** Charging, pushing and settling with `lanes` lanes, each task timed alone, ms. */
function flowAlone(network, lanes, rounds) {
  const { graph, phases } = network.parts;
  const { high } = graph.tally;
  const front = network.steps & 1;
  const moment = { front, noiseKey: 1, learningKey: 2 };
  // one lane is timed in stretches too: the least time of a short one is nearer to what it takes undisturbed
  const stride = 4 * Math.ceil(high / (12 * Math.max(2, lanes)) / 4);
  const [push, settle] = [[], []];
  for (let first = 0; first < high; first += stride) {
    const reach = { first, end: Math.min(high, first + stride) };
    push.push(
      leastOf(rounds, () => {
        phases.charge(reach, bandOf, front);
        phases.push(reach, push.length % lanes);
      }),
    );
    settle.push(leastOf(rounds, () => phases.settle(reach, bandOf, moment, settle.length % lanes)));
  }
  for (const gain of graph.gains) gain.fill(0);
  return makespan(push, lanes) + makespan(settle, lanes);
}

/** Least time of a step of a network besides its flow, its learning and its sweeping, ms: what no other lane helps with. */
function aloneOf(network, steps) {
  const { flow } = network.parts;
  let shared = 0;
  for (const name of ['run', 'learn', 'sweep']) {
    const original = flow[name].bind(flow);
    flow[name] = (...asked) => {
      let answer;
      shared += leastOf(1, () => (answer = original(...asked)));
      return answer;
    };
  }
  let best = Infinity;
  for (let step = 0; step < steps; step++) {
    shared = 0;
    const whole = leastOf(1, () => advance(network, 1));
    best = Math.min(best, whole - shared);
  }
  return best;
}

const advanceOthers = ([, ...others], steps) => others.forEach((other) => advance(other, steps));

const sameSnapshots = (a, b) =>
  Object.keys(a.fields).every((name) =>
    typeof a.fields[name] === 'object'
      ? Buffer.from(a.fields[name].buffer).equals(Buffer.from(b.fields[name].buffer))
      : a.fields[name] === b.fields[name],
  );

async function measure(print, count, connections) {
  const original = networkOf(count, connections, { steps: 24 });
  const snapshot = writeSnapshot(original);
  const spec = specOf(modelOf(count, connections));
  const networks = laneCounts.map((lanes) => {
    const team = lanes === 1 ? undefined : teamOf(lanes, print);
    const network = openNetwork(spec, parametersOf(spec.model), 1, undefined, team);
    readSnapshot(snapshot, network);
    return network;
  });
  // threads get ready meanwhile
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const steps = Math.max(2, Math.ceil(3e6 / (count * connections)));
  const best = networks.map(() => Infinity);
  const rounds = count * connections > 3e6 ? 6 : 25;
  for (let round = 0; round < rounds; round++) {
    networks.forEach((network, at) => {
      best[at] = Math.min(
        best[at],
        leastOf(steps, () => advance(network, 1)),
      );
    });
  }
  const rest = aloneOf(networks[0], 2 * rounds);
  advanceOthers(networks, 2 * rounds);
  const [first, ...others] = networks.map((network) => writeSnapshot(network));
  if (!others.every((other) => sameSnapshots(first, other))) throw new Error('lanes disagree');
  const alone = networks.map(
    (network, at) => flowAlone(network, laneCounts[at], 5) + learningAlone(network, laneCounts[at], 5),
  );
  for (const { parts } of networks) parts.flow.close();
  const told = laneCounts.slice(1).map((lanes, at) => {
    const measured = (best[0] / best[at + 1]).toFixed(2);
    const path = ((rest + alone[0]) / (rest + alone[at + 1])).toFixed(2);
    const over = lanes > availableParallelism() ? ', more lanes than processors' : '';
    return `${lanes} lanes ${best[at + 1].toFixed(2)} ms, ${measured} times one (critical path ${path}${over})`;
  });
  print(
    `${count} nodes x ${connections}, lanes: one ${best[0].toFixed(2)} ms a step, ${rest.toFixed(2)} of it not shared; ${told.join('; ')}; same bits`,
  );
}

/** Prints how a step scales with lanes. */
export async function neuralLanes(print) {
  for (const [count, connections] of cases) await measure(print, count, connections);
}
