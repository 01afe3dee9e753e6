// The neural family: push and whole step against C with AVX on the same memory, bytes per connection, cost of change and of guards.
// Passes are timed in stretches of slots; the least time of each stretch counts, because shared machines vary.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mix } from '../families/neural/dist/draws.js';
import { writeSnapshot, readSnapshot } from '../families/neural/dist/snapshot.js';
import { inspectionPeriod } from '../families/neural/dist/network.js';
import { change, meanEnergy, networkOf } from './neural-networks.js';

const cases = [
  [10_000, 10],
  [10_000, 50],
  [100_000, 10],
  [100_000, 50],
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

function measure(print, folder, program, [count, connections]) {
  const network = networkOf(count, connections);
  const { graph, phases } = network.parts;
  const rounds = Math.max(5, Math.min(200, Math.ceil(4e7 / graph.tally.connections)));
  phases.charge({ first: 0, end: graph.tally.high }, bandOf, network.steps & 1);
  const peer = peerOf(folder, program, network, 4 * Math.ceil(graph.tally.high / 4), rounds);
  const own = passesOf(network, rounds);
  if (peer.digest !== own.digest) throw new Error('C and kernel disagree');
  const million = (ms) => (graph.tally.connections / ms / 1000).toFixed(0);
  const [mine, theirs] = [own.charge + own.push + own.settle, peer.push + peer.settle];
  print(
    `${count} nodes x ${connections}: push ${million(own.push)} M connections/s, ${(peer.push / own.push).toFixed(2)} of C with AVX (${million(peer.push)}); ` +
      `flow of a step ${mine.toFixed(2)} ms, ${million(mine)} M/s, ${(theirs / mine).toFixed(2)} of C; same bits; ` +
      `${((8 * graph.tally.end) / graph.tally.connections).toFixed(2)} B per connection (goal 9.2); ` +
      `${meanEnergy(network).toFixed(0)} units in a node on average, ${network.lastStep.deaths} deaths in the last step`,
  );
  if (count > 100_000) return;
  graph.gains[0].fill(0);
  const still = leastOf(rounds, () => network.advance());
  const high = graph.tally.high;
  const guard =
    leastOf(rounds, () =>
      phases.check({ first: 0, end: high }, graph.tally, network.cap, network.steps & 1),
    ) / inspectionPeriod;
  let snapshot;
  const taken = leastOf(3, () => (snapshot = writeSnapshot(network)));
  const restored = leastOf(3, () => readSnapshot(snapshot, network));
  // a whole period of sweeps, so that what the sweep costs is in
  let round = 0;
  const changing = leastOf(6, () => {
    for (let each = 0; each < 8; each++) {
      change(network, connections, round++);
      const findings = network.advance();
      if (findings.length > 0) throw new Error(`the changed network is not sound: ${findings[0].what}`);
    }
  });
  print(
    `  whole step ${still.toFixed(2)} ms, with 1 % deaths, births and changed connections ${(changing / 8).toFixed(2)} ms: ${(changing / 8 / still).toFixed(2)} times (goal 2); ` +
      `inspection ${((100 * guard) / still).toFixed(1)} % of a step (goal 3); snapshot ${taken.toFixed(1)} ms, restore ${restored.toFixed(1)} ms`,
  );
}

export async function run(print) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-neural-'));
  try {
    const source = fileURLToPath(new URL('./peers/neural-step.c', import.meta.url));
    const program = join(folder, 'peer');
    execFileSync('gcc', ['-O3', '-march=native', '-ffp-contract=off', '-o', program, source]);
    for (const each of cases) measure(print, folder, program, each);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
