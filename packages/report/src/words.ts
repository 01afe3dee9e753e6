// Figures as people say them: an amount with its unit and the 95 % margin of its error, a share as per cent.

import type { Metric } from '@holdfast/core';
import { formatEstimate, formatNumber, unitText } from '@holdfast/pictures';
import { markup, type Markup } from './markup.ts';

/** Half width of a 95 % interval in standard errors of a normal estimate. */
export const z95 = 1.96;

/** Value and margin of a figure, both in the digits the margin justifies; an exact figure has no margin. */
export function marginText(
  value: number,
  standardError: number | null,
): { readonly value: string; readonly margin: string | undefined } {
  const { value: text, error } = formatEstimate(value, standardError === null ? null : z95 * standardError);
  return { value: text, margin: error === null || error === '0' ? undefined : error };
}

/** `1,064,970 USD ± 250`; the unit comes once. */
export function amount({ value, standardError, unit }: Metric): Markup {
  const { value: text, margin } = marginText(value, standardError);
  const named = unitText(unit);
  return markup`<b>${text}${named === '' ? '' : ` ${named}`}</b>${margin === undefined ? '' : markup` <i>±\u00a0${margin}</i>`}`;
}

/** A probability as per cent: `30.30 % ± 0.09`. */
export function chance({ value, standardError }: Metric): Markup {
  const { value: text, margin } = marginText(
    value * 100,
    standardError === null ? null : standardError * 100,
  );
  return markup`<b>${text} %</b>${margin === undefined ? '' : markup` <i>±\u00a0${margin}</i>`}`;
}

/** A number without error and its unit. */
export function plain(value: number, unit: string): string {
  const named = unitText(unit);
  return `${formatNumber(value)}${named === '' ? '' : ` ${named}`}`;
}

/** Probability level of a quantile's name: `p05`, `p99.5`; undefined for other names. */
export function levelOf(name: string): number | undefined {
  const digits = /^p(\d+(?:\.\d+)?)$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number((Number(digits) / 100).toPrecision(12));
}
