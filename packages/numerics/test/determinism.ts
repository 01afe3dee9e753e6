// Evaluates everything this package exports on fixed inputs and hashes the bits: the same text in every engine.

import * as numerics from '../src/index.ts';

/** Two 32-bit FNV-1a lanes over the words of doubles; every NaN counts as one value. */
class BitHash {
  readonly #double = new Float64Array(1);
  readonly #words = new Uint32Array(this.#double.buffer);
  #a = 0x811c9dc5;
  #b = 0x84222325;

  add(x: number): void {
    this.#double[0] = x;
    const [low, high] = x === x ? [this.#words[0], this.#words[1]] : [0, 0x7ff80000];
    this.#a = Math.imul(Math.imul(this.#a ^ low, 0x01000193) ^ high, 0x01000193);
    this.#b = Math.imul(Math.imul(this.#b ^ high, 0x01000193) ^ (low >>> 7) ^ (low << 25), 0x01000193);
  }

  addAll(values: Iterable<number>): void {
    for (const x of values) this.add(x);
  }

  get text(): string {
    return [this.#a, this.#b].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

/** Evaluated at arguments of every size. */
const elementary = [
  numerics.exp,
  numerics.log,
  numerics.log2,
  numerics.log10,
  numerics.log1p,
  numerics.expm1,
  numerics.sinh,
  numerics.cosh,
  numerics.tanh,
  numerics.sin,
  numerics.cos,
  numerics.tan,
];
/** Evaluated half in (0, 1), half at arguments of every size. */
const more = [
  numerics.asin,
  numerics.acos,
  numerics.atan,
  numerics.cbrt,
  numerics.erf,
  numerics.erfc,
  numerics.normalCdf,
  numerics.normalQuantile,
  numerics.logGamma,
];
const COUNT = 100_000;
const SPECIAL = 2_000;
const shapes = [0.001, 0.01, 0.1, 1, 10, 100, 1000, 1e4, 1e5, 1e6];

/** Arguments over the whole range of doubles, half of them of ordinary size. */
function argument(u: number, i: number): number {
  const sign = (i & 2) === 0 ? 1 : -1;
  const size = (i & 1) === 0 ? (u - 0.5) * 20 : (1 + u) * numerics.pow(2, ((i * 40503) % 2045) - 1022);
  return sign * size;
}

function hashElementary(hash: BitHash, uniforms: Float64Array): void {
  const wide = uniforms.map(argument);
  const last = wide.length - 1;
  for (const f of elementary) for (const x of wide) hash.add(f(x));
  for (const f of more) {
    for (let i = 0; i < COUNT; i++) hash.add(f((i & 1) === 0 ? uniforms[i] : wide[i]));
  }
  for (let i = 0; i < COUNT; i++) {
    hash.add(numerics.pow(wide[i], wide[last - i]));
    hash.add(numerics.pow(Math.abs(wide[i]), 10 * uniforms[last - i] - 5));
    hash.add(numerics.atan2(wide[i], wide[last - i]));
  }
}

function hashSpecial(hash: BitHash, uniforms: Float64Array): void {
  for (let i = 0; i < SPECIAL; i++) {
    const p = uniforms[i];
    const a = shapes[i % 9];
    const b = shapes[((i * 5) % 8) + 1];
    const nu = 0.5 + a;
    const trials = shapes[(i % 6) + 3] * (1 + (i % 7));
    const chance = uniforms[i + SPECIAL];
    const x = numerics.gammaQuantile(p, a);
    const y = numerics.betaQuantile(p, a, b);
    const k = numerics.poissonQuantile(p, b);
    const j = numerics.binomialQuantile(p, trials, chance);
    hash.addAll([x, numerics.gammaP(a, x), numerics.gammaQ(a, x), y, numerics.betaI(y, a, b), k, j]);
    hash.add(numerics.studentTQuantile(p, nu));
    hash.addAll([numerics.poissonCdf(k, b), numerics.binomialCdf(j, trials, chance)]);
  }
}

function hashSummaries(hash: BitHash, uniforms: Float64Array): void {
  const values = uniforms.map((u) => (u < 0.1 ? 2 : numerics.exp(numerics.normalQuantile(u))));
  const moments = numerics.createMoments();
  numerics.addBlock(moments, values, 0, values.length);
  hash.addAll(moments);
  hash.addAll([numerics.skewness(moments), numerics.excessKurtosis(moments)]);
  const sketch = new numerics.QuantileSketch(numerics.QuantileSketch.calibrate(values));
  sketch.add(values, 0, values.length);
  for (let p = 0; p <= 1; p += 1 / 128) hash.add(sketch.quantile(p));
  for (const field of Object.values(sketch.fields()))
    hash.addAll(typeof field === 'number' ? [field] : field);
}

/** 64-bit hash in hexadecimal over streams, every function, moments and sketch. */
export function determinismDigest(): string {
  const hash = new BitHash();
  const key = numerics.seedKey(9007199254728647);
  const uniforms = new Float64Array(COUNT);
  numerics.fillUniforms(uniforms, COUNT, 1099511627779, numerics.streamId('determinism'), 1, key);
  hash.addAll(uniforms);
  hashElementary(hash, uniforms);
  hashSpecial(hash, uniforms);
  hashSummaries(hash, uniforms);
  return hash.text;
}
