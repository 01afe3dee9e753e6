// Random valid plants to their end: how many break a law, and how far the accounts of the worst stand open. Any violation is a
// failure of the command. npm run bench -- plant-laws [--plants 1000] [--seconds 20] [--seed 1]
import { channelOffsets, frameSize } from '@holdfast/core';
import * as fc from 'fast-check';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { catalog } from '@holdfast/catalog';

const source = fileURLToPath(new URL('../families/plant/test/any-plant.ts', import.meta.url));

/** What a plant shows at its end, and the law it broke, if any. */
function runOf(simulator, document, until) {
  const parsed = simulator.parse({ ...document, run: { until } });
  if (!parsed.ok) throw new Error(parsed.issues[0].message);
  const model = simulator.compile(parsed.spec);
  const simulation = model.begin({ seed: 1, until });
  try {
    while (simulation.step(model.step.max).remaining > 0);
  } catch (error) {
    return { broken: `${error.code ?? ''} ${error.message}` };
  }
  const values = new Float64Array(frameSize(model.channels));
  simulation.observe(values);
  const offsets = channelOffsets(model.channels);
  const share = (name) => Math.abs(values[offsets.get(name)]);
  const metrics = simulation.metrics();
  const free = metrics.find(({ name }) => name === 'gives more than it takes');
  const lowest = metrics.find(({ subject, name }) => subject === 'stability' && name === 'lowest');
  const open = simulation
    .invariants()
    .find(({ name, residual, tolerance }) => name.endsWith('account') && !(Math.abs(residual) <= tolerance));
  const broken =
    free.value === 1
      ? 'it gives more than it takes'
      : open && `${open.name} misses ${open.residual}, ${open.tolerance} allowed`;
  return {
    broken,
    energy: share('energy residual'),
    exergy: share('exergy residual'),
    stability: lowest.value,
  };
}

export async function run(print, _, options = {}) {
  const {
    plants = 1000,
    seconds = 20,
    seed = 1,
  } = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, Number(value)]));
  const { module } = await runnerImport(source, { logLevel: 'error' });
  const simulator = catalog.get('plant');
  const worst = { energy: 0, exergy: 0, stability: 1 };
  const figures = () =>
    `worst residuals over the turnover: energy ${worst.energy.toExponential(1)}, exergy ${worst.exergy.toExponential(1)}; lowest stability ${worst.stability.toFixed(2)}`;
  let violations = 0;
  for (const [at, model] of fc.sample(module.anyPlant, { numRuns: plants, seed }).entries()) {
    const document = { family: 'plant', version: 1, name: `plant ${at}`, model };
    const found = runOf(simulator, document, seconds);
    if (found.broken) {
      violations++;
      print(`plant ${at} breaks a law: ${found.broken}`);
      print(JSON.stringify(model));
    } else {
      worst.energy = Math.max(worst.energy, found.energy);
      worst.exergy = Math.max(worst.exergy, found.exergy);
      worst.stability = Math.min(worst.stability, found.stability);
    }
    if ((at + 1) % Math.max(1, Math.round(plants / 10)) === 0)
      print(`${at + 1} plants, ${violations} violations; ${figures()}`);
  }
  print(`${violations} of ${plants} random plants broke a law in ${seconds} s; ${figures()}`);
  if (violations > 0) process.exitCode = 1;
}
