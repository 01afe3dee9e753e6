// A case with an answer known beforehand: what is computed, its answer, and how far off it was found.

export interface VerificationCase {
  /** Number in the research, or ours from 15 on. */
  readonly number: string;
  readonly name: string;
  readonly answer: string;
  /** Error the research states, where it states one. */
  readonly stated?: string;
  /** Largest error that passes; relative unless the answer is 0. */
  readonly bound: number;
  /** Finds the error. */
  readonly error: () => number;
}

/** Distance of two numbers over the size of the second. */
function relative(found: number, exact: number): number {
  return exact === 0 ? Math.abs(found) : Math.abs(found - exact) / Math.abs(exact);
}

/** The largest relative error of pairs of found and exact. */
export function worst(...pairs: readonly (readonly [found: number, exact: number])[]): number {
  return Math.max(...pairs.map(([found, exact]) => relative(found, exact)));
}

/** Errors below this depend on the order of sums, and are shown as it. */
const least = 1e-13;

/** An error, rounded up to one digit. */
export function shown(error: number): string {
  if (error === 0) return '0';
  if (error < least) return `< ${least}`;
  const exponent = Math.floor(Math.log10(error));
  const digit = Math.ceil(Number((error / 10 ** exponent).toPrecision(6)));
  return Number(`${digit}e${exponent}`).toExponential();
}
