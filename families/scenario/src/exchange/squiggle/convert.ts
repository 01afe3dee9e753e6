// From Squiggle statements to a graph: every draw is a node of its own, a name used twice is the same draw, arithmetic
// becomes expressions. What stands for randomness without a node here (functions of whole distributions) is an issue.

import { log } from '@holdfast/numerics';
import type { Loose } from '../loose.ts';
import { Names } from '../names.ts';
import { distributionOf, isDistribution, type Distribution } from './distributions.ts';
import type { Statement, Tree } from './parse.ts';
import { SquiggleProblem, type Token } from './tokens.ts';

export interface Graph {
  readonly nodes: readonly Loose[];
  readonly edges: readonly Loose[];
}

/** A value: a number that is the same always, or the node that carries it. */
type Value = { readonly fixed: number } | { readonly node: string };

/** Elementwise functions with the same name and meaning here. */
const elementwise = new Set(['abs', 'ceil', 'exp', 'floor', 'log', 'log10', 'log2', 'round', 'sqrt']);

/** Half the width of a 90 % interval in standard deviations. */
const z90 = 1.6448536269514722;

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

/** @throws SquiggleProblem at the first thing that has no counterpart */
export function convertSquiggle(statements: readonly Statement[]): Graph {
  return new Conversion().run(statements);
}

class Conversion {
  readonly #names = new Names('value');
  readonly #values = new Map<string, Value>();
  readonly #nodes: Loose[] = [];
  readonly #edges: Loose[] = [];
  /** Nodes some other node reads. */
  readonly #read = new Set<string>();

  run(statements: readonly Statement[]): Graph {
    const assigned: [string, Value][] = [];
    let results: readonly (readonly [string, Tree | Value])[] | undefined;
    for (const { name, tree } of statements) {
      if (name === undefined) results = this.#results(tree);
      else if (tree.kind === 'list' || tree.kind === 'record') {
        throw new SquiggleProblem('lists and records can only be the value of the script', tree.at);
      } else {
        const value = this.#value(tree, name);
        this.#values.set(name, value);
        assigned.push([name, value]);
      }
    }
    results ??= assigned.filter(([, value]) => !('node' in value) || !this.#read.has(value.node));
    for (const [label, result] of results) {
      const value = 'kind' in result ? this.#value(result, label) : result;
      const id = this.#names.take(`${label}Output`);
      this.#nodes.push({ id, kind: 'output', label });
      this.#edges.push({ from: this.#nodeOf(value, label), to: id });
    }
    return { nodes: this.#nodes, edges: this.#edges };
  }

  #results(tree: Tree): readonly (readonly [string, Tree])[] {
    if (tree.kind === 'record') return tree.entries;
    if (tree.kind === 'list') return tree.items.map((item, index) => [`result${index + 1}`, item] as const);
    return [[tree.kind === 'name' ? tree.name : 'result', tree]];
  }

  /** `hint` names the node, if one is needed. */
  #value(tree: Tree, hint: string): Value {
    if (tree.kind === 'number') return { fixed: tree.value };
    if (tree.kind === 'name') {
      const known = this.#values.get(tree.name);
      if (known === undefined) throw new SquiggleProblem(`"${tree.name}" is not defined before`, tree.at);
      return known;
    }
    const drawn = this.#drawn(tree, hint);
    if (drawn !== undefined) return drawn;
    const reads = new Set<string>();
    const expression = this.#formula(tree, hint, reads);
    const id = this.#names.take(hint);
    this.#nodes.push({ id, kind: 'transformer', expression, ...labelOf(hint, id) });
    this.#connect(id, reads);
    return { node: id };
  }

