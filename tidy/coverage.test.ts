// What exists is shown: every feature of the scenario format, every analysis and every import has an example with a recorded
// result. The lists come from the code, so whatever is added there is missed here until an example uses it.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { methodSchema } from '@holdfast/protocol';
import {
  aggregatorMethodHelp,
  distributionHelp,
  nodeKinds,
  scenario,
  scenarioImporters,
} from '@holdfast/scenario';
import { featuresIn, featuresOf } from './features.ts';
import { root } from './sources.ts';

interface Example {
  readonly family: string;
  readonly name: string;
  readonly model: Readonly<Record<string, unknown>>;
}

function jsonIn(folder: string): readonly (readonly [string, unknown])[] {
  return readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(`${root}${folder}/${name}`, 'utf8')) as unknown] as const);
}

const documents = jsonIn('examples')
  .map(([name, document]) => [name, document as Example] as const)
  .filter(([, { family }]) => family === 'scenario');
const features = featuresOf(scenario.schema);
const used = new Map<string, string>();
for (const [name, { model }] of documents) {
  for (const feature of featuresIn(scenario.schema, model)) used.set(feature, name);
}

describe('the scenario format', () => {
  it('has every member, kind and choice in an example', () => {
    expect([...features].filter((feature) => !used.has(feature))).toEqual([]);
    expect([...used.keys()].filter((feature) => !features.has(feature))).toEqual([]);
  });

  it('is enumerated whole: the lists an editor shows are among the features', () => {
    for (const { kind } of nodeKinds) {
      if (kind !== 'distribution') expect(features, kind).toContain(`node ${kind}`);
    }
    for (const { name, forms } of distributionHelp) {
      expect(features, name).toContain(`distribution ${name}`);
      for (const parameter of forms.flat()) {
        expect(features).toContain(`distribution ${name}, ${parameter.name}`);
      }
    }
    for (const method of Object.keys(aggregatorMethodHelp)) {
      expect(features).toContain(`node aggregator.method = ${method}`);
    }
    for (const feature of [
      'node subgraph',
      'edge.delay',
      'edge.feedback',
      'edge.weight',
      'dependence.copula = gaussian',
      'dependence.copula = t',
      'model.sampling stratified',
      'model.convergence.goals.relative',
      'distribution gamma, varying',
      'component.weight',
      'group.collapsed',
      'group.color = violet',
    ]) {
      expect(features).toContain(feature);
    }
    expect(features.size).toBeGreaterThan(350);
  });

  it('stops at goals for every sort of figure', () => {
    const goals = documents.flatMap(([, { model }]) => {
      const convergence = model['convergence'] as
        | { readonly goals?: readonly { figure: string }[] }
        | undefined;
      return convergence?.goals?.map(({ figure }) => figure) ?? [];
    });
    for (const sort of [/^mean$/, /^p\d/, /^cvar-/, /^probability-/]) {
      expect(
        goals.some((figure) => sort.test(figure)),
        String(sort),
      ).toBe(true);
    }
  });

  it('has parts in parts in parts, used more than once', () => {
    const depths = documents.map(([, { model }]) => depthOf(model as Part));
    expect(Math.max(...depths)).toBeGreaterThanOrEqual(3);
  });
});

describe('every example', () => {
  it.each(['examples', 'examples/analyses'])('in %s has a recorded result', (folder) => {
    for (const [name] of jsonIn(folder))
      expect(existsSync(`${root}${folder}/expected/${name}`), name).toBe(true);
  });
});

describe('every analysis', () => {
  it('has an example', () => {
    const kinds = methodSchema.options.map(({ shape }) => shape.kind.value);
    const shown = jsonIn('examples/analyses').map(
      ([, asked]) => (asked as { method: { kind: string } }).method.kind,
    );
    expect(new Set(shown)).toEqual(new Set(kinds));
  });
});

describe('every import', () => {
  const sources = readdirSync(`${root}examples/imports`);

  it.each(scenarioImporters.map((importer) => [importer.format, importer] as const))(
    '%s has a source among the examples, which becomes one of them',
    (_, importer) => {
      const read = sources
        .map((name) => readFileSync(`${root}examples/imports/${name}`, 'utf8'))
        .filter((text) => importer.recognises(text))
        .map((text) => importer.read(text, 'example'));
      expect(read.length).toBeGreaterThan(0);
      for (const parsed of read) {
        expect(parsed.ok).toBe(true);
        if (!parsed.ok) continue;
        const same = documents.filter(
          ([, { model }]) => JSON.stringify(model) === JSON.stringify(parsed.spec.model),
        );
        expect(same).toHaveLength(1);
      }
    },
  );
});

interface Part {
  readonly kind?: string;
  readonly use?: string;
  readonly nodes?: readonly Part[];
  readonly subgraphs?: Readonly<Record<string, Part>>;
}

/** Levels of parts below the model. */
function depthOf(model: Part): number {
  const parts = model.subgraphs ?? {};
  const below = (graph: Part): number => {
    const uses = (graph.nodes ?? []).filter(({ kind }) => kind === 'subgraph');
    return Math.max(0, ...uses.map(({ use }) => 1 + below(parts[use!])));
  };
  return below(model);
}
