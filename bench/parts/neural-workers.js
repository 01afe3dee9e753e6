// Ends the worker that proposes connections, holds it up, and has it lie, again and again, while the network steps on: how long until
// another one is there, how many steps were taken meanwhile, and whether the network is the one that has nobody.
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { neural } from '../../families/neural/dist/index.js';
import { encodeSnapshot } from '../../packages/protocol/dist/index.js';
import { Assistance, openAnswerThread } from '../../packages/runtime/dist/index.js';
import { modelOf } from '../neural-networks.js';

const entry = fileURLToPath(new URL('./faulty-answers.js', import.meta.url));
const goalMs = 200;
/** A round that takes longer than this has nobody to wait for. */
const roundMost = 100_000;

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Steps until one worker failed and another answers; the step in which it failed counts as one meanwhile where the other came in a later one. */
async function round(simulation, document) {
  const seen = { failedAt: -1, replacedMs: 0, meanwhile: 0, steps: 0, reason: '' };
  const assistance = new Assistance({
    open: () => openAnswerThread(entry, document),
    now: () => performance.now(),
    random: Math.random,
    tell: (_, message, { failure, replacedMs }) => {
      if (failure !== undefined && seen.failedAt < 0)
        Object.assign(seen, { failedAt: seen.steps, reason: message });
      if (replacedMs !== undefined && seen.replacedMs === 0)
        Object.assign(seen, { replacedMs, meanwhile: seen.steps - seen.failedAt });
    },
  });
  simulation.assist(assistance);
  let slice = performance.now();
  while (seen.replacedMs === 0 && seen.steps < roundMost) {
    assistance.begin();
    simulation.step(1);
    seen.steps++;
    assistance.end();
    // the driver of a run serves its messages as often
    if (performance.now() - slice < 5) continue;
    await setImmediate();
    slice = performance.now();
  }
  simulation.assist(undefined);
  const report = assistance.report();
  assistance.close();
  return { ...seen, report };
}

/** Prints a line for each fault. */
export async function measureWorkers(print, nodes, rounds) {
  const document = { family: 'neural', version: 1, name: 'bench', model: modelOf(nodes, 10, true) };
  for (const fault of ['dead', 'stuck', 'poisoned']) {
    const parsed = neural.parse(document);
    if (!parsed.ok) throw new Error(parsed.issues[0].message);
    const model = neural.compile(parsed.spec);
    const [simulation, alone] = [0, 0].map(() => model.begin({ seed: 1, until: Infinity }));
    const found = [];
    for (let each = 0; each < rounds; each++)
      found.push(await round(simulation, { ...document, description: fault }));
    while (alone.time < simulation.time) alone.step(Math.min(64, simulation.time - alone.time));
    const [ours, theirs] = [simulation, alone].map((each) => Buffer.from(encodeSnapshot(each.snapshot())));
    const times = found.map(({ replacedMs }) => replacedMs).toSorted((a, b) => a - b);
    const meanwhile = found.map((each) => each.meanwhile).toSorted((a, b) => a - b);
    const { late, dropped, answered, latency } = found.at(-1).report;
    print(
      `worker ${fault}, ${nodes} nodes: another one after ${quantile(times, 0.5).toFixed(0)} ms, longest ${quantile(times, 1).toFixed(0)} ms (goal ${goalMs}), ` +
        `${quantile(meanwhile, 0.5)} steps meanwhile, least ${meanwhile[0]}; in the last round ${answered} answers taken, ${late} late, ${dropped} dropped, ` +
        `latency p50 ${latency.p50.toFixed(1)} ms; bits of the network alone: ${ours.equals(theirs) ? 'equal' : 'DIFFERENT'}`,
    );
    if (!ours.equals(theirs)) throw new Error('a worker changed the bits of a network');
  }
}
