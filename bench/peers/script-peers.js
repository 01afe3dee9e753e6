// The graph in two expression languages that run on Node: mathjs compiled expressions and Squiggle sample sets.
// Draws of mathjs are plain JavaScript with the platform's Math, the fastest a user would write.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { printed, readBy } from './graphs.js';

/** The variable of a node. */
function name(node) {
  return `n${node}`;
}

/** Loads a package installed in `folder`. */
async function load(folder, name) {
  const resolved = createRequire(join(folder, 'package.json')).resolve(name);
  return import(pathToFileURL(resolved).href);
}

/** Seconds of one evaluation by mathjs, and the means of the outputs. */
export async function measureMathjs(folder, graph, iterations) {
  const { compile } = await load(folder, 'mathjs');
  const special = { clamp: (x, a, b) => `max(${a}, min(${b}, ${x}))`, '%': (a, b) => `mod(${a}, ${b})` };
  const steps = graph.nodes.map((node) => {
    if (node.kind === 'constant' || node.kind === 'parameter') return () => node.value;
    if (node.kind === 'distribution') return sampler(node);
    const text =
      node.kind === 'aggregator'
        ? `${node.method}(${node.inputs.map(name).join(', ')})`
        : printed(node.tree, name, special);
    const code = compile(text);
    return (scope) => code.evaluate(scope);
  });
  const names = graph.nodes.map((_, index) => name(index));
  const sums = graph.outputs.map(() => 0);
  const start = performance.now();
  const scope = new Map();
  for (let i = 0; i < iterations; i++) {
    for (let node = 0; node < steps.length; node++) scope.set(names[node], steps[node](scope));
    for (const [index, inputs] of graph.outputs.entries()) {
      let sum = 0;
      for (const node of inputs) sum += scope.get(names[node]);
      sums[index] += sum / inputs.length;
    }
  }
  return { seconds: (performance.now() - start) / 1000, means: sums.map((sum) => sum / iterations) };
}

/** Box and Muller's method. */
function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

function sampler({ distribution, parameters: p }) {
  if (distribution === 'normal') return () => p.mean + p.sd * normal();
  if (distribution === 'lognormal') return () => Math.exp(p.mu + p.sigma * normal());
  if (distribution === 'uniform') return () => p.min + (p.max - p.min) * Math.random();
  if (distribution === 'exponential') return () => -p.mean * Math.log(1 - Math.random());
  if (distribution === 'triangular') {
    const [width, left, right] = [p.max - p.min, p.mode - p.min, p.max - p.mode];
    return () => {
      const u = Math.random();
      return u < left / width
        ? p.min + Math.sqrt(u * width * left)
        : p.max - Math.sqrt((1 - u) * width * right);
    };
  }
  return () => {
    let u = Math.random();
    for (const [index, probability] of p.probabilities.entries()) {
      u -= probability;
      if (u < 0) return p.values[index];
    }
    return p.values.at(-1);
  };
}

/** Seconds of one evaluation by Squiggle with `iterations` samples, and the means of the outputs. */
export async function measureSquiggle(folder, graph, iterations) {
  const { run } = await load(folder, '@quri/squiggle-lang');
  const environment = { sampleCount: iterations, xyPointLength: 1000, seed: '1' };
  const start = performance.now();
  const { result } = await run(squiggle(graph), { environment });
  if (!result.ok) throw new Error(result.value.toString());
  const seconds = (performance.now() - start) / 1000;
  return { seconds, means: JSON.parse(result.value.result.toString()) };
}

function squiggle(graph) {
  const certain = graph.nodes.map((node) => node.kind === 'constant' || node.kind === 'parameter');
  const lines = graph.nodes.map((node, index) => {
    if (certain[index]) return `n${index} = ${node.value}`;
    if (node.kind === 'distribution') return `n${index} = SampleSet.fromDist(${drawn(node)})`;
    const reads = [...new Set(readBy(node))];
    certain[index] = reads.every((read) => certain[read]);
    const text = node.kind === 'aggregator' ? combined(node) : printed(node.tree, name, special);
    return `n${index} = ${
      certain[index]
        ? text
        : mapped(
            reads.filter((read) => !certain[read]),
            text,
          )
    }`;
  });
  const means = graph.outputs.map((inputs) => {
    const random = [...new Set(inputs)].filter((node) => !certain[node]);
    return `mean(${mapped(random, `(${inputs.map((node) => `n${node}`).join(' + ')}) / ${inputs.length}`)})`;
  });
  return [...lines, `[${means.join(', ')}]`].join('\n');
}

/** The text evaluated sample by sample over the random nodes it reads. */
function mapped(reads, text) {
  const bound = reads.map((read, index) => `n${read} = xs[${index}]`).join('\n');
  const sets = reads.map(name);
  return reads.length === 1
    ? `SampleSet.map(${sets[0]}, {|${sets[0]}| ${text}})`
    : `SampleSet.mapN([${sets.join(', ')}], {|xs| {\n${bound}\n${text}\n}})`;
}

const special = {
  '%': (a, b) => `Number.mod(${a}, ${b})`,
  sqrt: (a) => `(${a}) ^ 0.5`,
  max: (a, b) => `max([${a}, ${b}])`,
  clamp: (x, a, b) => `min([max([${x}, ${a}]), ${b}])`,
};

function combined({ method, inputs }) {
  const names = inputs.map(name);
  if (method === 'min' || method === 'max') return `${method}([${names.join(', ')}])`;
  const sum = `(${names.join(' + ')})`;
  return method === 'mean' ? `${sum} / ${names.length}` : sum;
}

function drawn({ distribution, parameters: p }) {
  if (distribution === 'normal') return `normal(${p.mean}, ${p.sd})`;
  if (distribution === 'lognormal') return `lognormal(${p.mu}, ${p.sigma})`;
  if (distribution === 'uniform') return `uniform(${p.min}, ${p.max})`;
  if (distribution === 'exponential') return `exponential(${1 / p.mean})`;
  if (distribution === 'triangular') return `triangular(${p.min}, ${p.mode}, ${p.max})`;
  return `mixture([${p.values.join(', ')}], [${p.probabilities.join(', ')}])`;
}
