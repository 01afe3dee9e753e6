// Finds where a function first seen below zero rises through it: false position (Illinois, Dowell and Jarratt 1971, doi
// 10.1007/BF01934364) that halves the bracket whenever it does not shrink by itself, so that it always ends.

/** Iterations in which the bracket has to become half as wide. */
const patience = 4;

/** Place in `low` .. `high` where `value`, positive at `high`, passes zero, from the side where it is positive; `low` when
 * it is positive there already. Ends when the bracket is narrower than `width`. */
export function locateRoot(value: (at: number) => number, low: number, high: number, width: number): number {
  let left = low;
  let right = high;
  let below = value(left);
  let above = value(right);
  if (below > 0) return low;
  let side = 0;
  let wide = right - left;
  for (let iteration = 1; right - left > width; iteration++) {
    const guess = (left * above - right * below) / (above - below);
    const slow = iteration % patience === 0 && right - left > 0.5 * wide;
    const middle = 0.5 * (left + right);
    const at = guess > left && guess < right && !slow ? guess : middle;
    if (iteration % patience === 0) wide = right - left;
    // neighbours have nothing between them
    if (at <= left || at >= right) return right;
    const found = value(at);
    if (found > 0) {
      right = at;
      above = found;
      if (side > 0) below *= 0.5;
      side = 1;
    } else {
      left = at;
      below = found;
      if (found === 0) return at;
      if (side < 0) above *= 0.5;
      side = -1;
    }
  }
  return right;
}
