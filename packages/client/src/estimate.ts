// A figure with its error as text, the same wherever a person reads one: as many digits as the error justifies, no more.

/** A value and its standard error, ready to be printed beside each other. */
export interface EstimateText {
  readonly value: string;
  /** Two significant digits; null where there is no standard error. */
  readonly error: string | null;
}

/** Significant digits a double is sure to hold; what follows is rounding. */
const digitsMax = 15;

/** Making a formatter costs forty times what it takes to format by it, so there is one for each number of digits. */
const byDigits = Array.from(
  { length: 17 },
  (_, index) =>
    new Intl.NumberFormat('en-US', { maximumSignificantDigits: index + 1, signDisplay: 'negative' }),
);
const byDecimals = Array.from(
  { length: 21 },
  (_, places) =>
    new Intl.NumberFormat('en-US', {
      minimumFractionDigits: places,
      maximumFractionDigits: places,
      signDisplay: 'negative',
    }),
);

/** Plain notation is used for magnitudes 1e-4 .. 1e9; outside, zeros would have to be counted. */
const isPlain = (exponent: number): boolean => exponent >= -4 && exponent < 9;

/** Decimal exponent of the leading digit; 0 for 0. */
function exponentOf(value: number): number {
  return value === 0 ? 0 : Number(value.toExponential().split('e')[1]);
}

/** To so many decimals, with thousands separated; -1 decimals are tens. Never shows a negative zero. */
function fixed(value: number, decimals: number): string {
  const places = Math.max(decimals, 0);
  const unit = 10 ** Math.max(-decimals, 0);
  const rounded = unit === 1 ? value : Math.round(value / unit) * unit;
  return byDecimals[places]!.format(rounded);
}

/** A number to `digits` significant digits (1 .. 17) with thousands separated; `3e12` where it is very large or small. */
export function formatNumber(value: number, digits = 6): string {
  if (!Number.isFinite(value)) return String(value).replace('Infinity', '∞');
  if (isPlain(exponentOf(value))) {
    return byDigits[digits - 1]!.format(value);
  }
  const [mantissa = '', power] = value.toExponential(digits - 1).split('e');
  return `${mantissa.replace(/\.?0+$/, '')}e${Number(power)}`;
}

/** A value and its standard error, both to the place of the error's second significant digit. */
export function formatEstimate(value: number, standardError: number | null): EstimateText {
  if (standardError === null) return { value: formatNumber(value), error: null };
  if (!Number.isFinite(value) || !Number.isFinite(standardError)) {
    return { value: formatNumber(value), error: formatNumber(standardError, 2) };
  }
  if (standardError === 0) return { value: formatNumber(value, 10), error: '0' };
  const magnitude = Math.max(exponentOf(value), exponentOf(standardError));
  if (!isPlain(magnitude)) {
    const scale = 10 ** magnitude;
    const { value: mantissa, error } = formatEstimate(value / scale, standardError / scale);
    return { value: `${mantissa}e${magnitude}`, error: `${error}e${magnitude}` };
  }
  const decimals = 1 - exponentOf(Number(standardError.toPrecision(2)));
  const known = digitsMax - 1 - exponentOf(value);
  if (decimals > known) return { value: fixed(value, known), error: formatNumber(standardError, 2) };
  return { value: fixed(value, decimals), error: fixed(standardError, decimals) };
}
