// Which points of several series a plot needs: where more than two points share a bucket of the axis, the first, the last and
// the extremes of every series stay, so that no peak is lost. Kept points are true ones, none is moved or averaged.

/** Indices of ascending `x` between `low` and `high`, one point beyond either end included, thinned to extremes. */
export function envelope(
  x: Float64Array,
  series: readonly Float64Array[],
  [low, high]: readonly [number, number],
  buckets: number,
): readonly number[] {
  const from = Math.max(0, firstAbove(x, low, false) - 1);
  const to = Math.min(x.length, firstAbove(x, high, true) + 1);
  if (to - from <= 2 * buckets) return Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  const kept: number[] = [];
  const width = (high - low) / buckets;
  const bucketOf = (index: number): number => Math.floor((x[index]! - low) / width);
  for (let start = from; start < to;) {
    const bucket = bucketOf(start);
    let end = start + 1;
    while (end < to && bucketOf(end) === bucket) end += 1;
    keepExtremes(series, start, end, kept);
    start = end;
  }
  return kept;
}

/** First index whose x is above `limit`, or not below it. */
function firstAbove(x: Float64Array, limit: number, strictly: boolean): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const before = strictly ? x[middle]! <= limit : x[middle]! < limit;
    if (before) low = middle + 1;
    else high = middle;
  }
  return low;
}

function keepExtremes(series: readonly Float64Array[], start: number, end: number, kept: number[]): void {
  const wanted = new Set([start, end - 1]);
  for (const y of series) {
    let [least, greatest] = [start, start];
    for (let index = start + 1; index < end; index += 1) {
      if (y[index]! < y[least]!) least = index;
      if (y[index]! > y[greatest]!) greatest = index;
    }
    wanted.add(least);
    wanted.add(greatest);
  }
  kept.push(...[...wanted].toSorted((left, right) => left - right));
}
