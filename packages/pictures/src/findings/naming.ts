// What parameters, subjects and figures are called, and how estimates are said in a finding.

import type { NumberInput } from '@holdfast/core';
import type { Estimate, Figure, ModelView } from '@holdfast/protocol';
import { estimateLine, formatNumber, formatShare } from '../format.ts';

export interface ParameterName {
  readonly label: string;
  readonly unit: string;
  /** Where it stands when nothing moves it. */
  readonly value?: number | undefined;
}

/** Names of one document; what it does not name is called as it is written. */
export interface Names {
  parameter(name: string): ParameterName;
  subject(name: string): string;
}

/** Names of a model; without one everything is called as it is written. `held` are values set for an experiment. */
export function namesOf(model: ModelView | undefined, held: readonly NumberInput[] = []): Names {
  return {
    parameter(name) {
      const known = model?.parameters.find((each) => each.name === name);
      const value = held.findLast(({ parameter }) => parameter === name)?.value ?? known?.value;
      const label = known?.label ?? '';
      return { label: label === '' ? name : label, unit: known?.unit ?? '', value };
    },
    subject(subject) {
      const own = model?.channels.filter((channel) => channel.subject === subject) ?? [];
      return own.find(({ label }) => label !== undefined)?.label ?? subject;
    },
  };
}

/** Half the width of a 95 % interval in standard errors of a normal estimate. */
export const z95 = 1.96;

const metricNames: Readonly<Record<string, string>> = {
  sd: 'standard deviation',
  min: 'least value',
  max: 'greatest value',
  'excess-kurtosis': 'excess kurtosis',
};

/** The name of a metric as people say it: `probability-above-0` is `probability above 0`. */
export function metricWords(metric: string): string {
  const known = metricNames[metric];
  if (known !== undefined) return known;
  const [, kind = '', side = '', at = ''] =
    /^(var|cvar|probability)-([a-z-]+?)-(-?[\d.e+-]+)$/.exec(metric) ?? [];
  if (kind === 'probability') return `probability ${side.replaceAll('-', ' ')} ${at}`;
  if (kind !== '') {
    const level = formatShare(Number(at)).replace('.0', '');
    return `${kind === 'var' ? 'value at risk' : 'expected shortfall'}, ${side} ${level}`;
  }
  return metric;
}

/** `mean of Profit`. */
export function figureWords({ subject, metric }: Figure, names: Names): string {
  return `${metricWords(metric)} of ${names.subject(subject)}`;
}

/** A name with its unit, as axes have it. */
export function withUnit(name: string, unit: string): string {
  return unit === '' || unit === '1' ? name : `${name} [${unit}]`;
}

/** First letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** An estimate with its standard error; a dash where it could not be had. */
export function said({ value, standardError }: Estimate): string {
  return value === null ? '–' : estimateLine(value, standardError);
}

/** A number that may be missing. */
export function plain(value: number | null, digits = 5): string {
  return value === null ? '–' : formatNumber(value, digits);
}

/** The 95 % interval; undefined where value or error is not known. */
export function interval({ value, standardError }: Estimate): readonly [number, number] | undefined {
  if (value === null || standardError === null) return undefined;
  return [value - z95 * standardError, value + z95 * standardError];
}

/** Ends of the interval, or the value alone: what an axis must hold. */
export function reachOf(estimate: Estimate): readonly (number | null)[] {
  return [estimate.value, ...(interval(estimate) ?? [])];
}

/** Whether an estimate differs from 0 by more than twice its error; undefined where the error is not known. */
export function stands({ value, standardError }: Estimate): boolean | undefined {
  if (value === null || standardError === null) return undefined;
  return Math.abs(value) > z95 * standardError;
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `1 of 3 swings`, `all 3 swings`. */
export function countOf(some: number, all: number, what: string): string {
  if (some === all) return all === 2 ? `both ${what}` : all === 1 ? `the ${what}` : `all ${all} ${what}`;
  return `${some === 0 ? 'none' : some} of ${all} ${what}`;
}
