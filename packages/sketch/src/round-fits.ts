// Circles and ellipses through points.

import type { Path } from './path.ts';
import type { Point } from './shape.ts';

export interface CircleFit {
  readonly center: Point;
  readonly radius: number;
  /** Sum of squared distances from the circle. */
  readonly error: number;
}

/** Least squares circle in the algebraic sense (Kasa 1976); undefined for points on a line. */
export function fitCircle({ x, y }: Path): CircleFit | undefined {
  const n = x.length;
  let mx = 0;
  let my = 0;
  for (let i = 0; i < n; i++) {
    mx += x[i]! / n;
    my += y[i]! / n;
  }
  let uu = 0;
  let uv = 0;
  let vv = 0;
  let us = 0;
  let vs = 0;
  for (let i = 0; i < n; i++) {
    const u = x[i]! - mx;
    const v = y[i]! - my;
    const square = u * u + v * v;
    uu += u * u;
    uv += u * v;
    vv += v * v;
    us += u * square;
    vs += v * square;
  }
  const determinant = uu * vv - uv * uv;
  if (!(Math.abs(determinant) > 1e-7 * n * n)) return undefined;
  const cu = (vv * us - uv * vs) / (2 * determinant);
  const cv = (uu * vs - uv * us) / (2 * determinant);
  const radius = Math.sqrt(cu * cu + cv * cv + (uu + vv) / n);
  let error = 0;
  for (let i = 0; i < n; i++) {
    const u = x[i]! - mx - cu;
    const v = y[i]! - my - cv;
    const miss = Math.sqrt(u * u + v * v) - radius;
    error += miss * miss;
  }
  return { center: { x: mx + cu, y: my + cv }, radius, error };
}

/** Area inside a closed path with its middle and its second moments about it. */
export interface AreaMoments {
  /** Positive, whichever way the path turns. */
  readonly area: number;
  readonly middle: Point;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

export function areaMoments({ x, y }: Path): AreaMoments {
  let twice = 0;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  const n = x.length;
  for (let i = 0; i < n; i++) {
    const j = (i + 1) % n;
    const ax = x[i]!;
    const ay = y[i]!;
    const bx = x[j]!;
    const by = y[j]!;
    const cross = ax * by - bx * ay;
    twice += cross;
    sx += (ax + bx) * cross;
    sy += (ay + by) * cross;
    sxx += (ax * ax + ax * bx + bx * bx) * cross;
    syy += (ay * ay + ay * by + by * by) * cross;
    sxy += (ax * by + 2 * ax * ay + 2 * bx * by + bx * ay) * cross;
  }
  const area = twice / 2;
  const mx = sx / (3 * twice);
  const my = sy / (3 * twice);
  return {
    area: Math.abs(area),
    middle: { x: mx, y: my },
    xx: sxx / (6 * twice) - mx * mx,
    xy: sxy / (12 * twice) - mx * my,
    yy: syy / (6 * twice) - my * my,
  };
}

export interface EllipseFit {
  readonly center: Point;
  /** The larger first. */
  readonly radii: readonly [number, number];
  /** Direction of the larger radius. */
  readonly dx: number;
  readonly dy: number;
  readonly error: number;
}

/** The ellipse with the area moments of a closed path: of a filled one with radius r, the variance along it is r^2 / 4. */
export function fitEllipse(path: Path, moments: AreaMoments): EllipseFit {
  const { middle, xx, xy, yy } = moments;
  const half = (xx - yy) / 2;
  const root = Math.sqrt(half * half + xy * xy);
  const [ex, ey] = half >= 0 ? [half + root, xy] : [xy, root - half];
  const norm = Math.sqrt(ex * ex + ey * ey);
  const dx = norm > 0 ? ex / norm : 1;
  const dy = norm > 0 ? ey / norm : 0;
  const a = 2 * Math.sqrt(Math.max(1e-9, (xx + yy) / 2 + root));
  const b = 2 * Math.sqrt(Math.max(1e-9, (xx + yy) / 2 - root));
  let error = 0;
  for (let i = 0; i < path.x.length; i++) {
    const px = path.x[i]! - middle.x;
    const py = path.y[i]! - middle.y;
    const u = (px * dx + py * dy) / a;
    const v = (py * dx - px * dy) / b;
    const r = Math.sqrt(u * u + v * v);
    // Distance to first order: the level over the length of its gradient.
    const slope = Math.sqrt((u * u) / (a * a) + (v * v) / (b * b)) / Math.max(r, 1e-9);
    const miss = (r - 1) / Math.max(slope, 1e-9);
    error += miss * miss;
  }
  return { center: middle, radii: [a, b], dx, dy, error };
}
