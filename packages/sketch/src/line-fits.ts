// Straight pieces of a path, best cut: least squares lines over prefix sums, and dynamic programming over the cuts.

import type { Path } from './path.ts';
import type { Point } from './shape.ts';

/** A line through a point in a direction of length 1. */
export interface Line {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** Sums over the points of a path, so that the fit of any piece costs the same few operations. */
export class LineFits {
  readonly size: number;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #xx: Float64Array;
  readonly #xy: Float64Array;
  readonly #yy: Float64Array;

  constructor({ x, y }: Path) {
    const n = x.length;
    this.size = n;
    const sums = (term: (i: number) => number) => {
      const out = new Float64Array(n + 1);
      for (let i = 0; i < n; i++) out[i + 1] = out[i]! + term(i);
      return out;
    };
    this.#x = sums((i) => x[i]!);
    this.#y = sums((i) => y[i]!);
    this.#xx = sums((i) => x[i]! * x[i]!);
    this.#xy = sums((i) => x[i]! * y[i]!);
    this.#yy = sums((i) => y[i]! * y[i]!);
  }

  /** Sum of squared distances of the points `from` to `to` (inclusive) from their best line. */
  error(from: number, to: number): number {
    const n = to - from + 1;
    const mx = (this.#x[to + 1]! - this.#x[from]!) / n;
    const my = (this.#y[to + 1]! - this.#y[from]!) / n;
    const xx = this.#xx[to + 1]! - this.#xx[from]! - n * mx * mx;
    const yy = this.#yy[to + 1]! - this.#yy[from]! - n * my * my;
    const xy = this.#xy[to + 1]! - this.#xy[from]! - n * mx * my;
    const half = (xx - yy) / 2;
    return Math.max(0, (xx + yy) / 2 - Math.sqrt(half * half + xy * xy));
  }

  line(from: number, to: number): Line {
    const n = to - from + 1;
    const mx = (this.#x[to + 1]! - this.#x[from]!) / n;
    const my = (this.#y[to + 1]! - this.#y[from]!) / n;
    const xx = this.#xx[to + 1]! - this.#xx[from]! - n * mx * mx;
    const yy = this.#yy[to + 1]! - this.#yy[from]! - n * my * my;
    const xy = this.#xy[to + 1]! - this.#xy[from]! - n * mx * my;
    const half = (xx - yy) / 2;
    const root = Math.sqrt(half * half + xy * xy);
    // Eigenvector of the larger eigenvalue, from the row that is not small.
    const [dx, dy] = half >= 0 ? [half + root, xy] : [xy, root - half];
    const norm = Math.sqrt(dx * dx + dy * dy);
    return norm > 0 ? { x: mx, y: my, dx: dx / norm, dy: dy / norm } : { x: mx, y: my, dx: 1, dy: 0 };
  }
}

export interface Pieces {
  /** Sum of squared distances from the lines. */
  readonly error: number;
  /** Indices where pieces meet, the first and the last included. */
  readonly cuts: readonly number[];
}

/** The best cuts of a path into 1 to `most` straight pieces, by number of pieces; no piece is shorter than `least` points. */
export function straightPieces(fits: LineFits, most: number, least: number): Pieces[] {
  const n = fits.size;
  const best = Array.from({ length: most + 1 }, () => new Float64Array(n).fill(Infinity));
  const from = Array.from({ length: most + 1 }, () => new Int32Array(n));
  for (let to = least; to < n; to++) best[1]![to] = fits.error(0, to);
  for (let to = 2 * least; to < n; to++) {
    for (let cut = least; cut + least <= to; cut++) {
      const error = fits.error(cut, to);
      for (let k = 2; k <= most; k++) {
        const total = best[k - 1]![cut]! + error;
        if (total < best[k]![to]!) {
          best[k]![to] = total;
          from[k]![to] = cut;
        }
      }
    }
  }
  const pieces: Pieces[] = [];
  for (let k = 1; k <= most; k++) {
    const cuts = [n - 1];
    for (let piece = k; piece > 1; piece--) cuts.unshift(from[piece]![cuts[0]!]!);
    pieces.push({ error: best[k]![n - 1]!, cuts: [0, ...cuts] });
  }
  return pieces;
}

/** Where two lines meet, or undefined where they are nearly parallel. */
export function meeting(a: Line, b: Line): Point | undefined {
  const cross = a.dx * b.dy - a.dy * b.dx;
  if (Math.abs(cross) < 0.17) return undefined;
  const along = ((b.x - a.x) * b.dy - (b.y - a.y) * b.dx) / cross;
  return { x: a.x + along * a.dx, y: a.y + along * a.dy };
}

/** Corners between straight pieces: where neighbouring lines meet, which undoes rounding, or the cut where that is far off. */
export function cornersOf(path: Path, fits: LineFits, cuts: readonly number[], closed: boolean): Point[] {
  const at = (i: number): Point => ({ x: path.x[i]!, y: path.y[i]! });
  const lines = cuts.slice(1).map((to, i) => fits.line(cuts[i]!, to));
  const between = (a: Line | undefined, b: Line | undefined, cut: number): Point => {
    const met = a === undefined || b === undefined ? undefined : meeting(a, b);
    const here = at(cut);
    if (met === undefined) return here;
    const dx = met.x - here.x;
    const dy = met.y - here.y;
    return dx * dx + dy * dy < 0.01 ? met : here;
  };
  const inner = cuts.slice(1, -1).map((cut, i) => between(lines[i], lines[i + 1], cut));
  if (closed) return [between(lines.at(-1), lines[0], cuts[0]!), ...inner];
  return [at(cuts[0]!), ...inner, at(cuts.at(-1)!)];
}

/** Points on either side of a corner within which a sharp one turns. */
const cornerReach = 3;
const bluntPrice = 11;
const sharpBonus = 4;

/** What it costs to call places corners that turn no more than the way around them does. */
export function bluntness({ x, y }: Path, cuts: readonly number[], closed: boolean): number {
  const n = closed ? x.length - 1 : x.length;
  const index = (i: number) => (closed ? (i + n) % n : Math.min(n - 1, Math.max(0, i)));
  const cosine = (at: number, reach: number) => {
    const a = index(at - reach);
    const c = index(at + reach);
    const b = index(at);
    const ux = x[b]! - x[a]!;
    const uy = y[b]! - y[a]!;
    const vx = x[c]! - x[b]!;
    const vy = y[c]! - y[b]!;
    return (ux * vx + uy * vy) / Math.sqrt(Math.max(1e-12, (ux * ux + uy * uy) * (vx * vx + vy * vy)));
  };
  let price = 0;
  for (const cut of closed ? cuts.slice(0, -1) : cuts.slice(1, -1)) {
    // On an arc, the turn grows with the reach; at a corner it does not.
    const near =
      1 - Math.min(cosine(cut - 1, cornerReach), cosine(cut + 1, cornerReach), cosine(cut, cornerReach));
    const wide = 1 - cosine(cut, 2 * cornerReach);
    if (near < 0.5 * wide) price += bluntPrice;
    else if (closed && near > 0.66 * wide) price -= sharpBonus;
  }
  return price;
}
