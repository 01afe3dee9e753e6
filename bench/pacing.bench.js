// A plant at 1x in balanced mode for a minute (--minutes n) while other processes want every processor: how late it came,
// what it gave up, whether simulated time drifted, whether memory grew. Then what measuring costs, and whether the recording
// is that of a run that nobody held back.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { catalog } from '@holdfast/catalog';
import { parseDocument } from '@holdfast/protocol';
import { askJson, resultOf, spawnServer } from '../apps/server/test/fixtures/kill-loop.js';
import { Profiler } from '../packages/runtime/dist/profiler.js';

const busy = 'for (let x = 1; ; ) for (let i = 0; i < 1e6; i++) x = (x * 1.0000001) % 7;';

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Slope of the least-squares line through points [x, y]. */
function slope(points) {
  const mean = (at) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  const over = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return over / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

/** Follows a paced run to its end, once a second. */
async function follow(url, id) {
  const samples = [];
  for (;;) {
    const { run } = await askJson(url, `/api/v1/runs/${id}`);
    if (run.status === 'ended') return samples;
    if (run.clock !== null) samples.push({ at: performance.now() / 1000, ...run, ...run.clock });
    await sleep(1000);
  }
}

function report(print, samples, events, startedAt) {
  const last = samples.at(-1);
  const lags = samples.map(({ lagMs }) => lagMs);
  const settled = samples.slice(Math.floor(samples.length / 4));
  const first = settled[0];
  // simulated time against wall time between two samples, less what slips gave up: what is left is drift
  const wall = last.at - first.at;
  const lost = (last.slippedMs - first.slippedMs) / 1000;
  const drift = 1000 * (last.time - first.time - (wall - lost));
  print(
    `${samples.length} samples in ${Math.round(last.at - startedAt / 1000)} s: real-time factor ` +
      `${quantile(
        samples.map(({ rtf }) => rtf),
        0.5,
      ).toFixed(3)} (median), lag ${quantile(lags, 0.5).toFixed(1)} ms median, ` +
      `${quantile(lags, 0.95).toFixed(1)} ms p95, ${Math.max(...lags).toFixed(1)} ms most`,
  );
  print(
    `${last.overruns} late steps, ${last.slips} slips of ${(last.slippedMs / 1000).toFixed(2)} s in total; ` +
      `highest rung ${Math.max(...samples.map(({ rung }) => rung))}, ${events} rung and slip events`,
  );
  print(`drift of simulated time, slips taken out: ${drift.toFixed(1)} ms over ${wall.toFixed(0)} s`);
  const memory = settled.map(({ at, memoryMb }) => [at, memoryMb]);
  print(
    `memory of the worker: ${memory.at(-1)[1].toFixed(1)} MB, slope ${(3600 * slope(memory)).toFixed(1)} MB/h`,
  );
}

/** Time the process computed so far, us. */
function computed() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Steps of a plant one after the other, each told to a profiler when there is one. */
function stepAll(simulation, dt, steps, profiler) {
  for (let step = 0; step < steps; step++) {
    const probe = profiler?.probe();
    if (probe !== undefined) simulation.profile?.(probe);
    // the loop reads these two instants whether it profiles or not
    const before = performance.now();
    simulation.step(dt);
    const now = performance.now();
    if (profiler === undefined) continue;
    if (probe !== undefined) simulation.profile?.(undefined);
    profiler.stepped(now);
    profiler.add('step', now - before, now);
    profiler.add('show', now - before, now);
  }
}

/** What a step of the plant costs, and what measuring adds, us of a processor. */
function measuring(document, rounds = 60) {
  const simulator = catalog.get('plant');
  const model = simulator.compile(simulator.parse(parseDocument(document).spec).spec);
  const steps = 500;
  const least = [Infinity, Infinity];
  const simulations = [0, 1].map(() => model.begin({ seed: 1, until: 1e6 }));
  const profiler = new Profiler(simulations[1].profile?.(undefined) ?? [], () => performance.now());
  for (let round = 0; round < rounds; round++) {
    for (const which of [0, 1]) {
      const from = computed();
      stepAll(simulations[which], model.step.max, steps, which === 0 ? undefined : profiler);
      // the least of all rounds: what others took from the processor is not what measuring costs
      least[which] = Math.min(least[which], computed() - from);
    }
  }
  for (const simulation of simulations) simulation.dispose();
  return { stepUs: least[0] / steps, costUs: (least[1] - least[0]) / steps };
}

export async function run(print, _, { minutes = '1' } = {}) {
  const document = JSON.parse(
    await readFile(new URL('../examples/buoyancy-plant.json', import.meta.url), 'utf8'),
  );
  const { stepUs, costUs } = measuring(document);
  print(
    `measuring costs ${costUs.toFixed(3)} us of a step of ${stepUs.toFixed(1)} us (50 ms simulated): ` +
      `${((100 * costUs) / stepUs).toFixed(2)} %; of a processor at 1x ${((100 * costUs) / 50_000).toFixed(5)} %`,
  );
  const seconds = 60 * Number(minutes);
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-pacing-'));
  const server = await spawnServer({ HOLDFAST_DATA_DIR: directory }, 'products');
  const load = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', busy], { stdio: 'ignore' }),
  );
  try {
    const request = { document, until: seconds };
    const startedAt = performance.now();
    const { run: paced } = await askJson(server.url, '/api/v1/runs', {
      ...request,
      pace: { factor: 1, mode: 'balanced' },
    });
    const samples = await follow(server.url, paced.id);
    for (const process of load) process.kill('SIGKILL');
    const { events } = await askJson(server.url, `/api/v1/runs/${paced.id}/events?limit=1000`);
    report(print, samples, events.filter(({ kind }) => kind === 'pace').length, startedAt);
    const { run: free } = await askJson(server.url, '/api/v1/runs', request);
    const same =
      (await resultOf(server.url, free.id, 600_000)) === (await resultOf(server.url, paced.id, 1000));
    print(`result of a run as fast as possible: ${same ? 'equal byte for byte' : 'DIFFERS'}`);
    if (!same) throw new Error('pace changed a number');
  } finally {
    for (const process of load) process.kill('SIGKILL');
    await server.kill('SIGTERM');
    await rm(directory, { recursive: true, force: true });
  }
}
