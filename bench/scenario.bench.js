// The scenario kernel against its peers on the same graphs, speed and accuracy side by side, in one run: C compiled here
// at two vector widths, NumPy whole and chunked, mathjs, Squiggle. Then sketch error, bytes, latency and worker scaling.
import { catalog } from '@holdfast/catalog';
import * as c from './peers/c-peer.js';
import { documentOf, makeGraph } from './peers/graphs.js';
import { installPeers } from './peers/install.js';
import * as numpy from './peers/numpy-peer.js';
import { measureCold } from './parts/cold.js';
import { measureLatency } from './parts/latency.js';
import { measureScaling } from './parts/scaling.js';
import { measureSketch } from './parts/sketch.js';
import { measureMathjs, measureSquiggle } from './peers/script-peers.js';

const sizes = [10, 50, 200, 500];
const repeats = 7;
/** Chunks asked for at once, as a run asks for them: as many as take some tens of milliseconds. */
const span = 16;

/** About a tenth of a second of our own work. */
const iterationsOf = (size) => 16_384 * Math.max(8, Math.round(1600 / size));

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function modelOf(graph) {
  const simulator = catalog.get('scenario');
  const parsed = simulator.parse(documentOf(graph));
  if (!parsed.ok) throw new Error(parsed.issues[0].message);
  return simulator.compile(parsed.spec);
}

/** Median seconds of whole samples of a warm simulation, and the metrics of the last. */
function measureOurs(model, iterations) {
  const times = [];
  let metrics = [];
  for (let repeat = 0; repeat < repeats + 2; repeat++) {
    const simulation = model.begin({ seed: 1, until: iterations });
    const start = performance.now();
    for (const { chunks } = simulation; chunks.next < chunks.end;)
      chunks.advance(Math.min(span, chunks.end - chunks.next));
    times.push((performance.now() - start) / 1000);
    metrics = simulation.metrics();
    simulation.dispose();
  }
  return { seconds: median(times.slice(2)), metrics };
}

/** Largest distance of a peer's means from ours, in standard errors of both. */
function distance(means, ours, iterations, theirs) {
  const scale = Math.sqrt(1 + iterations / theirs);
  return Math.max(
    ...means.map((value, index) => {
      const { value: mean, standardError } = ours[index];
      return Math.abs(value - mean) / (standardError * scale);
    }),
  );
}

async function contest(size, peers, print) {
  const graph = makeGraph(size);
  const iterations = iterationsOf(size);
  const model = modelOf(graph);
  const { seconds, metrics } = measureOurs(model, iterations);
  const means = metrics.filter(({ name }) => name === 'mean');
  const ns = (time, count) => (time * 1e9) / count / size;
  const own = ns(seconds, iterations);
  print(`${size} nodes, ${iterations.toLocaleString('en')} iterations`);
  const line = (name, time, count, remark) =>
    print(
      `  ${name.padEnd(28)}${ns(time, count).toFixed(2).padStart(9)} ns/node   theirs / ours ${(ns(time, count) / own).toFixed(2).padStart(8)}   ${remark}`,
    );
  line('Holdfast', seconds, iterations, '');
  await contestC(graph, iterations, peers, means, line);
  if (peers.python !== undefined) {
    for (const chunked of [true, false]) {
      const count = chunked ? iterations : Math.min(iterations, 1 << 20);
      const theirs = await numpy.measure(peers.python, graph, peers.folder, {
        iterations: count,
        repeats: 3,
        chunked,
      });
      const far = distance(theirs.means, means, iterations, count);
      const remark = `means within ${far.toFixed(1)} se, ${theirs.megabytes.toFixed(0)} MB`;
      line(chunked ? 'NumPy, chunks' : 'NumPy, whole arrays', theirs.seconds, count, remark);
    }
  }
  if (!peers.scripts) return;
  for (const [name, measure, most] of [
    ['mathjs', measureMathjs, 1_000_000],
    ['Squiggle', measureSquiggle, 500_000],
  ]) {
    const count = Math.round(most / size);
    const theirs = await measure(peers.folder, graph, count);
    const far = distance(theirs.means, means, iterations, count);
    line(name, theirs.seconds, count, `means within ${far.toFixed(1)} se`);
  }
}

async function contestC(graph, iterations, peers, means, line) {
  if (peers.compilers.length === 0) return;
  const compiled = await c.build(graph, peers.folder, peers.compilers);
  for (const name of c.names) {
    let best;
    for (const build of compiled.filter((one) => one.name === name)) {
      const found = { ...(await c.measure(build.file, iterations, repeats)), compiler: build.compiler };
      if (best === undefined || found.seconds < best.seconds) best = found;
    }
    const same = best.outputs.filter(({ mean }, index) => mean === means[index].value).length;
    const far = distance(
      best.outputs.map(({ mean }) => mean),
      means,
      iterations,
      iterations,
    );
    const bits = same === 5 ? '5 of 5 means equal to the bit' : `means within ${far.toFixed(1)} se`;
    line(`C ${name} (${best.compiler})`, best.seconds, iterations, bits);
  }
}

export async function run(print) {
  const peers = await installPeers(print);
  for (const size of sizes) await contest(size, peers, print);
  await measureCold(print);
  measureSketch(print);
  measureLatency(print);
  await measureScaling(print);
}
