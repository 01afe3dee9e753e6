// What an author writes about the grid over time, and the tables that follow from it: points in place, or columns of an attached CSV.

import type { Issue } from '@holdfast/core';
import { z } from 'zod';
import { readColumns } from './two-columns.ts';

/** Points of one profile at most. */
const pointsMost = 100_000;
const factorMost = 1.5;

const points = z
  .array(z.tuple([z.number().min(0).max(1e9), z.number().min(0).max(factorMost)]))
  .min(1)
  .max(pointsMost);

const profile = z.strictObject({
  shape: z
    .enum(['steps', 'lines'])
    .default('steps')
    .describe('Constant until the next point, or straight from point to point'),
  points: points.optional().describe('Pairs of a time, s, and the factor from then on; times ascend'),
  file: z
    .string()
    .min(1)
    .optional()
    .describe('Attached CSV file (entry of the document’s "files") in place of points'),
  time: z.string().min(1).default('time').describe('Column of times, s'),
  factor: z.string().min(1).default('factor').describe('Column of factors'),
  repeat: z
    .number()
    .positive()
    .max(1e9)
    .optional()
    .describe('Time after which the profile begins again, s; 86400 for every day'),
});

export const grid = z.strictObject({
  load: profile.optional().describe('Factor on the load'),
  speed: profile.optional().describe('Factor on the speed set-point, as the frequency of the grid moves it'),
});

type WrittenProfile = z.infer<typeof profile>;
type WrittenGrid = z.infer<typeof grid>;

/** One profile, checked: as many factors as times, which ascend. */
export interface GridTable {
  readonly shape: 'steps' | 'lines';
  readonly times: readonly number[];
  readonly factors: readonly number[];
  /** s; Infinity for one that does not repeat. */
  readonly repeat: number;
}

export type GridTables = Readonly<Partial<Record<keyof WrittenGrid, GridTable>>>;

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

/** Names of the files a model's grid refers to, whether or not the model is valid. */
export function gridFiles(model: unknown): readonly string[] {
  const written = member(model, 'grid');
  const names = ['load', 'speed'].map((name) => member(member(written, name), 'file'));
  return [...new Set(names.filter((name): name is string => typeof name === 'string' && name !== ''))];
}

/** Tables of a grid, with everything that is wrong in them. */
export function gridTables(
  written: WrittenGrid,
  files: Readonly<Record<string, string>>,
): { readonly tables: GridTables; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const tables: Partial<Record<keyof WrittenGrid, GridTable>> = {};
  for (const name of ['load', 'speed'] as const) {
    const one = written[name];
    if (one === undefined) continue;
    const found = columnsOf(one, `/model/grid/${name}`, files, issues);
    if (found === undefined) continue;
    checkOrder(one, `/model/grid/${name}`, found, issues);
    tables[name] = { shape: one.shape, ...found, repeat: one.repeat ?? Infinity };
  }
  return { tables, issues };
}

function columnsOf(
  { points: given, file, time, factor }: WrittenProfile,
  path: string,
  files: Readonly<Record<string, string>>,
  issues: Issue[],
): Pick<GridTable, 'times' | 'factors'> | undefined {
  if ((given === undefined) === (file === undefined)) {
    const message = given === undefined ? 'a profile has no points' : 'a profile has points and a file';
    issues.push({ path, code: 'plant.profile-source', message, remedy: 'Give either points or file.' });
    return undefined;
  }
  if (given !== undefined)
    return { times: given.map(([at]) => at), factors: given.map(([, value]) => value) };
  const text = Object.hasOwn(files, file!) ? files[file!] : undefined;
  if (text === undefined) {
    const remedy = `Attach it under "files" as "${file}".`;
    issues.push({
      path: `${path}/file`,
      code: 'plant.file-missing',
      message: `no file "${file}" is attached`,
      remedy,
    });
    return undefined;
  }
  const read = readColumns(text, [time, factor], pointsMost);
  issues.push(...read.problems.map((problem) => ({ path: `${path}/file`, ...problem })));
  const [times = [], factors = []] = read.columns;
  factors.forEach((value, at) => {
    if (value >= 0 && value <= factorMost) return;
    const message = `factor ${value} lies outside 0 .. ${factorMost}`;
    issues.push({ path: `${path}/file`, code: 'plant.factor-out-of-range', message, line: read.lines[at]! });
  });
  return read.problems.length > 0 || times.length === 0 ? undefined : { times, factors };
}

function checkOrder(
  { repeat, file }: WrittenProfile,
  path: string,
  { times }: Pick<GridTable, 'times'>,
  issues: Issue[],
): void {
  const place = `${path}/${file === undefined ? 'points' : 'file'}`;
  const wrong = times.findIndex((time, at) => time < 0 || (at > 0 && !(time > times[at - 1]!)));
  if (wrong >= 0) {
    const message = `time ${times[wrong]} of point ${wrong + 1} does not come after the one before it`;
    issues.push({
      path: place,
      code: 'plant.times-not-ascending',
      message,
      remedy: 'Sort the points by time.',
    });
  }
  const last = times.at(-1)!;
  if (repeat !== undefined && last >= repeat) {
    const message = `the last point lies at ${last} s, where a profile that repeats after ${repeat} s has begun again`;
    issues.push({
      path: `${path}/repeat`,
      code: 'plant.repeat-too-short',
      message,
      remedy: `Repeat after more than ${last} s.`,
    });
  }
}
