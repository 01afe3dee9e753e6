// Joint central moments of two quantities, one pass over blocks merged in a fixed order, so the bits depend on the blocks
// alone. P. Pebay (2008), "Formulas for robust, one-pass parallel computation of covariances and arbitrary-order
// statistical moments", Sandia SAND2008-6212. Values must be finite.

/** Number of pairs, both means, then the sums of (x - mean x)^p (y - mean y)^q for 2 <= p + q <= order. */
export type Comoments = Float64Array;

/** Highest p + q kept: 2 for a correlation, 4 for its error too. */
export type ComomentOrder = 2 | 4;

interface Power {
  readonly p: number;
  readonly q: number;
}

function powersTo(order: ComomentOrder): readonly Power[] {
  const powers: Power[] = [];
  for (let sum = 2; sum <= order; sum++) for (let q = 0; q <= sum; q++) powers.push({ p: sum - q, q });
  return powers;
}

const powers: Readonly<Record<ComomentOrder, readonly Power[]>> = { 2: powersTo(2), 4: powersTo(4) };
const binomials = [[1], [1, 1], [1, 2, 1], [1, 3, 3, 1], [1, 4, 6, 4, 1]];
const count = 0;
const meanX = 1;
const meanY = 2;
const first = 3;

/** Of no pairs. */
export function createComoments(order: ComomentOrder): Comoments {
  return new Float64Array(first + powers[order].length);
}

/** Mean of (x - mean x)^p (y - mean y)^q; p + q is 2 .. the order. */
export function comoment(moments: Comoments, p: number, q: number): number {
  return sumOf(moments, p, q) / moments[count]!;
}

/** Pairs taken in. */
export function pairCount(moments: Comoments): number {
  return moments[count]!;
}

/** Mean of each quantity. */
export function pairMeans(moments: Comoments): { readonly x: number; readonly y: number } {
  return { x: moments[meanX]!, y: moments[meanY]! };
}

/** Correlation coefficient; NaN where one of the quantities does not vary. */
export function correlation(moments: Comoments): number {
  const r = sumOf(moments, 1, 1) / (Math.sqrt(sumOf(moments, 2, 0)) * Math.sqrt(sumOf(moments, 0, 2)));
  return Math.max(-1, Math.min(1, r));
}

/** Takes in the pairs of one block: the first `size` places of `x` and `y`. */
export function addPairs(into: Comoments, x: Float64Array, y: Float64Array, size: number): void {
  if (size === 0) return;
  const block = new Float64Array(into.length);
  let [sumX, sumY] = [0, 0];
  for (let i = 0; i < size; i++) {
    sumX += x[i]!;
    sumY += y[i]!;
  }
  const [centerX, centerY] = [sumX / size, sumY / size];
  block[count] = size;
  block[meanX] = centerX;
  block[meanY] = centerY;
  let [s20, s11, s02] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    const dx = x[i]! - centerX;
    const dy = y[i]! - centerY;
    s20 += dx * dx;
    s11 += dx * dy;
    s02 += dy * dy;
  }
  block.set([s20, s11, s02], first);
  if (into.length > first + 3) addHigher(block, x, y, size);
  mergeComoments(into, block);
}

function addHigher(block: Comoments, x: Float64Array, y: Float64Array, size: number): void {
  let [s30, s21, s12, s03] = [0, 0, 0, 0];
  let [s40, s31, s22, s13, s04] = [0, 0, 0, 0, 0];
  for (let i = 0; i < size; i++) {
    const dx = x[i]! - block[meanX]!;
    const dy = y[i]! - block[meanY]!;
    const [xx, xy, yy] = [dx * dx, dx * dy, dy * dy];
    s30 += xx * dx;
    s21 += xx * dy;
    s12 += yy * dx;
    s03 += yy * dy;
    s40 += xx * xx;
    s31 += xx * xy;
    s22 += xx * yy;
    s13 += xy * yy;
    s04 += yy * yy;
  }
  block.set([s30, s21, s12, s03, s40, s31, s22, s13, s04], first + 3);
}

/** Takes the pairs behind `from` into `into`; both are of one order. */
export function mergeComoments(into: Comoments, from: Comoments): void {
  const n = from[count]!;
  if (n === 0) return;
  if (into[count] === 0) {
    into.set(from);
    return;
  }
  const total = into[count]! + n;
  const dx = from[meanX]! - into[meanX]!;
  const dy = from[meanY]! - into[meanY]!;
  const centerX = into[meanX]! + (dx * n) / total;
  const centerY = into[meanY]! + (dy * n) / total;
  const order: ComomentOrder = into.length > first + 3 ? 4 : 2;
  const sums = powers[order].map(
    ({ p, q }) => sumAbout(into, centerX, centerY, p, q) + sumAbout(from, centerX, centerY, p, q),
  );
  into.set(sums, first);
  into[count] = total;
  into[meanX] = centerX;
  into[meanY] = centerY;
}

/** Sum of (x - centerX)^p (y - centerY)^q. */
function sumAbout(moments: Comoments, centerX: number, centerY: number, p: number, q: number): number {
  const dx = moments[meanX]! - centerX;
  const dy = moments[meanY]! - centerY;
  let sum = 0;
  let powerX = 1;
  for (let i = 0; i <= p; i++) {
    let power = powerX;
    for (let j = 0; j <= q; j++) {
      sum += binomials[p]![i]! * binomials[q]![j]! * sumOf(moments, p - i, q - j) * power;
      power *= dy;
    }
    powerX *= dx;
  }
  return sum;
}

/** Sum of (x - mean x)^p (y - mean y)^q. */
function sumOf(moments: Comoments, p: number, q: number): number {
  const order = p + q;
  if (order === 0) return moments[count]!;
  if (order === 1) return 0;
  // Three entries of order 2, four of order 3, five of order 4, each by ascending q.
  const before = order === 2 ? 0 : order === 3 ? 3 : 7;
  return moments[first + before + q]!;
}
