// Every recorded analysis still gives its bytes, and those with a known answer agree with it.
import { readFileSync } from 'node:fs';
import type { ExperimentResult, ReportOf } from '@holdfast/protocol';
import { encodeJson } from '@holdfast/protocol';
import { normalCdf, normalQuantile } from '@holdfast/numerics';
import { beforeAll, describe, expect, it } from 'vitest';
import { analysisNames, carryOutAnalyses } from '../examples/analyses.js';
import { root } from './sources.ts';

const names = await analysisNames();

describe('analyses', () => {
  const results = new Map<string, ExperimentResult>();

  function reportOf<Kind extends NonNullable<ExperimentResult['report']>['kind']>(
    name: string,
  ): ReportOf<Kind> {
    return results.get(name)!.report as ReportOf<Kind>;
  }

  beforeAll(async () => {
    await carryOutAnalyses(names, (name: string, result: ExperimentResult) => results.set(name, result));
  }, 240_000);

  it.each(names)('%s gives its recorded result', (name) => {
    const recorded = readFileSync(`${root}examples/analyses/expected/${name}.json`, 'utf8');
    expect(`${encodeJson(results.get(name), 2)}\n`).toBe(recorded);
  });

  it('cover every method', () => {
    const kinds = new Set([...results.values()].map(({ method }) => method.kind));
    expect(kinds.size).toBe(10);
  });

  it('finds the order that runs out once in ten times: the normal quantile', () => {
    const { at, atStandardError } = reportOf<'goal-seek'>('newsvendor-goal-seek');
    const exact = 500 + 100 * normalQuantile(0.9);
    // whole units: half a unit beside four errors
    expect(Math.abs(at! - exact)).toBeLessThan(0.5 + 4 * atStandardError!);
  });

  it('finds the order of the newsvendor: the critical ratio 5/8', () => {
    const { verified } = reportOf<'optimize'>('newsvendor-optimize');
    const exact = 500 + 100 * normalQuantile(5 / 8);
    const at = verified!.parameters[0].value;
    expect(verified!.verdict).toBe('feasible');
    // The profit is flat there: -4 (order - exact)^2 / 200; its error at common random numbers allows a few units.
    expect(Math.abs(at - exact)).toBeLessThan(5);
  });

  it('finds the slopes of a European option: the Greeks of Black and Scholes', () => {
    const { rows } = reportOf<'one-at-a-time'>('european-option-one-at-a-time').outputs[0];
    const [spot, strike, sigma, years, rate] = [100, 105, 0.2, 1, 0.03];
    const d2 = (Math.log(spot / strike) + (rate - sigma ** 2 / 2) * years) / (sigma * Math.sqrt(years));
    const density = Math.exp(-((d2 + sigma * Math.sqrt(years)) ** 2) / 2) / Math.sqrt(2 * Math.PI);
    const exact: Record<string, number> = {
      strike: -Math.exp(-rate * years) * normalCdf(d2),
      volatility: spot * density * Math.sqrt(years),
    };
    for (const { parameter, slope } of rows) {
      const score = (slope.value! - exact[parameter]) / slope.standardError!;
      expect(Math.abs(score), parameter).toBeLessThan(4);
    }
  });
});
