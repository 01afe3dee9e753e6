// Random scenario graphs of a given size, the same for every contestant: a list of nodes with expressions as small trees.
// A tree is a number, { node } or [operator, ...trees]. Shares of node kinds and operators follow documents of professionals.
import { seedKey, streamId, uniformAt } from '@holdfast/numerics';

const key = seedKey(20_260_101);

/** A sequence of uniforms of its own for each name. */
function sequence(name) {
  const stream = streamId(name);
  let at = 0;
  return () => uniformAt(at++, stream, 0, key);
}

const kinds = [
  ['distribution', 0.3],
  ['constant', 0.05],
  ['parameter', 0.05],
  ['aggregator', 0.1],
  ['decision', 0.05],
  ['transformer', 0.45],
];

const distributions = [
  (r) => ({ distribution: 'normal', parameters: { mean: r(-5, 20), sd: r(0.5, 5) } }),
  (r) => ({ distribution: 'lognormal', parameters: { mu: r(0, 1), sigma: r(0.1, 0.6) } }),
  (r) => {
    const min = r(-5, 10);
    return { distribution: 'uniform', parameters: { min, max: min + r(1, 10) } };
  },
  (r) => {
    const min = r(-5, 10);
    const width = r(1, 10);
    return {
      distribution: 'triangular',
      parameters: { min, mode: min + 0.3 * width, max: min + width },
    };
  },
  (r) => ({ distribution: 'normal', parameters: { mean: r(-5, 20), sd: r(0.5, 5) } }),
  (r) => ({ distribution: 'lognormal', parameters: { mu: r(0, 1), sigma: r(0.1, 0.6) } }),
  (r) => ({ distribution: 'exponential', parameters: { mean: r(0.5, 5) } }),
  () => ({
    distribution: 'discrete',
    parameters: { values: [1, 3, 7, 12], probabilities: [0.1, 0.4, 0.3, 0.2] },
  }),
];

/** Weighted shapes of transformers; a and b are earlier nodes, r(lo, hi) a constant. */
const shapes = [
  [28, (a, b, r) => ['+', ['*', a, r(0.2, 0.8)], ['*', b, r(0.2, 0.8)]]],
  [12, (a, b, r) => ['+', ['*', ['-', a, b], r(0.2, 0.8)], r(-3, 3)]],
  [10, (a, b) => ['/', ['*', a, b], ['+', 1, ['abs', b]]]],
  [8, (a, b, r) => ['max', a, ['*', b, r(0.2, 0.8)]]],
  [8, (a, b, r) => ['?', ['>', a, b], ['-', a, b], ['*', ['-', b, a], r(0.2, 0.8)]]],
  [8, (a, b, r) => ['+', ['clamp', a, r(-40, -5), r(5, 40)], ['*', b, r(0.2, 0.8)]]],
  [5, (a, b, r) => ['*', ['exp', ['-', 0, ['/', ['abs', a], r(5, 40)]]], b]],
  [5, (a, b, r) => ['+', ['*', ['log', ['+', 1, ['abs', a]]], r(5, 40)], ['*', b, 0.1]]],
  [5, (a, b, r) => ['-', ['sqrt', ['+', ['abs', a], r(0.2, 0.8)]], ['*', b, r(0.2, 0.8)]]],
  [3, (a, b) => ['/', a, ['+', 1, ['^', b, 2]]]],
  [3, (a, b, r) => ['+', ['^', ['+', 1, ['abs', a]], r(0.3, 0.9)], ['*', b, 0.2]]],
  [2.5, (a, b, r) => ['+', ['/', ['floor', ['*', a, r(5, 40)]], r(5, 40)], ['*', b, 0.5]]],
  [2.5, (a, b, r) => ['+', ['%', ['abs', a], r(5, 40)], ['*', b, 0.3]]],
];

const outputCount = 5;

/** A graph of `size` nodes; its five outputs average every node nothing else reads.
 * Nodes: { kind, ... }; outputs: lists of node numbers. */
