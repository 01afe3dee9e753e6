// The neural family: push against C with AVX on the same memory, a whole step against Brian2, SciPy and torch on the same graph, bytes per
// connection, cost of change and of guards, snapshots; and what several lanes make of a step.
// Passes are timed in stretches of slots; the least time of each stretch counts, because shared machines vary.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mix } from '../families/neural/dist/draws.js';
import { writeSnapshot, readSnapshot } from '../families/neural/dist/snapshot.js';
import { inspectionPeriod } from '../families/neural/dist/network.js';
import { advance, change, drawChange, meanEnergy, networkOf } from './neural-networks.js';
import { neuralLanes } from './parts/neural-lanes.js';
import { installNeuralPeers, neuralPeers } from './peers/neural-peers.js';

/** Nodes, connections each, and how fast a whole step has to be against Brian2. */
const cases = [
  [10_000, 10],
  [10_000, 50],
  [100_000, 10, 0.8],
  [100_000, 50, 1.4],
  [1_000_000, 10],
];
const bandOf = 2;
const stretch = 4000;

/** Least time of a pass over all slots, ms. */
function least(high, rounds, pass, between = () => undefined) {
  const best = new Float64Array(Math.ceil(high / stretch)).fill(Infinity);
  for (let round = 0; round < rounds; round++) {
    between();
    for (let at = 0; at < best.length; at++) {
      const reach = { first: at * stretch, end: Math.min(high, (at + 1) * stretch) };
      const begun = performance.now();
      pass(reach);
      best[at] = Math.min(best[at], performance.now() - begun);
    }
  }
  return best.reduce((sum, each) => sum + each, 0);
}

function leastOf(rounds, work, prepare = () => undefined) {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    prepare();
    const begun = performance.now();
    work();
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}

/** Push and settle of all nodes as if they were dynamic, like the peer does it. */
function passesOf(network, rounds) {
  const { graph, phases } = network.parts;
  const high = 4 * Math.ceil(graph.tally.high / 4);
  const front = network.steps & 1;
  const moment = { front, noiseKey: 1, learningKey: 2 };
  const charge = least(high, rounds, (reach) => phases.charge(reach, bandOf, front));
  const settle = (reach) => phases.settle(reach, bandOf, moment);
  const reset = () => graph.counts.fill(0);
  const push = least(
    high,
    rounds,
    (reach) => phases.push(reach, 0),
    () => {
      graph.gains[0].fill(0);
      reset();
    },
  );
  graph.gains[0].fill(0);
  phases.push({ first: 0, end: high }, 0);
  const once = least(high, 1, settle, reset);
  let digest = 0;
  const back = graph.energy[front ^ 1];
  for (let slot = 0; slot < high; slot++) digest = mix(digest + back[slot]) >>> 0;
  return { charge, push, settle: Math.min(once, least(high, rounds, settle, reset)), digest, high };
}

function peerOf(folder, program, network, high, rounds) {
  const { graph } = network.parts;
  const { layout } = graph;
  const { node } = layout;
  const image = join(folder, 'image');
  graph.gains[0].fill(0);
  writeFileSync(image, new Uint8Array(graph.tag.buffer, 0, layout.bytes));
  const [front, back] = network.steps % 2 === 0 ? [node.energyA, node.energyB] : [node.energyB, node.energyA];
  const coefficients = layout.coefficients + 4 * 32 * bandOf;
  const kept = [node.tag, front, back, node.activation, node.level, node.start, node.length, node.loss];
  const rows = [layout.target, layout.meta, layout.gains];
  const words = [high, layout.nodes, stretch, coefficients].concat(kept, rows);
  const run = (count) =>
    JSON.parse(execFileSync(program, [image, count, ...words].map(String), { encoding: 'utf8' }));
  return { ...run(rounds), digest: run(1).digest };
}

/** Least processor time of a step, ms: other processes do not count. */
function cpuOf(rounds, steps, work) {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const begun = process.cpuUsage();
    for (let each = 0; each < steps; each++) work();
    const { user, system } = process.cpuUsage(begun);
    best = Math.min(best, (user + system) / 1000 / steps);
  }
  return best;
}

