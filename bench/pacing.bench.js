// A plant at 1x in balanced mode for a minute (--minutes n) while other processes want every processor (--load n processes, 0
// for a calm machine): how late it came, what it gave up, whether simulated time drifted, whether memory grew. Then what
// measuring costs, and whether the recording is that of a run that nobody held back.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { catalog } from '@holdfast/catalog';
import { parseDocument } from '@holdfast/protocol';
import { askJson, resultOf, spawnServer } from '../apps/server/test/fixtures/kill-loop.js';
import { Profiler } from '../packages/runtime/dist/profiler.js';
import { memorySlope } from './parts/memory-slope.js';

const busy = 'for (let x = 1; ; ) for (let i = 0; i < 1e6; i++) x = (x * 1.0000001) % 7;';

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Follows a paced run to its end, once a second. */
async function follow(url, id) {
  const samples = [];
  for (;;) {
    const { run } = await askJson(url, `/api/v1/runs/${id}`);
    if (run.status === 'ended') return samples;
    if (run.clock !== null) {
      const health = await askJson(url, '/health');
      samples.push({ at: performance.now() / 1000, ...run, ...run.clock, hostMb: health.memory.rss });
    }
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
  print(memorySlope('the run', samples, 'memoryMb').line);
  print(memorySlope('the server', samples, 'hostMb').line);
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

/** What the profiler's calls of one step cost by themselves, us of a processor: those of stepAll, with as many borders in a
 * sampled step as the plant has. */
function callsAlone(components, steps = 200_000) {
  const profiler = new Profiler(components, () => performance.now());
  let least = Infinity;
  for (let round = 0; round < 10; round++) {
    const from = computed();
    for (let step = 0; step < steps; step++) {
      const probe = profiler.probe();
      if (probe !== undefined) for (let border = 0; border < 8; border++) probe(border % components.length);
      profiler.stepped(step);
      profiler.add('step', 0.1, step);
      profiler.add('show', 0.1, step);
    }
    least = Math.min(least, computed() - from);
  }
  return least / steps;
}

/** What a step of the plant costs, us of a processor, and how much more with measuring: the median over short rounds that take
 * turns, with its standard error. */
function measuring(document, rounds = 400) {
  const simulator = catalog.get('plant');
  const model = simulator.compile(simulator.parse(parseDocument(document).spec).spec);
  const steps = 100;
  const simulations = [0, 1].map(() => model.begin({ seed: 1, until: 1e6 }));
  const components = simulations[1].profile?.(undefined) ?? [];
  const profiler = new Profiler(components, () => performance.now());
  const [plain, ratios] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const took = [0, 0];
    for (const which of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const from = computed();
      stepAll(simulations[which], model.step.max, steps, which === 0 ? undefined : profiler);
      took[which] = computed() - from;
    }
    // the first rounds compile
    if (round < rounds / 10) continue;
    plain.push(took[0] / steps);
    ratios.push(took[1] / took[0]);
  }
  for (const simulation of simulations) simulation.dispose();
  const spread = (quantile(ratios, 0.75) - quantile(ratios, 0.25)) / 1.349;
  const error = (1.2533 * spread) / Math.sqrt(ratios.length);
  return {
    stepUs: quantile(plain, 0.5),
    callsUs: callsAlone(components),
    ratio: quantile(ratios, 0.5),
    error,
  };
}

export async function run(print, _, { minutes = '1', load: loaders = String(availableParallelism()) } = {}) {
  const document = JSON.parse(
    await readFile(new URL('../examples/buoyancy-plant.json', import.meta.url), 'utf8'),
  );
  const { stepUs, callsUs, ratio, error } = measuring(document);
  print(
    `measuring: its calls take ${callsUs.toFixed(3)} us of a step of ${stepUs.toFixed(1)} us (50 ms simulated), ` +
      `${((100 * callsUs) / stepUs).toFixed(2)} % (limit 1 %); the same run with and without it, in turns: ` +
      `${(100 * (ratio - 1)).toFixed(2)} +- ${(100 * error).toFixed(2)} % of its processor time`,
  );
  const seconds = 60 * Number(minutes);
  print(`${minutes} min at 1x, balanced, beside ${loaders} processes that never rest`);
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-pacing-'));
  const server = await spawnServer({ HOLDFAST_DATA_DIR: directory }, 'products');
  const load = Array.from({ length: Number(loaders) }, () =>
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
