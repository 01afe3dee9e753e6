// The exported JSON Schema documents every field and knows every name; the examples pass the door and give known figures.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ModelDocument } from '@holdfast/core';
import { aggregatorMethodHelp, distributionHelp, nodeKinds, scenario } from '../src/index.ts';
import { issuesOf, metric, run } from './documents.ts';

const directory = new URL('../examples/', import.meta.url);
const examples = readdirSync(directory).map(
  (name) => [name, JSON.parse(readFileSync(new URL(name, directory), 'utf8')) as ModelDocument] as const,
);

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly const?: string;
}

/** Every property below a schema with its path. */
function propertiesOf(schema: Schema, path = ''): readonly (readonly [string, Schema])[] {
  const below = [
    ...(schema.oneOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.items === undefined ? [] : [schema.items]),
  ];
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) => [
      [`${path}/${name}`, property] as const,
      ...propertiesOf(property, `${path}/${name}`),
    ]),
    ...below.flatMap((each) => propertiesOf(each, path)),
  ];
}

describe('JSON Schema', () => {
  const schema = scenario.schema as Schema;

  it('describes every field except the discriminators', () => {
    const silent = propertiesOf(schema).filter(([, property]) => property.description === undefined);
    expect(silent.filter(([, property]) => property.const === undefined).map(([path]) => path)).toEqual([]);
  });

  it('offers every node kind and every distribution with its parameters', () => {
    const text = JSON.stringify(schema);
    for (const { kind } of nodeKinds) expect(text).toContain(`"const":"${kind}"`);
    for (const { name, forms } of distributionHelp) {
      expect(text).toContain(`"const":"${name}"`);
      for (const parameter of forms.flat()) expect(text).toContain(`"${parameter.name}":`);
    }
    expect(nodeKinds).toHaveLength(17);
    expect(distributionHelp).toHaveLength(32);
    expect(Object.keys(aggregatorMethodHelp)).toHaveLength(12);
  });

  it('requires the parameters of distributions with one form and closes every object', () => {
    const normal = propertiesOf(schema).find(
      ([path, property]) =>
        path === '/nodes/parameters' &&
        property.properties?.['sd'] !== undefined &&
        property.properties['mu'] === undefined,
    );
    expect(normal![1].required).toEqual(['mean', 'sd']);
    expect(schema.additionalProperties).toBe(false);
  });
});

describe('examples', () => {
  it.each(examples)('%s is valid', (_, document) => {
    expect(issuesOf(document)).toEqual([]);
  });

  it('sum-of-normals gives its analytic values within 4 standard errors', () => {
    const document = examples.find(([name]) => name === 'sum-of-normals.json')![1];
    const simulation = run(document, 1, 50_000);
    // Standard normal: z(0.95) = 1.6448536, phi(z) / 0.05 = 2.0627128; P(Z > 1) = 0.1586553.
    for (const [name, exact] of [
      ['mean', 30],
      ['sd', 5],
      ['skewness', 0],
      ['excess-kurtosis', 0],
      ['p95', 38.224268],
      ['cvar-upper-0.95', 40.313564],
      ['cvar-lower-0.95', 19.686436],
      ['probability-above-35', 0.1586553],
    ] as const) {
      const { value, standardError } = metric(simulation, name, 'total.value');
      expect(Math.abs(value - exact), name).toBeLessThan(4 * standardError!);
    }
  });

  it('newsvendor gives its analytic values within 4 standard errors', () => {
    const document = examples.find(([name]) => name === 'newsvendor.json')![1];
    const simulation = run(document, 1, 100_000);
    // Order 100, demand uniform on 50 .. 150: expected sales 87.5, left over 12.5, shortage 12.5; loss below demand 50 + 0 = 50.
    const profit = metric(simulation, 'mean', 'profit.value');
    expect(Math.abs(profit.value - (5 * 87.5 + 12.5 - 300))).toBeLessThan(4 * profit.standardError!);
    const shortage = metric(simulation, 'mean', 'shortage.value');
    expect(Math.abs(shortage.value - 12.5)).toBeLessThan(4 * shortage.standardError!);
    expect(metric(simulation, 'violation-probability', 'loss.satisfied').value).toBe(0);
  });

  it('names the files an example needs without validating it', () => {
    const document = examples.find(([name]) => name === 'spare-parts.json')![1];
    expect(scenario.files(document.model)).toEqual(['repairs.csv']);
    expect(scenario.files({ nodes: [null, 3, { csv: { file: 7 } }, { csv: { file: 'a' } }] })).toEqual(['a']);
    expect(scenario.files(undefined)).toEqual([]);
  });
});
