// Numbers as people read them at a glance: amounts, durations, amounts of a unit, aligned tables.

import { formatNumber } from '@holdfast/client';

const suffixes = ['', 'k', 'M', 'G', 'T'] as const;

/** Prints a number with three significant digits and a suffix: 1.05M. */
export function formatAmount(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace('Infinity', '∞');
  const rounded = Number(value.toPrecision(3));
  const size = rounded === 0 ? 0 : Math.floor(Math.log10(Math.abs(rounded)) / 3);
  const index = Math.max(0, Math.min(suffixes.length - 1, size));
  return `${Number((rounded / 1000 ** index).toPrecision(3))}${suffixes[index]}`;
}

/** Prints a time or a count in full where it is whole, to nine digits where it is not. */
export function formatCount(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15
    ? value.toLocaleString('en-US')
    : formatNumber(value, 9);
}

/** Prints a duration with one unit: 350 ms, 4.2 s, 3.0 min, 1.5 h, 2.0 d. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_597_000) return `${(ms / 60_000).toFixed(1)} min`;
  if (ms < 86_220_000) return `${(ms / 3_600_000).toFixed(1)} h`;
  return `${(ms / 86_400_000).toFixed(1)} d`;
}

/** The unit for an amount other than one: words take an s, symbols do not. */
export function pluralOf(unit: string): string {
  return unit.length > 3 && !unit.endsWith('s') ? `${unit}s` : unit;
}

/** Aligns columns; `right` names the columns whose cells end flush. Cells hold no escape sequences. */
export function formatTable(
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, at) => (right.has(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
