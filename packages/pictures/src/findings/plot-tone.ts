// Colours and dashes of a plot as custom properties of the page around it, which has the same names in the studio and a report.

import { dashes } from '../picture.ts';
import type { Tone } from './plot.ts';

const named = {
  ink: 'var(--ink)',
  quiet: 'var(--line-strong)',
  warn: 'var(--warn)',
  bad: 'var(--bad)',
} as const;

export function plotColour(tone: Tone): string {
  return typeof tone === 'number' ? `var(--series-${tone % dashes.length})` : named[tone];
}

/** Lengths for `stroke-dasharray`; undefined for a line without gaps. */
export function plotDash(tone: Tone): string | undefined {
  if (tone === 'quiet') return '3 3';
  return typeof tone === 'number' ? (dashes[tone % dashes.length] ?? []).join(' ') || undefined : undefined;
}
