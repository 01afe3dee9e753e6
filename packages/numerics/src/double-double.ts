// Rounding errors of sums and products, exact: s + sumLow(a, b, s) = a + b and p + productLow(a, b, p) = a * b.
// Sources: Knuth, TAOCP 2, 4.2.2 (sum); Veltkamp and Dekker, doi:10.1007/BF01397083 (product). No fused multiply-add.

/** The error of s = a + b; any order of magnitudes. */
export function sumLow(a: number, b: number, s: number): number {
  const t = s - a;
  return a - (s - t) + (b - t);
}

/** The error of p = a * b; |a| and |b| below 2^995, the product not near underflow. */
export function productLow(a: number, b: number, p: number): number {
  const ta = 134217729 * a;
  const ah = ta - (ta - a);
  const al = a - ah;
  const tb = 134217729 * b;
  const bh = tb - (tb - b);
  const bl = b - bh;
  return ah * bh - p + ah * bl + al * bh + al * bl;
}
