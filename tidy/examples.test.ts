// Every example still gives its recorded bytes, and every figure with an analytic value lies within four standard errors of it.
// A whole host recorded them, a process for each run. Here they are computed in one straight line, which the runtime's own
// tests compare with hosts of every kind; two go through a whole host again.
import { readFileSync } from 'node:fs';
import { catalog } from '@holdfast/catalog';
import type { ModelDocument, RunResult } from '@holdfast/core';
import { encodeResult } from '@holdfast/protocol';
import { loadFamily, openModel } from '@holdfast/runtime';
import { describe, expect, it } from 'vitest';
import { exampleNames, executeExamples, readExample } from '../examples/execute.js';
import { undisturbed } from '../packages/runtime/test/fixtures/undisturbed.ts';
import { root } from './sources.ts';

interface Analytic {
  readonly subject: string;
  readonly metric: string;
  readonly value: number;
  readonly source: string;
}

const names = await exampleNames();
const analytic = JSON.parse(readFileSync(`${root}examples/expected/analytic.json`, 'utf8')) as Record<
  string,
  readonly Analytic[]
>;

const results = new Map<string, Promise<RunResult>>();

/** Engines are slow to load: once for all examples of a family. */
const loaded = new Map<string, ReturnType<typeof loadFamily>>();

async function compute(name: string): Promise<RunResult> {
  const document = (await readExample(name)) as ModelDocument;
  const { model } = openModel(catalog, document);
  const { seed = 1, until = model.until } = document.run ?? {};
  const spec = { document, seed, until, parameters: [], limits: {}, workers: 1 };
  const simulators = loaded.get(document.family) ?? loadFamily(catalog, document.family);
  loaded.set(document.family, simulators);
  return (await undisturbed(spec, [], await simulators)).result;
}

/** Computed once, by the first test that asks. */
function resultOf(name: string): Promise<RunResult> {
  const result = results.get(name) ?? compute(name);
  results.set(name, result);
  return result;
}

const recorded = (name: string): string => readFileSync(`${root}examples/expected/${name}.json`, 'utf8');

describe('examples', () => {
  it.each(names)('%s gives its recorded result', async (name) => {
    expect(encodeResult(await resultOf(name))).toBe(recorded(name));
  });

  it('give it from a whole host too, with or without an attachment', async () => {
    const found: [string, string][] = [];
    const some = ['nile-reservoir', 'european-option'];
    await executeExamples(some, (name: string, result: RunResult) =>
      found.push([name, encodeResult(result)]),
    );
    expect(found).toEqual(some.map((name) => [name, recorded(name)]));
  });

  it.each(Object.entries(analytic))('%s agrees with theory', async (name, figures) => {
    const { metrics } = await resultOf(name);
    for (const { subject, metric, value, source } of figures) {
      const found = metrics.find((one) => one.subject === subject && one.name === metric);
      expect(found, `${subject} ${metric}`).toBeDefined();
      expect(found!.standardError, `${subject} ${metric} has an error`).toBeGreaterThan(0);
      const score = (found!.value - value) / found!.standardError!;
      expect(Math.abs(score), `${subject} ${metric}: ${found!.value} for ${value} (${source})`).toBeLessThan(
        4,
      );
    }
  });

  it('has an analytic value wherever one is known, for no unknown example', () => {
    expect(Object.keys(analytic).filter((name) => !names.includes(name))).toEqual([]);
    expect(Object.keys(analytic).length).toBeGreaterThanOrEqual(12);
  });
});