/** The flow of a step against C on the same memory. */
function againstC(print, folder, program, network, rounds) {
  const { graph, phases } = network.parts;
  phases.charge({ first: 0, end: graph.tally.high }, bandOf, network.steps & 1);
  const peer = peerOf(folder, program, network, 4 * Math.ceil(graph.tally.high / 4), rounds);
  const own = passesOf(network, rounds);
  if (peer.digest !== own.digest) throw new Error('C and kernel disagree');
  graph.gains[0].fill(0);
  const million = (ms) => (graph.tally.connections / ms / 1000).toFixed(0);
  const [mine, theirs] = [own.charge + own.push + own.settle, peer.push + peer.settle];
  print(
    `  push ${million(own.push)} M connections/s, ${(peer.push / own.push).toFixed(2)} of C with AVX (goal 0.8); ` +
      `flow of a step ${mine.toFixed(2)} ms, ${million(mine)} M/s, ${(theirs / mine).toFixed(2)} of C; same bits`,
  );
}

/** A whole step, account, guards and growth included, against whole steps of tools that have none of them. */
async function againstTools(print, folder, network, rounds, goal) {
  const steps = Math.max(1, Math.ceil(2e6 / network.parts.graph.tally.connections));
  const still = () => cpuOf(rounds, steps, () => advance(network, 1));
  const before = still();
  const peers = await neuralPeers(folder, network, rounds);
  const own = Math.min(before, still());
  const told = peers.map(({ name, ms, missing }) =>
    missing === undefined
      ? `${name} ${ms.toFixed(2)} ms: ${(ms / own).toFixed(2)} of it${name.startsWith('Brian2') && goal !== undefined ? ` (goal ${goal})` : ''}`
      : `${name} not to be had: ${missing}`,
  );
  print(`  whole step ${own.toFixed(2)} ms of processor time; ${told.join('; ')}`);
}

/** Bytes of the arena for each connection, room to grow and holes included. */
function bytesOf({ tally }) {
  return ((8 * tally.end) / tally.connections).toFixed(2);
}

/** What structure that changes costs, and looking for damage. */
function upkeep(print, network, connections, rounds) {
  const { graph, phases } = network.parts;
  // a whole period of sweeps and of ordering, so that what they cost is in
  const period = 16;
  let round = 0;
  let [still, changing] = [Infinity, Infinity];
  for (let each = 0; each < rounds; each++) {
    still = Math.min(
      still,
      cpuOf(1, period, () => advance(network, 1)),
    );
    // whom it hits is drawn beforehand, as the connection worker does beside the step
    const drawn = Array.from({ length: period }, () => drawChange(network, connections, round++));
    const once = () => {
      change(network, drawn.pop());
      advance(network, 1);
    };
    changing = Math.min(changing, cpuOf(1, period, once));
  }
  const look = () =>
    phases.check({ first: 0, end: graph.tally.high }, graph.tally, network.cap, network.steps & 1);
  const guard = cpuOf(rounds, period, look) / inspectionPeriod;
  print(
    `  with 1 % deaths, births and changed connections ${(changing / still).toFixed(2)} times a step (goal 2), then ${bytesOf(graph)} B each; ` +
      `inspection ${((100 * guard) / still).toFixed(1)} % of a step (goal 3)`,
  );
}

function keeping(print, network) {
  let snapshot;
  const taken = leastOf(3, () => (snapshot = writeSnapshot(network)));
  const restored = leastOf(3, () => readSnapshot(snapshot, network));
  const bytes = Object.values(snapshot.fields).reduce((sum, field) => sum + (field.byteLength ?? 8), 0);
  print(
    `  snapshot ${taken.toFixed(1)} ms, an inspection of all of it ${leastOf(3, () => network.inspect()).toFixed(1)} ms, ` +
      `restore ${restored.toFixed(1)} ms, ${(bytes / 1e6).toFixed(0)} MB`,
  );
}

async function measure(print, folder, program, [count, connections, goal]) {
  const network = networkOf(count, connections);
  const { tally } = network.parts.graph;
  const rounds = Math.max(5, Math.min(200, Math.ceil(4e7 / tally.connections)));
  print(
    `${count} nodes x ${connections}: ${tally.connections} connections, ${bytesOf(network.parts.graph)} B each (goal 9.2), ` +
      `${meanEnergy(network).toFixed(0)} units in a node on average, ${network.lastStep.deaths} deaths in the last step`,
  );
  againstC(print, folder, program, network, rounds);
  await againstTools(print, folder, network, Math.min(20, rounds), goal);
  keeping(print, network);
  upkeep(print, network, connections, count > 100_000 ? 1 : 5);
}

export async function run(print) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-neural-'));
  try {
    const source = fileURLToPath(new URL('./peers/neural-step.c', import.meta.url));
    const program = join(folder, 'peer');
    execFileSync('gcc', ['-O3', '-march=native', '-ffp-contract=off', '-o', program, source]);
    await installNeuralPeers(print);
    for (const each of cases) await measure(print, folder, program, each);
    await neuralLanes(print);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
