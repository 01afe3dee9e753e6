// What sampling designs gain over independent random numbers, and whether their error bars are honest: variance ratios on
// generated graphs of 50 nodes at 16,384 iterations, coverage over 200 repeats, and the coverage of runs that stop at a goal.
import { catalog } from '@holdfast/catalog';
import { normalCdf, normalQuantile, studentTQuantile } from '@holdfast/numerics';

const chunk = 16_384;
const graphs = 5;
const repeats = 32;
const coverageRepeats = 200;
/** What the mean is to gain under Sobol. */
const target = 25;

const methods = ['sobol', 'latin-hypercube', 'antithetic', 'stratified'];

/** A sequence in [0, 1) for the shape of graphs. */
function sequence(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const inputs = [
  ['normal', { mean: 0, sd: 1 }],
  ['uniform', { min: -1, max: 1 }],
  ['triangular', { min: -1, mode: 0.2, max: 1 }],
  ['exponential', { mean: 1 }],
  ['lognormal', { mean: 1, sd: 0.4 }],
  ['discrete', { values: [-1, 0, 1, 2], probabilities: [0.1, 0.4, 0.4, 0.1] }],
];

const forms = [
  'a + 0.5 * b',
  'a - b',
  'a * b / (1 + abs(b))',
  'max(a, b)',
  'exp(0.3 * min(a, 3)) + 0.1 * b',
  'a > b ? a : 0.5 * b',
  'log(1 + abs(a)) + b',
  'sqrt(1 + a * a) - 0.2 * b',
  'min(a, 2) * 0.7 + max(b, -2) * 0.3',
];

/** 15 random inputs, 34 computed nodes and one output: the sum of the last five. */
function graphOf(seed, method) {
  const next = sequence(seed);
  const nodes = Array.from({ length: 15 }, (_, i) => {
    const [distribution, parameters] = inputs[Math.floor(next() * inputs.length)];
    return { kind: 'distribution', id: `x${i}`, distribution, parameters };
  });
  const edges = [];
  for (let i = 0; i < 33; i++) {
    const expression = forms[Math.floor(next() * forms.length)];
    // Every input is read once before nodes read each other.
    const [a, b] = [i < 8 ? 2 * i : nodes.length - 1 - Math.floor(next() * 12), i < 7 ? 2 * i + 1 : 0].map(
      (place) => nodes[place === 0 && i > 0 ? Math.floor(next() * nodes.length) : place].id,
    );
    nodes.push({ kind: 'transformer', id: `t${i}`, expression });
    edges.push({ from: a, to: `t${i}.a` }, { from: b, to: `t${i}.b` });
  }
  nodes.push({ kind: 'aggregator', id: 'sum', method: 'sum' }, { kind: 'output', id: 'y' });
  for (let i = 28; i < 33; i++) edges.push({ from: `t${i}`, to: 'sum' });
  edges.push({ from: 'sum', to: 'y' });
  return documentOf({ nodes, edges }, method, ['x0', 'x1']);
}

/** A lognormal product of two factors, whose figures are known. */
const smallTruth = (() => {
  const deviation = Math.sqrt(0.13);
  return {
    mean: Math.exp(0.065),
    p95: Math.exp(deviation * normalQuantile(0.95)),
    'probability-above-1.5': 1 - normalCdf(Math.log(1.5) / deviation),
  };
})();

function normal(id, sd) {
  return { kind: 'distribution', id, distribution: 'normal', parameters: { mean: 0, sd } };
}

function smallGraph(method, convergence) {
  const model = {
    nodes: [
      normal('a', 0.3),
      normal('b', 0.2),
      { kind: 'transformer', id: 't', expression: 'exp(a) * exp(b)' },
      { kind: 'output', id: 'y', targets: [{ at: 1.5, side: 'above' }] },
    ],
    edges: [
      { from: 'a', to: 't.a' },
      { from: 'b', to: 't.b' },
      { from: 't', to: 'y' },
    ],
    ...(convergence === undefined ? {} : { convergence }),
  };
  return documentOf(model, method, ['a', 'b']);
}

function documentOf(model, method, chosen) {
  const sampling = method === 'stratified' ? { method, inputs: chosen } : { method };
  const statistics = { quantiles: [0.95], tail: [] };
  return { family: 'scenario', version: 1, name: 'bench', model: { ...model, sampling, statistics } };
}

function compiled(document) {
  const simulator = catalog.get(document.family);
  const parsed = simulator.parse(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return simulator.compile(parsed.spec);
}

/** Runs to its end and gives the figures of the output by name, with the iterations and seconds it took. */
function figuresOf(model, seed, until = chunk) {
  const simulation = model.begin({ seed, until });
  const start = performance.now();
  while (simulation.step(model.step.max).remaining > 0);
  const seconds = (performance.now() - start) / 1000;
  const figures = new Map(
    simulation.metrics().flatMap((metric) => (metric.subject === 'y.value' ? [[metric.name, metric]] : [])),
  );
  const { time } = simulation;
  simulation.dispose();
  return { figures, seconds, time };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

function spread(values) {
  const center = mean(values);
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1);
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Variance of independent numbers over that of the design, for one figure; and the time it took over theirs. */
function ratiosOf(seed) {
  const plain = compiled(graphOf(seed, 'random'));
  const runs = Array.from({ length: 6 }, (_, repeat) => figuresOf(plain, repeat + 1));
  const variance = (name) => mean(runs.map(({ figures }) => figures.get(name).standardError ** 2));
  const seconds = median(runs.map((run) => run.seconds));
  return new Map(
    methods.map((method) => {
      const model = compiled(graphOf(seed, method));
      const own = Array.from({ length: repeats }, (_, repeat) => figuresOf(model, repeat + 1));
      const ratio = (name) => variance(name) / spread(own.map(({ figures }) => figures.get(name).value));
      return [
        method,
        { mean: ratio('mean'), p95: ratio('p95'), time: median(own.map((run) => run.seconds)) / seconds },
      ];
    }),
  );
}

/** Shares of repeats whose 68 % and 95 % intervals hold the truth, for every figure. */
function coverageOf(method) {
  const model = compiled(smallGraph(method));
  const quantile = (p) => (method === 'random' ? normalQuantile(p) : studentTQuantile(p, 15));
  const runs = Array.from(
    { length: coverageRepeats },
    (_, repeat) => figuresOf(model, 1000 + repeat).figures,
  );
  return Object.entries(smallTruth).map(([name, truth]) => {
    const scores = runs.map((figures) => {
      const { value, standardError } = figures.get(name);
      return Math.abs(value - truth) / standardError;
    });
    const share = (level) => scores.filter((z) => z <= quantile((1 + level) / 2)).length / scores.length;
    return `${name} ${(100 * share(0.68)).toFixed(0)} / ${(100 * share(0.95)).toFixed(1)} %`;
  });
}

/** Share of runs that stopped at a goal of 95 % and hold the truth within it, and the iterations they took. */
function stoppedCoverage(method, halfWidth) {
  const goals = [{ output: 'y', figure: 'mean', halfWidth }];
  const model = compiled(smallGraph(method, { goals, minimum: 1 }));
  const runs = Array.from({ length: coverageRepeats }, (_, repeat) => figuresOf(model, 5000 + repeat, 1e9));
  const within = runs.filter(
    ({ figures }) => Math.abs(figures.get('mean').value - smallTruth.mean) <= halfWidth,
  );
  return { share: within.length / runs.length, iterations: mean(runs.map(({ time }) => time)) };
}

export async function run(print) {
  print(
    `fewer iterations than independent numbers, 50 nodes (${graphs} graphs, ${repeats} repeats of ${chunk}):`,
  );
  const found = Array.from({ length: graphs }, (_, graph) => ratiosOf(graph + 1));
  for (const method of methods) {
    const of = (key) => found.map((ratios) => ratios.get(method)[key]);
    const range = (key) => {
      const all = of(key);
      return `${Math.min(...all).toFixed(1)} .. ${Math.max(...all).toFixed(1)}, median ${median(all).toFixed(1)}`;
    };
    const goal =
      method === 'sobol'
        ? `; least over the target of ${target}: ${(Math.min(...of('mean')) / target).toFixed(2)}`
        : '';
    print(
      `${method.padEnd(16)} mean ${range('mean')}; p95 ${range('p95')}; time ${median(of('time')).toFixed(2)}${goal}`,
    );
  }
  print(`truth within 68 / 95 % intervals, ${coverageRepeats} repeats (binomial error 3.3 / 1.5 points):`);
  for (const method of ['random', ...methods]) print(`${method.padEnd(16)} ${coverageOf(method).join('; ')}`);
  print(
    'runs that stop when the mean is known to a half-width at 95 %: truth within it, and mean iterations',
  );
  for (const [method, halfWidth] of [
    ['random', 0.0025],
    ['antithetic', 0.001],
    ['sobol', 0.00002],
  ]) {
    const { share, iterations } = stoppedCoverage(method, halfWidth);
    print(
      `${method.padEnd(16)} ± ${halfWidth}: ${(100 * share).toFixed(1)} %, ${Math.round(iterations)} iterations`,
    );
  }
}