  /** A node for an expression that is itself a draw. */
  #drawn(tree: Tree, hint: string): Value | undefined {
    if (tree.kind === 'operation' && tree.sign === 'to') {
      const [low, high] = tree.args.map((arg) => this.#fixed(arg));
      return this.#draw(interval(low!, high!, tree.at), hint);
    }
    if (tree.kind !== 'call') return undefined;
    const name = tree.name.replace(/^(Sym|SampleSet|Dist|PointSet)\./, '');
    if (name === 'fromDist' || name === 'toSampleSet') return this.#value(tree.args[0]!, hint);
    if (name === 'pointMass' || name === 'delta') return this.#value(tree.args[0]!, hint);
    if (name === 'mixture' || name === 'mx') return this.#mixture(tree.args, hint, tree.at);
    if (/^truncate(Left|Right)?$/.test(name)) return this.#truncated(name, tree.args, hint, tree.at);
    const record = tree.args[0];
    if (record?.kind === 'record') {
      const given = Object.fromEntries(record.entries.map(([key, value]) => [key, this.#fixed(value)]));
      const found = distributionOf(name, given);
      if (found === undefined) throw new SquiggleProblem(`${name} does not take these`, record.at);
      return this.#draw(found, hint);
    }
    if (!isDistribution(name)) return undefined;
    const reads = new Set<string>();
    const args = tree.args.map((arg) => this.#known(arg) ?? this.#formula(arg, hint, reads));
    const found = distributionOf(name, args);
    if (found === undefined) throw new SquiggleProblem(`${name} takes other arguments`, tree.at);
    return this.#draw(found, hint, reads);
  }

  #draw(distribution: Distribution, hint: string, reads = new Set<string>()): Value {
    const id = this.#names.take(hint);
    this.#nodes.push({ id, kind: 'distribution', ...distribution, ...labelOf(hint, id) });
    this.#connect(id, reads);
    return { node: id };
  }

  #truncated(name: string, args: readonly Tree[], hint: string, at: Token): Value {
    const [inner, first, second] = args;
    if (inner === undefined || first === undefined) throw new SquiggleProblem(`${name} needs a bound`, at);
    const value = this.#drawn(inner, hint);
    const node =
      value !== undefined && 'node' in value ? this.#nodes.findIndex(({ id }) => id === value.node) : -1;
    if (this.#nodes[node]?.['kind'] !== 'distribution') {
      throw new SquiggleProblem('only a distribution written in its place can be truncated', inner.at);
    }
    const bound = this.#fixed(first);
    const truncate =
      name === 'truncateLeft'
        ? { min: bound }
        : name === 'truncateRight'
          ? { max: bound }
          : { min: bound, ...(second === undefined ? {} : { max: this.#fixed(second) }) };
    this.#nodes[node] = { ...this.#nodes[node], truncate };
    return value!;
  }

  /** Picks one component in each iteration. */
  #mixture(args: readonly Tree[], hint: string, at: Token): Value {
    const [first, second] = args;
    const listed = first?.kind === 'list';
    const components = listed ? first.items : args.filter((arg) => arg.kind !== 'list');
    const given = listed ? second : args.find((arg) => arg.kind === 'list');
    const weights =
      given?.kind === 'list' ? given.items.map((item) => this.#fixed(item)) : components.map(() => 1);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (weights.length !== components.length || components.length === 0 || !(total > 0)) {
      throw new SquiggleProblem('a mixture needs a weight for each component', at);
    }
    const pick = this.#draw(
      {
        distribution: 'discrete',
        parameters: {
          values: weights.map((_, index) => index),
          probabilities: weights.map((weight) => weight / total),
        },
      },
      `${hint}Pick`,
    );
    const reads = new Set<string>();
    const chosen = this.#text(pick, reads);
    const texts = components.map((component, index) =>
      this.#text(this.#value(component, `${hint}${index + 1}`), reads),
    );
    const expression = texts.reduceRight(
      (rest, text, index) => `${chosen} == ${index} ? ${text} : (${rest})`,
    );
    const id = this.#names.take(hint);
    this.#nodes.push({ id, kind: 'transformer', expression, ...labelOf(hint, id) });
    this.#connect(id, reads);
    return { node: id };
  }

  /** The tree as an expression of ours; what it draws gets nodes, what it reads is noted in `reads`. */
  #formula(tree: Tree, hint: string, reads: Set<string>): string {
    if (tree.kind === 'number') return number(tree.value);
    if (tree.kind === 'name') return this.#text(this.#value(tree, hint), reads);
    if (tree.kind === 'list' || tree.kind === 'record') {
      throw new SquiggleProblem('a list or record cannot be calculated with', tree.at);
    }
    const drawn = this.#drawn(tree, `${hint}Part`);
    if (drawn !== undefined) return this.#text(drawn, reads);
    const inner = (arg: Tree): string => this.#formula(arg, hint, reads);
    if (tree.kind === 'call') return this.#call(tree.name, tree.args, inner, tree.at);
    const args = tree.args.map(inner);
    if (tree.sign === '?') return `(${args[0]} ? ${args[1]} : ${args[2]})`;
    if (tree.sign === 'negative') return `(-${args[0]})`;
    if (tree.sign === '!') return `(!${args[0]})`;
    return `(${args[0]} ${tree.sign} ${args[1]})`;
  }

  #call(name: string, args: readonly Tree[], inner: (arg: Tree) => string, at: Token): string {
    const listed = args.length === 1 && args[0]?.kind === 'list' ? args[0].items : args;
    const texts = (): string => listed.map(inner).join(', ');
    if (name === 'max' || name === 'min') return `${name}(${texts()})`;
    if (name === 'sum') return `(${listed.map(inner).join(' + ')})`;
    if (name === 'product') return `(${listed.map(inner).join(' * ')})`;
    if (name === 'Number.mod' || name === 'mod') return `(${listed.map(inner).join(' % ')})`;
    if (elementwise.has(name) && listed.length === 1) return `${name}(${texts()})`;
    const message = `"${name}" has no counterpart in the graph; the result page shows means, quantiles and probabilities of every output`;
    throw new SquiggleProblem(message, at);
  }

  #text(value: Value, reads: Set<string>): string {
    if ('fixed' in value) return number(value.fixed);
    reads.add(value.node);
    return `$inputs.${value.node}`;
  }

