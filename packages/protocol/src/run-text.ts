// Durations and limits as people type them, the same in the command line and the studio.

import { SimulationError } from '@holdfast/core';
import type { LimitName, Limits } from '@holdfast/core';
import { limitsSchema } from './api.ts';

const durationUnits = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const memoryUnits = { MB: 1, GB: 1024, TB: 1024 * 1024 } as const;

function invalid(name: string, value: string, reason: string): SimulationError {
  return new SimulationError('configuration.invalid', { name, value, reason });
}

/** Splits "1.5e3 ms" into its number and its unit. */
function amount(name: string, text: string): { readonly value: number; readonly unit: string } {
  const match = /^\s*(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)\s*([a-zA-Z]*)\s*$/.exec(text);
  const value = Number(match?.[1]);
  if (match === null || !Number.isFinite(value)) throw invalid(name, text, 'a number is expected');
  return { value, unit: match[2]! };
}

function scaled(
  name: string,
  text: string,
  units: Readonly<Record<string, number>>,
  example: string,
): number {
  const { value, unit } = amount(name, text);
  const factor = Object.hasOwn(units, unit) ? units[unit]! : undefined;
  if (factor === undefined) {
    const known = Object.keys(units).join(', ');
    throw invalid(name, text, `write a number with one of the units ${known}, for example ${example}`);
  }
  return value * factor;
}

/** Reads a duration such as 300ms, 2s, 1.5m, 1h or 7d, in milliseconds; a bare number has no unit and is refused.
 * `name` says what is being read. @throws SimulationError `configuration.invalid` */
export function parseDuration(text: string, name = 'duration'): number {
  return scaled(name, text, durationUnits, '300ms');
}

/** Prints a duration so that `parseDuration` reads the same number: the largest unit that leaves a whole number. */
export function formatDuration(ms: number): string {
  const units = Object.entries(durationUnits).reverse();
  const [unit, factor] = units.find(([, size]) => ms >= size && ms % size === 0) ?? ['ms', 1];
  return `${ms / factor}${unit}`;
}

function count(name: string, text: string): number {
  const { value, unit } = amount(name, text);
  if (unit !== '') throw invalid(name, text, 'write a number without a unit, for example 1e6');
  return value;
}

interface LimitWord {
  readonly limit: LimitName;
  readonly parse: (text: string, name: string) => number;
  readonly format: (value: number) => string;
}

const words: Readonly<Record<string, LimitWord>> = {
  time: { limit: 'wallMs', parse: parseDuration, format: formatDuration },
  steps: { limit: 'steps', parse: (text, name) => count(name, text), format: String },
  simulated: { limit: 'simulatedTime', parse: (text, name) => count(name, text), format: String },
  memory: {
    limit: 'memoryMb',
    parse: (text, name) => scaled(name, text, memoryUnits, '512MB'),
    format: (value) => `${value}MB`,
  },
  frames: { limit: 'frames', parse: (text, name) => count(name, text), format: String },
};

/** Where a model counts its time in iterations, that is the word people look for. */
const otherWords: Readonly<Record<string, string>> = { iterations: 'simulated' };

function checked(name: string, text: string, limit: LimitName, value: number): number {
  const parsed = limitsSchema.shape[limit].safeParse(value);
  if (parsed.success) return value;
  const { minValue, maxValue } = limitsSchema.shape[limit].unwrap();
  if (value >= (minValue ?? 0) && value <= (maxValue ?? Infinity))
    throw invalid(name, text, parsed.error.issues[0]?.message ?? 'it is not valid');
  throw new SimulationError('limit.out-of-bounds', {
    name,
    value: text,
    min: minValue ?? 0,
    max: maxValue ?? Infinity,
  });
}

/** Reads limits such as "time=300ms,iterations=1e6,memory=512MB,frames=100,simulated=10"; no text is no limits.
 * @throws SimulationError `configuration.invalid`, `limit.out-of-bounds` */
export function parseLimits(text: string): Limits {
  const limits: { -readonly [Name in LimitName]?: number } = {};
  for (const item of text.split(',').filter((item) => item.trim() !== '')) {
    const [word = '', amount, ...rest] = item.split('=').map((side) => side.trim());
    const chosen = Object.hasOwn(otherWords, word) ? otherWords[word]! : word;
    const known = Object.hasOwn(words, chosen) ? words[chosen] : undefined;
    if (known === undefined || amount === undefined || rest.length > 0) {
      const reason = `write name=amount with one of the names ${[...Object.keys(words), ...Object.keys(otherWords)].join(', ')}`;
      throw invalid('limit', item.trim(), reason);
    }
    if (limits[known.limit] !== undefined) throw invalid('limit', text, `${word} is given twice`);
    const name = `limit ${word}`;
    limits[known.limit] = checked(name, amount, known.limit, known.parse(amount, name));
  }
  return limits;
}

/** Prints limits so that `parseLimits` reads the same ones. */
export function formatLimits(limits: Limits): string {
  return Object.entries(words)
    .filter(([, { limit }]) => limits[limit] !== undefined)
    .map(([word, { limit, format }]) => `${word}=${format(limits[limit]!)}`)
    .join(',');
}
