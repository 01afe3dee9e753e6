// Labels of an axis: just enough decimals to tell neighbours apart, one suffix for the whole axis.

const suffixes = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

const decimalsMost = 10;
/** Making a formatter costs forty times what it takes to format by it, and charts draw sixty times a second. */
const byDecimals = Array.from(
  { length: decimalsMost + 1 },
  (_, places) =>
    new Intl.NumberFormat('en-US', {
      minimumFractionDigits: places,
      maximumFractionDigits: places,
      signDisplay: 'negative',
    }),
);

/** Labels for tick positions that lie `increment` apart. */
export function axisLabels(ticks: readonly number[], increment: number): readonly string[] {
  const largest = Math.max(...ticks.map(Math.abs), 0);
  if (largest === 0 || !Number.isFinite(largest)) return ticks.map(String);
  if (largest < 1e-4 || largest >= 1e15)
    return ticks.map((tick) => (tick === 0 ? '0' : trim(tick.toExponential(2))));
  const [scale, suffix] = suffixes.find(([size]) => largest >= (size === 1e3 ? 1e4 : size)) ?? [1, ''];
  const format = byDecimals[decimalsOf(increment / scale)]!;
  return ticks.map((tick) => {
    const text = format.format(tick / scale);
    return `${text.replace('-', '−')}${tick === 0 ? '' : suffix}`;
  });
}

/** Decimals that write a step exactly, ten at most. */
function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < decimalsMost; decimals += 1) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return decimals;
  }
  return decimalsMost;
}

function trim(exponential: string): string {
  return exponential.replace(/\.?0+e/, 'e').replace('e+', 'e');
}

/** Ticks of a logarithmic axis: powers of ten, with twice and five times each where less than three decades show. */
export function logTicks(low: number, high: number): readonly number[] {
  if (!(low > 0) || !(high >= low)) return [];
  const steps = Math.log10(high / low) < 3 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    // Written as text and read back, a power of ten is exact.
    for (const step of steps) ticks.push(Number(`${step}e${power}`));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

/** Labels of `logTicks`: `50`, `200`, `1k`, `5M`. */
export function logLabels(ticks: readonly number[]): readonly string[] {
  return ticks.map((tick) => {
    if (tick < 1e-3) return trim(tick.toExponential(0));
    const [scale, suffix] = suffixes.find(([size]) => tick >= size) ?? [1, ''];
    return `${Number((tick / scale).toPrecision(3))}${suffix}`;
  });
}
