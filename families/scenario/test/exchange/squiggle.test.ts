import { describe, expect, it } from 'vitest';
import { log } from '@holdfast/numerics';
import { squiggle } from '../../src/exchange/squiggle.ts';
import { parseScenario } from '../../src/parse.ts';
import { compileScenario } from '../../src/compile.ts';

interface Node {
  readonly id: string;
  readonly kind: string;
  readonly [key: string]: unknown;
}

function imported(text: string) {
  const read = squiggle.read(text, 'test');
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const { nodes, edges } = read.spec.model as { nodes: readonly Node[]; edges: readonly unknown[] };
  return { document: read.spec, nodes, edges, notices: read.notices ?? [] };
}

function node(text: string, id: string): Node {
  const found = imported(text).nodes.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no node ${id}`);
  return found;
}

/** Mean of the only output after 65,536 iterations, with its standard error. */
function meanOf(text: string): { value: number; standardError: number } {
  const parsed = parseScenario(imported(text).document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const simulation = compileScenario(parsed.spec).begin({ seed: 3, until: 65_536 });
  while (simulation.step(65_536).remaining > 0);
  const mean = simulation.metrics().find(({ name }) => name === 'mean')!;
  return { value: mean.value, standardError: mean.standardError ?? 0 };
}

function issueOf(text: string) {
  const read = squiggle.read(text, 'test');
  return read.ok ? undefined : read.issues[0];
}

/** What the outputs are called. */
function labels(text: string): readonly unknown[] {
  return imported(text)
    .nodes.filter(({ kind }) => kind === 'output')
    .map(({ label }) => label);
}

describe('Squiggle import', () => {
  it('reads "a to b" as the 5 % and 95 % quantiles of a lognormal, or of a normal that may be negative', () => {
    const z = 1.6448536269514722;
    expect(node('x = 5 to 10', 'x')).toMatchObject({
      distribution: 'lognormal',
      parameters: { mu: (log(5) + log(10)) / 2, sigma: (log(10) - log(5)) / (2 * z) },
    });
    expect(node('x = -5 to 10', 'x')).toMatchObject({
      distribution: 'normal',
      parameters: { mean: 2.5, sd: 15 / (2 * z) },
    });
  });

  it('reads suffixes of numbers exactly', () => {
    expect(node('x = uniform(1k, 2.5M)', 'x')).toMatchObject({ parameters: { min: 1000, max: 2_500_000 } });
    expect(node('x = bernoulli(7%)', 'x')).toMatchObject({ parameters: { probability: 0.07 } });
  });

  it('makes one node of a name used twice, so that both uses are the same draw', () => {
    expect(meanOf('x = normal(5, 2)\nx - x')).toEqual({ value: 0, standardError: 0 });
  });

  it('makes two draws of a distribution written twice', () => {
    expect(meanOf('normal(5, 2) - normal(5, 2)').standardError).toBeGreaterThan(0);
  });

  it('binds as Squiggle does: power before product, sign before power, "to" after sum', () => {
    expect(meanOf('x = normal(1, 0.001)\n0 * x + -2 ^ 2 * 3').value).toBe(12);
    expect(node('x = 1 + 1 to 2 * 5', 'x')).toMatchObject({
      parameters: { mu: (log(2) + log(10)) / 2 },
    });
  });

  it('follows pipes, also onto the next line', () => {
    expect(node('x = normal(5, 2)\n  -> truncateLeft(0)', 'x')).toMatchObject({ truncate: { min: 0 } });
  });

  it('weighs the components of a mixture', () => {
    const { value, standardError } = meanOf('mx(normal(0, 1), uniform(9, 11), [0.25, 0.75])');
    expect(Math.abs(value - 7.5) / standardError).toBeLessThan(4);
  });

  it('lets parameters be uncertain', () => {
    const { value, standardError } = meanOf('m = uniform(0, 10)\nnormal(m + 1, 2)');
    expect(Math.abs(value - 6) / standardError).toBeLessThan(4);
  });

  it('reports every member of a final record, and without one every name nothing else reads', () => {
    expect(labels('a = 1 to 2\n{ double: 2 * a, a }')).toEqual(['double', 'a']);
    expect(labels('a = 1 to 2\nb = a * 3\nc = a + 1')).toEqual(['b', 'c']);
  });

  it.each([
    ['f(x) = x + 1\n', 'functions of your own', 1, 1],
    ['a = 1 to 2\nmean(a) + 1', '"mean" has no counterpart', 2, 1],
    ['a = b + 1', '"b" is not defined', 1, 5],
    ['a = 5 to 2', '5 is not below 2', 1, 7],
    ['a = normal(1)', 'takes other arguments', 1, 5],
    ['a = (1 + ', 'ends too early', 1, 10],
    ['a = 3 @ 4', '"@" is not known', 1, 7],
  ])('says where it cannot go on: %s', (text, message, line, column) => {
    const issue = issueOf(text);
    expect(issue?.message).toContain(message);
    expect([issue?.line, issue?.column]).toEqual([line, column]);
  });

  it('refuses endless nesting without falling over', () => {
    expect(issueOf('('.repeat(10_000))?.message).toContain('nested too deeply');
  });
});
