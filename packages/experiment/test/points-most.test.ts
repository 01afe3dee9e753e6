import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalog } from '@holdfast/catalog';
import type { ModelDocument } from '@holdfast/core';
import type { ExperimentRequest, ExperimentResult } from '@holdfast/protocol';
import { describe, expect, it } from 'vitest';
import { pointsMost } from '@holdfast/experiment';

const folder = fileURLToPath(new URL('../../../examples/analyses/', import.meta.url));
const read = (path: string): unknown => JSON.parse(readFileSync(`${folder}${path}`, 'utf8'));
const analyses = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** Methods that compute exactly what they promise unless settings coincide. */
const exact = new Set(['one-at-a-time', 'tornado', 'morris', 'sobol', 'sweep', 'inputs']);

describe('the most points of an experiment', () => {
  it.each(analyses)('are never fewer than %s took, and as many where nothing ends early', (name) => {
    const request = read(name) as Omit<ExperimentRequest, 'document'> & { document: string };
    const document = read(request.document) as ModelDocument;
    const { parameters = [] } = document.model as { readonly parameters?: readonly unknown[] };
    const study = request.method.kind === 'inputs' ? catalog.get(document.family)?.study : undefined;
    const sources = study?.sources(document).length ?? 0;
    const most = pointsMost(request, { parameters: parameters.length, sources });
    const { points } = read(`expected/${name}`) as ExperimentResult;
    expect(points).toBeLessThanOrEqual(most);
    if (exact.has(request.method.kind)) expect(points).toBeGreaterThan(0.6 * most);
  });

  it('are never more than the limit on points', () => {
    const method = {
      kind: 'goal-seek',
      output: { subject: 'a', metric: 'mean' },
      range: { parameter: 'p' },
      target: 0,
    } as const;
    expect(pointsMost({ method, replicates: 4 }, { parameters: 1, sources: 0 })).toBe(200);
    expect(pointsMost({ method, limits: { points: 10 } }, { parameters: 1, sources: 0 })).toBe(10);
  });
});