  #connect(id: string, reads: ReadonlySet<string>): void {
    for (const from of reads) {
      this.#edges.push({ from, to: `${id}.${from}` });
      this.#read.add(from);
    }
  }

  #nodeOf(value: Value, hint: string): string {
    if ('node' in value) return value.node;
    const id = this.#names.take(hint);
    this.#nodes.push({ id, kind: 'constant', value: value.fixed, ...labelOf(hint, id) });
    return id;
  }

  /** The value of something that never varies. */
  #fixed(tree: Tree): number {
    const value = this.#known(tree);
    if (value === undefined) throw new SquiggleProblem('a plain number is needed here', tree.at);
    return value;
  }

  /** The number a tree stands for, undefined when it varies or is none. */
  #known(tree: Tree): number | undefined {
    if (tree.kind === 'number') return tree.value;
    if (tree.kind === 'name') {
      const value = this.#values.get(tree.name);
      return value !== undefined && 'fixed' in value ? value.fixed : undefined;
    }
    if (tree.kind !== 'operation') return undefined;
    const [a, b] = tree.args.map((arg) => this.#known(arg));
    if (a === undefined) return undefined;
    if (tree.sign === 'negative') return -a;
    if (b === undefined) return undefined;
    return arithmetic[tree.sign]?.(a, b);
  }
}

/** `low to high`: the 5 % and 95 % quantiles of a lognormal, or of a normal where low is not positive. */
function interval(low: number, high: number, at: Token): Distribution {
  if (!(low < high)) throw new SquiggleProblem(`${low} is not below ${high}`, at);
  if (low > 0) {
    const [a, b] = [log(low), log(high)];
    return { distribution: 'lognormal', parameters: { mu: (a + b) / 2, sigma: (b - a) / (2 * z90) } };
  }
  return { distribution: 'normal', parameters: { mean: (low + high) / 2, sd: (high - low) / (2 * z90) } };
}

function number(value: number): string {
  return value < 0 ? `(${value})` : String(value);
}

function labelOf(hint: string, id: string): Loose {
  return hint === id ? {} : { label: hint };
}
