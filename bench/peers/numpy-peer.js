// Writes a graph as NumPy, as a user would: whole arrays at once, or chunks of 16,384 with running moments and a histogram.
// Draws come from NumPy's own generator, so its figures agree with ours within their errors, not bit by bit.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { printed } from './graphs.js';

const call = promisify(execFile);

/** The variable of a node. */
function name(node) {
  return `n${node}`;
}

/** Median seconds of `repeats` evaluations of `iterations`, the means of the outputs, and the peak memory in MB. */
export async function measure(python, graph, folder, { iterations, repeats, chunked }) {
  const file = join(folder, `graph-${graph.size}.py`);
  await writeFile(file, program(graph));
  const mode = chunked ? 'chunked' : 'whole';
  const { stdout } = await call(python, [file, mode, String(iterations), String(repeats)], {
    timeout: 600_000,
  });
  return JSON.parse(stdout);
}

function program(graph) {
  const lines = graph.nodes.map((node, index) => `    ${name(index)} = ${valueOf(node)}`);
  const taps = graph.outputs.map(
    (inputs) => `np.broadcast_to((${inputs.map(name).join(' + ')}) / ${inputs.length}, n)`,
  );
  return [
    'import json, resource, sys, time',
    'import numpy as np',
    'def graph(rng, n):',
    ...lines,
    `    return [${taps.join(', ')}]`,
    summaries,
  ].join('\n');
}

const summaries = `
def moments(x):
    mean = x.mean()
    d = x - mean
    d2 = d * d
    return np.array([x.size, mean, d2.sum(), (d2 * d).sum(), (d2 * d2).sum()])

def merge(a, b):
    n, delta = a[0] + b[0], b[1] - a[1]
    m = np.empty(5)
    m[0], m[1] = n, a[1] + delta * b[0] / n
    m[2] = a[2] + b[2] + delta**2 * a[0] * b[0] / n
    m[3] = a[3] + b[3] + delta**3 * a[0] * b[0] * (a[0] - b[0]) / n**2 + 3 * delta * (a[0] * b[2] - b[0] * a[2]) / n
    m[4] = (a[4] + b[4] + delta**4 * a[0] * b[0] * (a[0]**2 - a[0] * b[0] + b[0]**2) / n**3
            + 6 * delta**2 * (a[0]**2 * b[2] + b[0]**2 * a[2]) / n**2 + 4 * delta * (a[0] * b[3] - b[0] * a[3]) / n)
    return m

def whole(n):
    found = []
    for x in graph(np.random.default_rng(1), n):
        m = moments(x)
        np.percentile(x, [1, 5, 50, 95, 99])
        np.histogram(x, 1024)
        found.append(float(m[1]))
    return found

def chunked(n):
    rng = np.random.default_rng(1)
    totals = ranges = counts = None
    for first in range(0, n, 16384):
        outputs = graph(rng, min(16384, n - first))
        if totals is None:
            ranges = [(np.median(x) - 10 * (x.std() + 1e-300), np.median(x) + 10 * (x.std() + 1e-300)) for x in outputs]
            totals = [moments(x) for x in outputs]
            counts = [np.histogram(x, 1024, r)[0] for x, r in zip(outputs, ranges)]
        else:
            for i, x in enumerate(outputs):
                totals[i] = merge(totals[i], moments(x))
                counts[i] += np.histogram(x, 1024, ranges[i])[0]
    return [float(t[1]) for t in totals]

run = {'whole': whole, 'chunked': chunked}[sys.argv[1]]
times = []
with np.errstate(all='ignore'):
    for _ in range(int(sys.argv[3])):
        start = time.perf_counter()
        means = run(int(sys.argv[2]))
        times.append(time.perf_counter() - start)
print(json.dumps({'seconds': sorted(times)[len(times) // 2], 'means': means,
                  'megabytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
`;

function valueOf(node) {
  if (node.kind === 'constant' || node.kind === 'parameter') return String(node.value);
  if (node.kind === 'distribution') return draw(node);
  if (node.kind === 'aggregator') {
    const names = node.inputs.map(name);
    if (node.method === 'min' || node.method === 'max')
      return names.reduce((left, right) => `np.${node.method}imum(${left}, ${right})`);
    const sum = `(${names.join(' + ')})`;
    return node.method === 'mean' ? `${sum} / ${names.length}` : sum;
  }
  return printed(node.tree, name, {
    '?': (c, a, b) => `np.where(${c}, ${a}, ${b})`,
    '^': (a, b) => `np.power(${a}, ${b})`,
    '%': (a, b) => `np.fmod(${a}, ${b})`,
    abs: (a) => `np.abs(${a})`,
    sqrt: (a) => `np.sqrt(${a})`,
    floor: (a) => `np.floor(${a})`,
    exp: (a) => `np.exp(${a})`,
    log: (a) => `np.log(${a})`,
    max: (a, b) => `np.maximum(${a}, ${b})`,
    clamp: (x, a, b) => `np.clip(${x}, ${a}, ${b})`,
  });
}

function draw({ distribution, parameters: p }) {
  if (distribution === 'normal') return `rng.normal(${p.mean}, ${p.sd}, n)`;
  if (distribution === 'lognormal') return `rng.lognormal(${p.mu}, ${p.sigma}, n)`;
  if (distribution === 'uniform') return `rng.uniform(${p.min}, ${p.max}, n)`;
  if (distribution === 'exponential') return `rng.exponential(${p.mean}, n)`;
  if (distribution === 'triangular') return `rng.triangular(${p.min}, ${p.mode}, ${p.max}, n)`;
  return `rng.choice(np.array([${p.values.join(', ')}], dtype=float), n, p=[${p.probabilities.join(', ')}])`;
}
