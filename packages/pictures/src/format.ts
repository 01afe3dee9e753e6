// Numbers, durations and endings as text. A number with an error shows no digit that the error makes meaningless.

import * as plain from '@holdfast/client';
import type { EstimateText } from '@holdfast/client';
import type { StopReason } from '@holdfast/core';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });

function special(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '∞';
  if (value === -Infinity) return '−∞';
  return undefined;
}

function minus(text: string): string {
  return text.replace(/^-/, '−');
}

/** A plain number to `digits` significant digits, whole numbers below 10^12 in full; very large and very small ones in
 * scientific form. */
export function formatNumber(value: number, digits = 6): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e12) return formatCount(value);
  return special(value) ?? minus(plain.formatNumber(value, digits));
}

/** A count with thousands separators. */
export function formatCount(value: number): string {
  return special(value) ?? minus(grouped.format(value));
}

/** A value and its standard error as the SDK prints them, with a typographic minus; counts in full. */
export function formatEstimate(value: number, standardError: number | null): EstimateText {
  if (standardError === null) return { value: formatNumber(value), error: null };
  const { value: text, error } = plain.formatEstimate(value, standardError);
  return { value: minus(text), error };
}

/** `value ± error` on one line. */
export function estimateLine(value: number, standardError: number | null): string {
  const text = formatEstimate(value, standardError);
  return text.error === null ? text.value : `${text.value} ± ${text.error}`;
}

/** A magnitude for tight places, with the suffixes of the axes: `12.3k`, `4.1M`, `10G`. */
export function formatCompact(value: number): string {
  const named = special(value);
  if (named !== undefined) return named;
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-3)) return formatNumber(value, 3);
  return minus(compact.format(value).replace('K', 'k').replace('B', 'G'));
}

/** A wall-clock span in its two largest units. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return '∞';
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const total = Math.round(seconds);
  const [days, hours, minutes] = [
    Math.floor(total / 86_400),
    Math.floor(total / 3600) % 24,
    Math.floor(total / 60) % 60,
  ];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return `${minutes} min ${total % 60} s`;
}

/** A share of one as per cent; one that is not nothing never reads as nothing. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.005) return `${formatNumber(percent, 1)} %`;
  return `${percent.toFixed(percent > 0 && percent < 10 ? 2 : 1)} %`;
}

/** Name of a probability level: 0.05 is `p5`, 0.999 is `p99.9`. */
export function levelName(level: number): string {
  return `p${Number((level * 100).toPrecision(6))}`;
}

const limitWords = {
  wallMs: (bound: number) => `wall time of ${formatDuration(bound)}`,
  steps: (bound: number) => `${formatCount(bound)} steps`,
  simulatedTime: (bound: number) => `simulated time of ${formatNumber(bound)}`,
  memoryMb: (bound: number) => `memory of ${formatCount(bound)} MB`,
  frames: (bound: number) => `${formatCount(bound)} frames`,
} as const;

/** Why a run ended, as a plain clause. */
export function stopInWords(stop: StopReason): string {
  switch (stop.kind) {
    case 'reached-end':
      return 'reached its end';
    case 'converged':
      return 'converged to the asked precision';
    case 'limit':
      return `stopped at its limit: ${limitWords[stop.limit](stop.bound)}`;
    case 'halted':
      return `halted by the rule ${stop.rule}`;
    case 'cancelled':
      return 'cancelled';
    case 'failed':
      return `failed: ${stop.message}`;
  }
}
