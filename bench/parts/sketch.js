// Error of the quantile sketch of a run: its percentiles against those of the same values kept and sorted.
import { catalog } from '@holdfast/catalog';
import { exp, log, normalQuantile, seedKey, streamId, uniformAt } from '@holdfast/numerics';

const iterations = 500_000;
const levels = [0.01, 0.05, 0.5, 0.95, 0.99];

/** Distributions of a document, each with the same draw by hand. */
const shapes = [
  { name: 'normal', parameters: { mean: 100, sd: 15 }, draw: (u) => 100 + 15 * normalQuantile(u) },
  { name: 'lognormal', parameters: { mu: 1, sigma: 1.5 }, draw: (u) => exp(1 + 1.5 * normalQuantile(u)) },
  { name: 'exponential', parameters: { mean: 4 }, draw: (u) => -4 * log(1 - u) },
  { name: 'uniform', parameters: { min: -2, max: 6 }, draw: (u) => -2 + 8 * u },
];

const documentOf = (distribution, parameters) => ({
  version: 1,
  family: 'scenario',
  name: 'One quantity',
  model: {
    nodes: [
      { kind: 'distribution', id: 'x', distribution, parameters },
      { kind: 'output', id: 'y' },
    ],
    edges: [{ from: 'x', to: 'y' }],
  },
});

function metricsOf(document) {
  const simulator = catalog.get('scenario');
  const parsed = simulator.parse(document);
  if (!parsed.ok) throw new Error(parsed.issues.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  const model = simulator.compile(parsed.spec);
  const simulation = model.begin({ seed: 1, until: iterations });
  while (simulation.step(model.step.max).remaining > 0);
  return simulation.metrics();
}

/** Prints, per shape, the worst error in value (part of the interquartile range) and in probability. */
export function measureSketch(print) {
  print(
    `quantile sketch against ${iterations.toLocaleString('en')} sorted values, worst of ${levels.join(', ')}`,
  );
  const key = seedKey(1);
  for (const { name, parameters, draw } of shapes) {
    const values = Float64Array.from({ length: iterations }, (_, i) =>
      draw(uniformAt(i, streamId('x'), 0, key)),
    ).sort();
    const exact = (p) => values[Math.min(iterations - 1, Math.floor(p * iterations))];
    const metrics = metricsOf(documentOf(name, parameters));
    const mean = metrics.find((metric) => metric.name === 'mean').value;
    const own = values.reduce((sum, value) => sum + value, 0) / iterations;
    if (Math.abs(mean - own) > 1e-9 * Math.abs(own)) throw new Error(`${name}: not the values of the run`);
    let [inValue, inProbability, inErrors] = [0, 0, 0];
    for (const level of levels) {
      const { value, standardError } = metrics.find(
        (metric) => metric.name === `p${String(level * 100).padStart(2, '0')}`,
      );
      const off = Math.abs(value - exact(level));
      inValue = Math.max(inValue, off / (exact(0.75) - exact(0.25)));
      inErrors = Math.max(inErrors, off / standardError);
      const rank = values.findIndex((x) => x >= value) / iterations;
      inProbability = Math.max(inProbability, Math.abs(rank - level));
    }
    print(
      `  ${name.padEnd(12)} ${inValue.toExponential(1)} of the interquartile range, ${inProbability.toExponential(1)} in probability, ${inErrors.toFixed(2)} standard errors`,
    );
  }
}
