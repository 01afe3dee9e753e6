// Flips bits in the memory of living networks: whatever is hit, the run has to end as without it, or the damage has to be found
// before the next checkpoint is written and repaired or taken back. Prints what became of them, and how long recovery takes. Before that
// workers that propose connections are ended, held up and made to lie, while the network steps on (--workers is how often, 0 for never).
import { memoryFaults, Trials } from '@holdfast/conformance';
import { parametersOf } from '../families/neural/dist/rules.js';
import { NeuralSimulation } from '../families/neural/dist/simulation.js';
import { networkOf } from './neural-networks.js';
import { measureWorkers } from './parts/neural-workers.js';

/** A row is inspected once in 64 steps: later than this nothing is found that a checkpoint would not find. */
const after = 72;
const [bitFlip] = memoryFaults;
const perSlot = ['tag', 'start', 'length', 'room', 'weights', 'checksum', 'degree', 'birth', 'seal'];
/** Where things lie is not what they are: damage there that changes nothing else may stay. */
const placement = ['start', 'room', 'seal', 'heads', 'tally', 'target', 'meta'];

/** Everything a bit may flip in: the words that count, by name, and the whole block with what is scratch or unused. */
function memoryOf(network) {
  const { graph } = network.parts;
  const { high, end } = graph.tally;
  return {
    ...Object.fromEntries(perSlot.map((name) => [name, graph[name].subarray(0, high)])),
    energy: network.energy.subarray(0, high),
    target: graph.target.subarray(0, end),
    meta: graph.meta.subarray(0, end),
    heads: graph.heads,
    gains: graph.gains[0],
    ledger: network.ledger.words,
    constants: graph.constants,
    block: new Uint8Array(graph.tag.buffer, 0, graph.layout.bytes),
  };
}

/** Notes how long it takes from the word that a state is damaged to the state at the same instant, proven or repeated. */
class Recoveries {
  ms = [];
  parts = { repair: 0, restore: 0, repeat: 0 };
  #since;
  #time = 0;

  /** The same simulation, watched; its time begins at 0 now. */
  watch(simulation) {
    const begun = simulation.time;
    const found = (thrown) => {
      this.#since ??= performance.now();
      this.#time = simulation.time;
      throw thrown;
    };
    const timed = (part, work) => {
      const from = performance.now();
      const answer = work();
      if (this.#since !== undefined) this.parts[part] += performance.now() - from;
      return answer;
    };
    const guarded = (part, work) => {
      try {
        return timed(part, work);
      } catch (thrown) {
        return found(thrown);
      }
    };
    return {
      get time() {
        return simulation.time - begun;
      },
      step: (dt) => {
        const report = guarded('repeat', () => simulation.step(dt));
        this.#over(simulation.time >= this.#time);
        return report;
      },
      snapshot: () => guarded('repeat', () => simulation.snapshot()),
      repair: () => {
        const repair = timed('repair', () => simulation.repair());
        this.#over(repair.sound);
        return repair;
      },
      restore: (snapshot) => {
        timed('restore', () => simulation.restore(snapshot));
        this.#over(simulation.time >= this.#time);
      },
      dispose: () => undefined,
    };
  }

  #over(recovered) {
    if (this.#since === undefined || !recovered) return;
    this.ms.push(performance.now() - this.#since);
    this.#since = undefined;
    this.#time = 0;
  }
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function measure(print, nodes, connections, flips) {
  const network = networkOf(nodes, connections, { lively: true });
  const recoveries = new Recoveries();
  const living = new NeuralSimulation(network, parametersOf(network.parts.model), Infinity);
  const simulation = recoveries.watch(living);
  const patient = { simulation, memory: () => memoryOf(network), injuries: {} };
  const before = network.events.births;
  const trials = new Trials({ open: () => patient, before: 0, after, step: 1, placement });
  const { births, deaths } = network.events;
  const counts = { missed: 0, harmless: 0, repaired: 0, restored: 0 };
  const otherwise = [];
  for (let seed = 1; seed <= flips; seed++) {
    try {
      counts[trials.run(bitFlip, seed * 7919)]++;
    } catch (thrown) {
      otherwise.push(thrown.message);
    }
  }
  const sorted = recoveries.ms.toSorted((a, b) => a - b);
  const { repair, restore, repeat } = recoveries.parts;
  const mean = (ms) => (ms / Math.max(1, sorted.length)).toFixed(1);
  print(
    `${network.parts.graph.tally.connections} connections, ${births - before} births in ${after} steps, ${deaths} deaths so far: ${flips} flipped bits, ` +
      `${counts.harmless} without effect, ${counts.repaired} repaired and proven, ${counts.restored} repeated from the checkpoint, ` +
      `${otherwise.length} passed unseen (goal 0); every run ends as without`,
  );
  print(
    `  recovery p50 ${quantile(sorted, 0.5).toFixed(0)} ms, p99 ${quantile(sorted, 0.99).toFixed(0)} ms, longest ${quantile(sorted, 1).toFixed(0)} ms, up to ${after} steps repeated; ` +
      `on average ${mean(repair)} repair, ${mean(restore)} restore, ${mean(repeat)} repeat`,
  );
  for (const message of otherwise.slice(0, 3)) print(`  ${message}`);
  return otherwise.length;
}

export async function run(print, _, { flips = '1000', workers = '9' } = {}) {
  for (const nodes of Number(workers) > 0 ? [2000, 100_000] : [])
    await measureWorkers(print, nodes, Number(workers));
  const all = Number(flips);
  if (all === 0) return;
  let unseen = measure(print, 2000, 10, all);
  unseen += measure(print, 100_000, 10, Math.ceil(all / 10));
  unseen += measure(print, 1_000_000, 10, Math.ceil(all / 100));
  if (unseen > 0) throw new Error(`${unseen} flipped bits passed unseen`);
}
