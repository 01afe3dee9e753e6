// Time per draw of distributions that have no short inverse, with constant and with varying parameters, random number and
// sum included, against a limit of 100 ns.
import { catalog } from '@holdfast/catalog';

const limit = 100;
const copies = 16;
const iterations = 98_304;

/** @type {readonly (readonly [string, Readonly<Record<string, number>>])[]} */
const cases = [
  ['normal', { mean: 0, sd: 1 }],
  ['gamma', { shape: 20, scale: 1 }],
  ['gamma', { shape: 0.5, scale: 1 }],
  ['beta', { alpha: 20, beta: 20 }],
  ['beta', { alpha: 0.5, beta: 0.7 }],
  ['studentT', { df: 5 }],
  ['poisson', { mean: 3 }],
  ['poisson', { mean: 1000 }],
  ['binomial', { n: 1000, probability: 0.3 }],
];

/** Copies of one distribution, summed; each first parameter is multiplied by a value that varies when `varying`. */
function documentOf(distribution, parameters, varying) {
  const [[first, value], ...others] = Object.entries(parameters);
  const scaled = distribution === 'binomial' ? `${value} + 0 * $inputs.w` : `${value} * $inputs.w`;
  const own = varying ? { [first]: scaled, ...Object.fromEntries(others) } : parameters;
  const ids = Array.from({ length: copies }, (_, i) => `x${i}`);
  return {
    family: 'scenario',
    version: 1,
    name: distribution,
    model: {
      nodes: [
        { kind: 'distribution', id: 'w', distribution: 'uniform', parameters: { min: 0.9, max: 1.1 } },
        ...ids.map((id) => ({ kind: 'distribution', id, distribution, parameters: own })),
        { kind: 'aggregator', id: 'total', method: 'sum' },
        { kind: 'output', id: 'y' },
      ],
      edges: [
        ...(varying ? ids.map((id) => ({ from: 'w', to: `${id}.w` })) : []),
        ...ids.map((id) => ({ from: id, to: 'total' })),
        { from: 'total', to: 'y' },
      ],
    },
  };
}

function nanosecondsPerDraw(document) {
  const simulator = catalog.get(document.family);
  const parsed = simulator.parse(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const model = simulator.compile(parsed.spec);
  const times = [];
  for (let repeat = 0; repeat < 5; repeat++) {
    const simulation = model.begin({ seed: repeat, until: iterations });
    // Time of the processor, so that what else the machine does counts less.
    const start = process.cpuUsage();
    while (simulation.step(model.step.max).remaining > 0);
    const { user, system } = process.cpuUsage(start);
    times.push(((user + system) * 1e3) / iterations / copies);
    simulation.dispose();
  }
  return Math.min(...times);
}

export function run(print) {
  for (const [distribution, parameters] of cases) {
    for (const varying of [false, true]) {
      const time = nanosecondsPerDraw(documentOf(distribution, parameters, varying));
      const name = `${distribution}(${Object.values(parameters).join(', ')})`;
      const manner = varying ? 'varying ' : 'constant';
      print(
        `${name.padEnd(20)} ${manner} ${time.toFixed(0).padStart(4)} ns, ratio ${(time / limit).toFixed(2)}`,
      );
    }
  }
}
