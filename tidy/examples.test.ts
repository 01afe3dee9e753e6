// Every example still gives its recorded bytes, and every figure with an analytic value lies within four standard errors of it.
import { readFileSync } from 'node:fs';
import type { RunResult } from '@holdfast/core';
import { encodeResult } from '@holdfast/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { exampleNames, executeExamples } from '../examples/execute.js';
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

describe('examples', () => {
  const results = new Map<string, RunResult>();

  beforeAll(async () => {
    await executeExamples(names, (name: string, result: RunResult) => results.set(name, result));
  });

  it.each(names)('%s gives its recorded result', (name) => {
    const recorded = readFileSync(`${root}examples/expected/${name}.json`, 'utf8');
    expect(encodeResult(results.get(name)!)).toBe(recorded);
  });

  it.each(Object.entries(analytic))('%s agrees with theory', (name, figures) => {
    for (const { subject, metric, value, source } of figures) {
      const found = results.get(name)!.metrics.find((one) => one.subject === subject && one.name === metric);
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
