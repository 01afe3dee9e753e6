// Reads and writes the bits of doubles; the scratch words are filled and read inside one call, nothing survives it.
// Word order is little-endian, as on every platform that runs ECMAScript engines and WebAssembly.

const double = new Float64Array(1);
const word = new Int32Array(double.buffer);

/** Upper 32 bits (sign, exponent, first 20 fraction bits) as a signed integer. */
export function highWord(x: number): number {
  double[0] = x;
  return word[1]!;
}

/** Lower 32 bits as a signed integer. */
export function lowWord(x: number): number {
  double[0] = x;
  return word[0]!;
}

/** The double made of two words. */
export function fromWords(high: number, low: number): number {
  word[1] = high;
  word[0] = low;
  return double[0]!;
}

/** 2^k for -1022 <= k <= 1023. */
export function powerOfTwo(k: number): number {
  word[1] = (k + 1023) << 20;
  word[0] = 0;
  return double[0]!;
}

/** The first 26 significant bits of x, so that products of two such parts are exact. */
export function leadingPart(x: number): number {
  return fromWords(highWord(x), lowWord(x) & 0xf8000000);
}

/** x * 2^k with one rounding when the result is subnormal; -2000 <= k <= 2000 and 2^-20 <= |x| <= 2^20. */
export function scale(x: number, k: number): number {
  const half = k >> 1;
  return x * powerOfTwo(half) * powerOfTwo(k - half);
}
