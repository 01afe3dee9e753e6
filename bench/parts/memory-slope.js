// Whether memory grows: what was held over time, and the slope of it.

/** Slope of the least-squares line through points [x, y], with its standard error. */
function slope(points) {
  const mean = (at) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  const over = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  const spread = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  const value = over / spread;
  const rest = points.reduce((sum, [x, y]) => sum + (y - my - value * (x - mx)) ** 2, 0);
  return { value, error: Math.sqrt(rest / Math.max(1, points.length - 2) / spread) };
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
 * @returns {{ line: string, percentPerHour: number }}
 */
export function memorySlope(name, samples, key) {
  const points = held(samples.slice(Math.floor(samples.length / 2)), key);
  const { value, error } = slope(points);
  const [perHour, errorPerHour] = [3600 * value, 3600 * error];
  const first = points[0][1];
  const percentPerHour = (100 * perHour) / first;
  const flat = perHour <= 2 * errorPerHour;
  const line =
    `memory held by ${name}: ${first.toFixed(1)} MB, then ${points.at(-1)[1].toFixed(1)} MB; slope ` +
    `${perHour.toFixed(1)} +- ${errorPerHour.toFixed(1)} MB/h (${percentPerHour.toFixed(1)} %/h) over ${((points.at(-1)[0] - points[0][0]) / 60).toFixed(1)} min: ` +
    `${flat ? 'flat' : 'GROWS'} within two standard errors`;
  return { line, percentPerHour };
}
