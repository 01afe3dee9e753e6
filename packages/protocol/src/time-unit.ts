// What simulated time is on a clock of seconds: one rule for pacing, recordings and viewers.

const seconds: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, min: 60, h: 3600, d: 86_400 };

/** Seconds of one unit of simulated time; 1 where the unit is no duration. */
export function secondsOf(timeUnit: string): number {
  return seconds[timeUnit] ?? 1;
}

/** The last instant of formats that count nanoseconds in 64 bits. */
const lastNanosecond = 2n ** 64n - 1n;

/** Simulated time as nanoseconds since its zero, within 0 .. 2^64 - 1: what lies beyond is the last of them. */
export function nanosecondsOf(time: number, timeUnit: string): bigint {
  const nanoseconds = Math.round(time * secondsOf(timeUnit) * 1e9);
  if (!(nanoseconds > 0)) return 0n;
  const whole = Number.isFinite(nanoseconds) ? BigInt(nanoseconds) : lastNanosecond;
  return whole < lastNanosecond ? whole : lastNanosecond;
}
