// One decimal prefix for numbers that are read together.

const prefixes: readonly (readonly [string, number])[] = [
  ['T', 1e12],
  ['G', 1e9],
  ['M', 1e6],
  ['k', 1e3],
];

const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

export interface ScaledUnit {
  readonly unit: string;
  /** Divide by this. */
  readonly per: number;
}

/** The prefix that suits the largest of the numbers, for units that take one: J, W, N, Pa, N m. */
export function scaledUnit(unit: string, largest: number): ScaledUnit {
  const found = prefixes.find(([, per]) => Math.abs(largest) >= per);
  return found === undefined ? { unit, per: 1 } : { unit: `${found[0]}${unit}`, per: found[1] };
}

/** A quantity with its unit, four digits. */
export function quantity(value: number, unit: string, digits = 4): string {
  if (!Number.isFinite(value)) return '–';
  const scaled = scaledUnit(unit, value);
  const text = plain.format(Number((value / scaled.per).toPrecision(digits)));
  return `${text.replace('-', '−')} ${scaled.unit}`;
}
