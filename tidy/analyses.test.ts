// Every recorded analysis still gives its bytes, and those with a known answer agree with it.
// A whole host recorded them, a process for each. Here they are carried out in this process; one goes through a host again.
import { readFileSync } from 'node:fs';
import { catalog } from '@holdfast/catalog';
import { documentsOf, runExperiment, type PointExecutor } from '@holdfast/experiment';
import type { ExperimentRequest, ExperimentResult, ExperimentSpec, ReportOf } from '@holdfast/protocol';
import { encodeJson, experimentResultSchema } from '@holdfast/protocol';
import { normalCdf, normalQuantile } from '@holdfast/numerics';
import { computePoint, openModel } from '@holdfast/runtime';
import { describe, expect, it } from 'vitest';
import { analysisNames, carryOutAnalyses, readAnalysis } from '../examples/analyses.js';
import { root } from './sources.ts';

const names = await analysisNames();

/** Parts of the variance of a sum of PERT tasks [min, mode, max]: (mean - min) (max - mean) / 7 each. */
const tasks: Readonly<Record<string, readonly [number, number, number]>> = {
  design: [10, 14, 24],
  foundation: [12, 15, 22],
  frame: [18, 21, 30],
  finish: [14, 18, 28],
};
const variances = Object.entries(tasks).map(([name, [min, mode, max]]) => {
  const mean = (min + 4 * mode + max) / 6;
  return [name, ((mean - min) * (max - mean)) / 7] as const;
});
const total = variances.reduce((sum, [, variance]) => sum + variance, 0);
const pathParts: Readonly<Record<string, number>> = Object.fromEntries(
  variances.map(([name, variance]) => [name, variance / total]),
);

/** Expected profit of the newsvendor: 8 E[min(demand, order)] - 3 order. */
function profit(order: number): number {
  const z = (order - 500) / 100;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return 8 * (order - (order - 500) * normalCdf(z) - 100 * density) - 3 * order;
}

async function carryOut(name: string): Promise<ExperimentResult> {
  const request = (await readAnalysis(name)) as ExperimentRequest;
  const { document, method, limits = {}, parameters = [], replicates = 1 } = request;
  const { model, simulator } = openModel(catalog, document);
  const until = request.until ?? document.run?.until ?? model.until;
  const seed = request.seed ?? document.run?.seed ?? 1;
  const spec: ExperimentSpec = { document, seed, until, parameters, replicates, limits, method };
  const { family, version: engine, study } = simulator;
  const models = documentsOf(spec, study).map((each) => openModel(catalog, each).model);
  const executor: PointExecutor = {
    async execute(tasks, done) {
      for (const task of tasks)
        done({ index: task.index, metrics: computePoint(models[task.document], task) });
    },
  };
  const result = await runExperiment(
    spec,
    { family, engine, parameters: model.parameters, study },
    { executor },
  );
  // As it comes from the store, members in the order of the schema.
  return experimentResultSchema.parse(result);
}

const results = new Map<string, Promise<ExperimentResult>>();

/** Carried out once, by the first test that asks. */
function resultOf(name: string): Promise<ExperimentResult> {
  const result = results.get(name) ?? carryOut(name);
  results.set(name, result);
  return result;
}

async function reportOf<Kind extends NonNullable<ExperimentResult['report']>['kind']>(
  name: string,
): Promise<ReportOf<Kind>> {
  return (await resultOf(name)).report as ReportOf<Kind>;
}

const recorded = (name: string): string =>
  readFileSync(`${root}examples/analyses/expected/${name}.json`, 'utf8');

describe('analyses', () => {
  it.each(names)('%s gives its recorded result', async (name) => {
    expect(`${encodeJson(await resultOf(name), 2)}\n`).toBe(recorded(name));
  });

  it('give it from a whole host too', async () => {
    const found: [string, string][] = [];
    const some = ['newsvendor-compare'];
    await carryOutAnalyses(some, (name: string, result: ExperimentResult) =>
      found.push([name, `${encodeJson(result, 2)}\n`]),
    );
    expect(found).toEqual(some.map((name) => [name, recorded(name)]));
  });

  it('cover every method', async () => {
    const all = await Promise.all(names.map(resultOf));
    const kinds = new Set(all.map(({ method }) => method.kind));
    expect(kinds.size).toBe(11);
  });

  it('finds the order that runs out once in ten times: the normal quantile', async () => {
    const { at, atStandardError } = await reportOf<'goal-seek'>('newsvendor-goal-seek');
    const exact = 500 + 100 * normalQuantile(0.9);
    // whole units: half a unit beside four errors
    expect(Math.abs(at! - exact)).toBeLessThan(0.5 + 4 * atStandardError!);
  });

  it('finds the order of the newsvendor: the critical ratio 5/8', async () => {
    const { verified } = await reportOf<'optimize'>('newsvendor-optimize');
    const exact = 500 + 100 * normalQuantile(5 / 8);
    const at = verified!.parameters[0].value;
    expect(verified!.verdict).toBe('feasible');
    // The profit is flat there: -4 (order - exact)^2 / 200; its error at common random numbers allows a few units.
    expect(Math.abs(at - exact)).toBeLessThan(5);
  });

  it('finds the slopes of a European option: the Greeks of Black and Scholes', async () => {
    const { rows } = (await reportOf<'one-at-a-time'>('european-option-one-at-a-time')).outputs[0];
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

  it('splits the variance of a sum of tasks as theory does', async () => {
    const { sources } = (await reportOf<'inputs'>('schedule-inputs')).outputs[1];
    for (const { source, first, total } of sources) {
      const exact = pathParts[source] ?? 0;
      for (const { value, standardError } of [first, total]) {
        // six replicates: errors are themselves uncertain
        expect(Math.abs(value! - exact), source).toBeLessThanOrEqual(6 * standardError!);
        expect(Math.abs(value! - exact), source).toBeLessThan(0.03);
      }
    }
  });

  it('compares two orders of the newsvendor iteration by iteration, far sharper than apart', async () => {
    const [mean] = (await reportOf<'compare'>('newsvendor-compare')).rows;
    const { difference, first, second, pairing } = mean;
    expect(pairing).toBe('iterations');
    expect(
      Math.abs(difference.value! - (profit(500) - profit(530))) / difference.standardError!,
    ).toBeLessThan(4);
    expect(difference.standardError! * 4).toBeLessThan(first.standardError! + second.standardError!);
  });
});
