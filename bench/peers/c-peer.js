// Writes a graph as C, compiles it at two vector widths and runs it. Loops fuse a handful of nodes and share buffers by
// liveness, which compilers turn into the fastest code; the kernel they include computes the same bits as Holdfast.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { streamId } from '@holdfast/numerics';
import { exponentialTable, logarithmTable } from '../../packages/numerics/dist/elementary-table.js';
import { normalQuantileTable } from '../../packages/numerics/dist/normal-quantile-table.js';
import { decodeTable } from '../../packages/numerics/dist/table.js';
import { printed, readBy } from './graphs.js';

const call = promisify(execFile);
const kernel = fileURLToPath(new URL('kernel.h', import.meta.url));

const exact = ['-ffp-contract=off', '-fno-math-errno', '-fno-trapping-math'];

const free = ['-ffast-math', '-DPLATFORM_MATH'];
/** Compilers avoid the widest vectors unless told. */
const widest = ['-march=native', '-mprefer-vector-width=512'];

/** What is built, the fastest of each name counts: our bits at the width of WebAssembly and at all the processor has; and no bits owed. */
const builds = [
  { name: 'SSE4.2', flags: ['-march=x86-64-v2', ...exact] },
  { name: 'native', flags: ['-march=native', ...exact] },
  { name: 'native', flags: [...widest, ...exact] },
  { name: 'native, fast math', flags: ['-march=native', ...free] },
  { name: 'native, fast math', flags: [...widest, ...free] },
];
export const names = [...new Set(builds.map(({ name }) => name))];

/** What makes a compiler call the vector forms of the mathematical library. */
const vectorMath = { gcc: [], clang: ['-fveclib=libmvec'] };

/** Weighted operations in one loop, as in our own kernel. */
const groupWeight = 24;
const heavy = new Set(['exp', 'log', '^', '%']);

/** Compiles with each compiler that is there; gives { compiler, name, file } of every build. */
export async function build(graph, folder, compilers) {
  const source = join(folder, `graph-${graph.size}.c`);
  await writeFile(source, program(graph));
  const all = compilers.flatMap((compiler) => builds.map((one) => ({ compiler, ...one })));
  return Promise.all(
    all.map(async ({ compiler, name, flags }, index) => {
      const file = join(folder, `graph-${graph.size}-${index}`);
      await call(compiler, ['-O3', ...flags, ...vectorMath[compiler], source, '-o', file, '-lm']);
      return { compiler, name, file };
    }),
  );
}

/** Median seconds of `repeats` runs, with the moments of the outputs. */
export async function measure(file, iterations, repeats) {
  const { stdout } = await call(file, [String(iterations), String(repeats)]);
  return JSON.parse(stdout);
}

function table(name, text) {
  const numbers = [...decodeTable(text)].map((x) => x.toExponential(17));
  return `static const double ${name}[] = {${numbers.join(',')}};`;
}

function program(graph) {
  const { groups, slots, slotOf } = plan(graph);
  const at = (node) => `s[${slotOf[node]}]`;
  const body = groups.flatMap((group) => loop(graph, group, at));
  const taps = graph.outputs.flatMap((inputs, index) => [
    `for (int i = 0; i < BLOCK; i++) o[${index}][i] = (${inputs.map((node) => `${at(node)}[i]`).join(' + ')}) / ${inputs.length}.0;`,
  ]);
  return [
    '#include <stdint.h>',
    table('EXP_TABLE', exponentialTable),
    table('LOG_TABLE', logarithmTable),
    table('NORMAL_TABLE', normalQuantileTable),
    `#include "${kernel}"`,
    `static double s[${slots}][BLOCK] __attribute__((aligned(64)));`,
    'static double o[5][BLOCK] __attribute__((aligned(64)));',
    'static double *const outputs[5] = { o[0], o[1], o[2], o[3], o[4] };',
    `double parameters[] = {${graph.nodes.map((node) => node.value ?? 0).join(',')}};`,
    'static void block(uint64_t first) {',
    ...body,
    ...taps,
    '}',
  ].join('\n');
}

