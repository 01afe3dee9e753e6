// CMA-ES: a normal distribution that learns from the ranks of what it drew where to search, how far and in which directions.
// N. Hansen, "The CMA Evolution Strategy: A Tutorial", arXiv:1604.00772, with active covariance updates (table 1, figure 6).
// Knows no objective: it proposes points and is told their order.

import { exp, log, symmetricEigen } from '@holdfast/numerics';
import type { RandomNumbers } from './random-numbers.ts';

export interface StrategyOptions {
  readonly mean: readonly number[];
  readonly sigma: number;
  readonly random: RandomNumbers;
  /** Points of a generation; the default of the tutorial when absent. */
  readonly population?: number;
  /** Least standard deviation by coordinate: keeps a coordinate with a grid from freezing between two of its values. */
  readonly spreadMin?: readonly number[];
}

/** Points of a generation in `n` dimensions: 4 + floor(3 ln n). */
export function defaultPopulation(n: number): number {
  return 4 + Math.floor(3 * log(n));
}

/** Condition of the covariance beyond which its decomposition is noise. */
const conditionMax = 1e14;

/** Constants of a strategy, named as in the tutorial. */
interface Rates {
  readonly weights: readonly number[];
  readonly mu: number;
  readonly muEff: number;
  readonly cSigma: number;
  readonly dSigma: number;
  readonly cC: number;
  readonly c1: number;
  readonly cMu: number;
  /** Expected length of a standard normal vector. */
  readonly chi: number;
}

/** Sum of squares of weights, against the square of their sum. */
function effective(weights: readonly number[]): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return (sum * sum) / weights.reduce((total, weight) => total + weight * weight, 0);
}

function ratesOf(n: number, population: number): Rates {
  const mu = Math.floor(population / 2);
  const raw = Array.from({ length: population }, (_, i) => log((population + 1) / 2) - log(i + 1));
  const muEff = effective(raw.slice(0, mu));
  const muEffMinus = effective(raw.slice(mu));
  const cSigma = (muEff + 2) / (n + muEff + 5);
  const dSigma = 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + cSigma;
  const cC = (4 + muEff / n) / (n + 4 + (2 * muEff) / n);
  const c1 = 2 / ((n + 1.3) * (n + 1.3) + muEff);
  const cMu = Math.min(1 - c1, (2 * (0.25 + muEff + 1 / muEff - 2)) / ((n + 2) * (n + 2) + muEff));
  const positive = raw.slice(0, mu).reduce((sum, weight) => sum + weight, 0);
  const negative = -raw.filter((weight) => weight < 0).reduce((sum, weight) => sum + weight, 0);
  const alpha = Math.min(1 + c1 / cMu, 1 + (2 * muEffMinus) / (muEff + 2), (1 - c1 - cMu) / (n * cMu));
  const weights = raw.map((weight) => (weight >= 0 ? weight / positive : (alpha * weight) / negative));
  const chi = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
  return { weights, mu, muEff, cSigma, dSigma, cC, c1, cMu, chi };
}

/** The state of one search. `ask` draws a generation, `tell` says how its points rank; then the next may be asked. */
export class EvolutionStrategy {
  readonly population: number;
  readonly #rates: Rates;
  readonly #random: RandomNumbers;
  readonly #spreadMin: readonly number[];
  /** Row-major. */
  readonly #covariance: Float64Array;
  readonly #sigmaPath: Float64Array;
  readonly #covariancePath: Float64Array;
  #mean: Float64Array;
  #sigma: number;
  #generation = 0;
  /** Eigenvectors as rows, and the roots of their eigenvalues. */
  #vectors: Float64Array = new Float64Array(0);
  #roots = new Float64Array(0);
  /** Steps of the generation asked for, in units of sigma. */
  #steps: Float64Array[] = [];

  constructor({ mean, sigma, random, population, spreadMin = [] }: StrategyOptions) {
    const n = mean.length;
    this.population = population ?? defaultPopulation(n);
    this.#rates = ratesOf(n, this.population);
    this.#random = random;
    this.#spreadMin = spreadMin;
    this.#mean = Float64Array.from(mean);
    this.#sigma = sigma;
    this.#covariance = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
    this.#sigmaPath = new Float64Array(n);
    this.#covariancePath = new Float64Array(n);
    this.#decompose();
  }

  get sigma(): number {
    return this.#sigma;
  }

