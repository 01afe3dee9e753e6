// Whether memory grows: what was held over time, and the slope of it.

/**
 * Slope of the least-squares line through points [x, y], with its standard error. Memory that was taken stays for a while, so what
 * neighbouring points are off the line is alike, and they count for fewer than they are: n (1 - r) / (1 + r) of n, with r the correlation of
 * each point's residual with the next one's (Santer et al. 2000, doi:10.1029/1999JD901105).
 */
function slope(points) {
  const mean = (at) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  const over = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  const spread = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  const value = over / spread;
  const off = points.map(([x, y]) => y - my - value * (x - mx));
  const rest = off.reduce((sum, each) => sum + each * each, 0);
  const pairs = off.slice(1).reduce((sum, each, at) => sum + each * off[at], 0);
  const alike = rest > 0 ? Math.max(0, pairs / rest) : 0;
  const worth = (points.length * (1 - alike)) / (1 + alike);
  return { value, error: Math.sqrt(rest / Math.max(1, worth - 2) / spread) };
}

/** What memory was held: the least of each twentieth of the samples, because garbage comes and goes. */
function held(samples, key) {
  const width = Math.max(1, Math.ceil(samples.length / 20));
  return Array.from({ length: Math.ceil(samples.length / width) }, (_, part) => {
    const within = samples.slice(part * width, (part + 1) * width);
    const least = within.reduce((low, sample) => (sample[key] < low[key] ? sample : low));
    return [least.at, least[key]];
  });
}

/**
 * Says in a line how memory grew in the second half of `samples`, because the first half warms up.
 *
 * @param samples `at` in seconds, and `key` in MB
 * @returns {{ line: string, percentPerHour: number, errorPerHour: number }} the last two in % of what was held at first
 */
export function memorySlope(name, samples, key) {
  const points = held(samples.slice(Math.floor(samples.length / 2)), key);
  const { value, error } = slope(points);
  const first = points[0][1];
  const minutes = (points.at(-1)[0] - points[0][0]) / 60;
  const [percentPerHour, errorPerHour] = [value, error].map((each) => (100 * 3600 * each) / first);
  const line =
    `memory held by ${name}: ${first.toFixed(1)} MB, then ${points.at(-1)[1].toFixed(1)} MB; slope ` +
    `${(3600 * value).toFixed(1)} +- ${(3600 * error).toFixed(1)} MB/h (${percentPerHour.toFixed(1)} +- ${errorPerHour.toFixed(1)} %/h) over ${minutes.toFixed(1)} min: ` +
    `${value <= 2 * error ? 'flat' : 'GROWS'} within two standard errors`;
  return { line, percentPerHour, errorPerHour };
}

/** Whether growth of `percentPerHour` +- `errorPerHour` is below `goal`, as far as two standard errors tell. */
export function judged({ percentPerHour, errorPerHour }, goal) {
  const ratio = `${(percentPerHour / goal).toFixed(2)} of it`;
  if (percentPerHour + 2 * errorPerHour <= goal) return `${ratio}, below it`;
  if (percentPerHour - 2 * errorPerHour > goal) return `${ratio}, ABOVE it`;
  return `${ratio}, NOT DECIDED: two standard errors are ${(2 * errorPerHour).toFixed(1)} %/h`;
}