export function makeGraph(size) {
  const uniform = sequence(`graph of ${size}`);
  const constant = (low, high) => Math.round((low + (high - low) * uniform()) * 1000) / 1000;
  const wanted = shuffled(
    kinds.flatMap(([kind, share]) => Array.from({ length: Math.round(size * share) }, () => kind)),
    uniform,
  );
  const nodes = [];
  const unread = new Set();
  const random = [];
  const pick = () => {
    const open = [...unread];
    const recent = Math.max(0, nodes.length - 1 - Math.floor(uniform() * 30));
    const node =
      open.length > 0 && uniform() < 0.6
        ? open[Math.floor(uniform() * open.length)]
        : uniform() < 0.7
          ? recent
          : Math.floor(uniform() * nodes.length);
    unread.delete(node);
    return { node };
  };
  let drawn = 0;
  for (let index = 0; index < size; index++) {
    const kind = index < 3 ? 'distribution' : (wanted[index] ?? 'transformer');
    const node = { kind };
    if (kind === 'distribution') Object.assign(node, distributions[drawn++ % distributions.length](constant));
    else if (kind === 'constant' || kind === 'parameter') node.value = constant(0.5, 5);
    else if (kind === 'aggregator') {
      node.method = ['sum', 'mean', 'mean', 'min', 'max'][Math.floor(uniform() * 5)];
      const count = 2 + Math.floor(uniform() * 3);
      node.inputs = [...new Set(Array.from({ length: count }, () => pick().node))];
    } else if (kind === 'decision') {
      const [a, b, c] = [pick(), pick(), pick()];
      node.tree = [
        '?',
        ['>', a, ['*', b, constant(0.2, 1.5)]],
        ['*', c, constant(0.2, 0.9)],
        ['-', a, constant(0, 3)],
      ];
    } else node.tree = chooseShape(uniform())(pick(), pick(), constant);
    nodes.push(node);
    unread.add(index);
    random.push(kind === 'distribution' || readBy(node).some((other) => random[other]));
  }
  return { size, nodes, outputs: outputsOf(unread, random) };
}

/** Node numbers a node reads. */
export function readBy(node) {
  const inside = (tree) =>
    typeof tree === 'number' ? [] : Array.isArray(tree) ? tree.slice(1).flatMap(inside) : [tree.node];
  return node.inputs ?? (node.tree === undefined ? [] : inside(node.tree));
}

function shuffled(list, uniform) {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

function chooseShape(at) {
  const total = shapes.reduce((sum, [weight]) => sum + weight, 0);
  let left = at * total;
  for (const [weight, shape] of shapes) {
    left -= weight;
    if (left < 0) return shape;
  }
  return shapes[0][1];
}

/** Every unread node goes to one output; each output has at least one random node. */
function outputsOf(unread, random) {
  const taps = [...unread].filter((node) => random[node]);
  for (let node = random.length - 1; taps.length < outputCount; node--) {
    if (random[node] && !taps.includes(node)) taps.push(node);
  }
  taps.push(...[...unread].filter((node) => !random[node]));
  const outputs = Array.from({ length: outputCount }, () => []);
  for (const [index, tap] of taps.entries()) outputs[index % outputCount].push(tap);
  return outputs;
}

/** The graph as a Holdfast document. */
export function documentOf(graph) {
  const nodes = graph.nodes.map((node, index) => ({ id: `n${index}`, ...authored(node) }));
  const edges = [];
  for (const [index, node] of graph.nodes.entries()) {
    for (const from of new Set(readBy(node))) {
      const port = node.kind === 'aggregator' ? 'in' : `n${from}`;
      edges.push({ from: `n${from}`, to: `n${index}.${port}` });
    }
  }
  for (const [index, inputs] of graph.outputs.entries()) {
    nodes.push({ id: `tap${index}`, kind: 'aggregator', method: 'mean' });
    for (const from of inputs) edges.push({ from: `n${from}`, to: `tap${index}` });
    nodes.push({ id: `out${index}`, kind: 'output' });
    edges.push({ from: `tap${index}`, to: `out${index}` });
  }
  return {
    family: 'scenario',
    version: 1,
    name: `graph of ${graph.size} nodes`,
    model: { nodes, edges },
  };
}

function authored(node) {
  if (node.kind === 'parameter') return { kind: 'parameter', value: node.value, min: 0, max: 10 };
  if (node.kind === 'aggregator') return { kind: 'aggregator', method: node.method };
  if (node.kind === 'decision') {
    const parts = ['condition', 'then', 'else'];
    const formulas = parts.map((part, index) => [part, formula(node.tree[index + 1])]);
    return { kind: 'decision', ...Object.fromEntries(formulas) };
  }
  if (node.kind === 'transformer') return { kind: 'transformer', expression: formula(node.tree) };
  return node;
}

function formula(tree) {
  return printed(tree, (node) => `$inputs.n${node}`);
}

/** Text of a tree in an infix language: `name` prints a node, `special` the operators the language writes otherwise. */
export function printed(tree, name, special = {}) {
  if (typeof tree === 'number') return tree < 0 ? `(${tree})` : String(tree);
  if (!Array.isArray(tree)) return name(tree.node);
  const [operator, ...operands] = tree;
  const texts = operands.map((operand) => printed(operand, name, special));
  if (Object.hasOwn(special, operator)) return special[operator](...texts);
  if (operator === '?') return `(${texts[0]} ? ${texts[1]} : ${texts[2]})`;
  return /^[a-z]/.test(operator) ? `${operator}(${texts.join(', ')})` : `(${texts.join(` ${operator} `)})`;
}