  get mean(): readonly number[] {
    return [...this.#mean];
  }

  /** Largest standard deviation of a coordinate. */
  get spread(): number {
    const n = this.#mean.length;
    let variance = 0;
    for (let i = 0; i < n; i++) variance = Math.max(variance, this.#covariance[i * n + i]!);
    return this.#sigma * Math.sqrt(variance);
  }

  /** Whether the distribution has become too flat in one direction to be computed with. */
  get degenerate(): boolean {
    const most = Math.max(...this.#roots);
    const least = Math.min(...this.#roots);
    return !(least > 0) || (most / least) * (most / least) > conditionMax || !Number.isFinite(this.#sigma);
  }

  /** The points of a generation. */
  ask(): readonly (readonly number[])[] {
    const n = this.#mean.length;
    this.#steps = Array.from({ length: this.population }, () => {
      const z = Float64Array.from({ length: n }, (_, k) => this.#roots[k]! * this.#random.normal());
      return this.#mean.map((_, i) =>
        z.reduce((sum, value, k) => sum + this.#vectors[k * n + i]! * value, 0),
      );
    });
    return this.#steps.map((step) => [...this.#mean].map((value, i) => value + this.#sigma * step[i]!));
  }

  /** Learns from the generation asked for: `order[0]` is the index of the best point. */
  tell(order: readonly number[]): void {
    const { weights, mu, muEff, cSigma, dSigma, cC, chi } = this.#rates;
    const n = this.#mean.length;
    const ranked = order.map((index) => this.#steps[index]!);
    const step = new Float64Array(n);
    for (let rank = 0; rank < mu; rank++) {
      for (let i = 0; i < n; i++) step[i]! += weights[rank]! * ranked[rank]![i]!;
    }
    this.#mean = this.#mean.map((value, i) => value + this.#sigma * step[i]!);
    this.#generation++;
    const white = this.#whitened(step);
    const sigmaGain = Math.sqrt(cSigma * (2 - cSigma) * muEff);
    for (let i = 0; i < n; i++)
      this.#sigmaPath[i] = (1 - cSigma) * this.#sigmaPath[i]! + sigmaGain * white[i]!;
    const length = Math.sqrt(this.#sigmaPath.reduce((sum, value) => sum + value * value, 0));
    let forgotten = 1;
    for (let g = 0; g < 2 * this.#generation && forgotten > 1e-20; g++) forgotten *= 1 - cSigma;
    // A path that is long because sigma is too small must not stretch the covariance as well.
    const calm = length / Math.sqrt(1 - forgotten) < (1.4 + 2 / (n + 1)) * chi;
    const pathGain = calm ? Math.sqrt(cC * (2 - cC) * muEff) : 0;
    for (let i = 0; i < n; i++) {
      this.#covariancePath[i] = (1 - cC) * this.#covariancePath[i]! + pathGain * step[i]!;
    }
    this.#learnCovariance(ranked, calm);
    this.#sigma *= exp(Math.min(1, (cSigma / dSigma) * (length / chi - 1)));
    this.#widen();
    this.#decompose();
  }

  #learnCovariance(ranked: readonly Float64Array[], calm: boolean): void {
    const { weights, cC, c1, cMu } = this.#rates;
    const n = this.#mean.length;
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const kept = 1 + (calm ? 0 : c1 * cC * (2 - cC)) - c1 - cMu * sum;
    // Negative weights are scaled to the length of their step, which keeps the matrix positive definite.
    const scaled = weights.map((weight, rank) => {
      if (weight >= 0) return weight;
      const white = this.#whitened(ranked[rank]!);
      return (weight * n) / (white.reduce((total, value) => total + value * value, 0) + 1e-300);
    });
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let learned = c1 * this.#covariancePath[i]! * this.#covariancePath[j]!;
        for (const [rank, weight] of scaled.entries()) {
          learned += cMu * weight * ranked[rank]![i]! * ranked[rank]![j]!;
        }
        const value = kept * this.#covariance[i * n + j]! + learned;
        this.#covariance[i * n + j] = value;
        this.#covariance[j * n + i] = value;
      }
    }
  }

  /** C^(-1/2) times a vector. */
  #whitened(vector: Float64Array): Float64Array {
    const n = vector.length;
    const along = this.#roots.map(
      (root, k) => vector.reduce((sum, value, i) => sum + this.#vectors[k * n + i]! * value, 0) / root,
    );
    return vector.map((_, i) => along.reduce((sum, value, k) => sum + this.#vectors[k * n + i]! * value, 0));
  }

  #widen(): void {
    for (const [i, least] of this.#spreadMin.entries()) {
      const variance = (least / this.#sigma) * (least / this.#sigma);
      const at = i * (this.#mean.length + 1);
      if (Number.isFinite(variance) && this.#covariance[at]! < variance) this.#covariance[at] = variance;
    }
  }

  #decompose(): void {
    const { values, vectors } = symmetricEigen(this.#covariance, this.#mean.length);
    this.#vectors = vectors;
    this.#roots = values.map((value) => Math.sqrt(Math.max(0, value)));
  }
}