/** Groups of consecutive nodes, and a shared buffer for each value that leaves its group. */
function plan({ nodes, outputs }) {
  const groups = [];
  let weight = Infinity;
  for (const [index, node] of nodes.entries()) {
    if (weight >= groupWeight) {
      groups.push([]);
      weight = 0;
    }
    groups.at(-1).push(index);
    weight += weightOf(node);
  }
  const groupOf = [];
  for (const [number, group] of groups.entries()) for (const node of group) groupOf[node] = number;
  const last = nodes.map((_, index) => groupOf[index]);
  for (const [index, node] of nodes.entries()) {
    for (const read of readBy(node)) last[read] = Math.max(last[read], groupOf[index]);
  }
  for (const node of outputs.flat()) last[node] = Infinity;
  const slotOf = [];
  const free = [];
  let slots = 0;
  for (const [number, group] of groups.entries()) {
    for (const node of group) slotOf[node] = free.pop() ?? slots++;
    for (let node = 0; node <= group.at(-1); node++) if (last[node] === number) free.push(slotOf[node]);
  }
  return { groups, slots, slotOf };
}

function weightOf(node) {
  if (node.kind === 'distribution') return 8;
  const count = (tree) =>
    Array.isArray(tree)
      ? (heavy.has(tree[0]) ? 8 : 1) + tree.slice(1).reduce((sum, operand) => sum + count(operand), 0)
      : 0;
  return node.tree === undefined ? (node.inputs?.length ?? 0) : count(node.tree);
}

function loop({ nodes }, group, at) {
  const draws = group
    .filter((index) => nodes[index].kind === 'distribution')
    .map((index) => `uniforms(${at(index)}, first, ${streamId(`n${index}`)}u, 1, 0);`);
  const inside = new Set(group);
  const name = (node) => (inside.has(node) ? `x${node}` : `${at(node)}[i]`);
  const values = group.map((index) => `double x${index} = ${valueOf(nodes[index], index, name, at)};`);
  const stores = group.map((index) => `${at(index)}[i] = x${index};`);
  return [...draws, `for (int i = 0; i < BLOCK; i++) {`, ...values, ...stores, '}'];
}

function valueOf(node, index, name, at) {
  if (node.kind === 'constant') return `(double)${node.value}`;
  if (node.kind === 'parameter') return `parameters[${index}]`;
  if (node.kind === 'distribution') return draw(node, `${at(index)}[i]`);
  if (node.kind === 'aggregator') return combined(node, name);
  return tree(node.tree, name);
}

function tree(expression, name) {
  return printed(expression, name, {
    '^': (a, b) => (b === '2' ? `(${a} * ${a})` : `f_pow(${a}, ${b})`),
    '%': (a, b) => `f_rem(${a}, ${b})`,
    abs: (a) => `fabs(${a})`,
    sqrt: (a) => `sqrt(${a})`,
    floor: (a) => `floor(${a})`,
    exp: (a) => `f_exp(${a})`,
    log: (a) => `f_log(${a})`,
    max: (a, b) => `f_max(${a}, ${b})`,
    clamp: (x, a, b) => `f_clamp(${x}, ${a}, ${b})`,
  });
}

function combined({ method, inputs }, name) {
  const names = inputs.map(name);
  if (method === 'min' || method === 'max')
    return names.reduce((left, right) => `f_${method}(${left}, ${right})`);
  const sum = `(${names.join(' + ')})`;
  return method === 'mean' ? `${sum} / ${inputs.length}.0` : sum;
}

function draw({ distribution, parameters }, u) {
  const p = parameters;
  if (distribution === 'normal') return `${p.mean} + ${p.sd} * f_normal(${u})`;
  if (distribution === 'lognormal') return `f_exp(${p.mu} + ${p.sigma} * f_normal(${u}))`;
  if (distribution === 'uniform') return `${p.min} + ${p.max - p.min} * ${u}`;
  if (distribution === 'exponential') return `${-p.mean} * f_log(1 - ${u})`;
  if (distribution === 'triangular') {
    const [width, left, right] = [p.max - p.min, p.mode - p.min, p.max - p.mode];
    return `(${u} < ${left / width} ? ${p.min} + sqrt(${u} * ${width * left}) : ${p.max} - sqrt((1 - ${u}) * ${width * right}))`;
  }
  let text = String(p.values.at(-1));
  let below = 1;
  for (let i = p.values.length - 2; i >= 0; i--) {
    below -= p.probabilities[i + 1];
    text = `(${u} < ${below} ? ${p.values[i]}.0 : ${text})`;
  }
  return text;
}
