// An account as rows that have to sum: what came in, what went out, what was lost on the way, what is stored now. Any family
// whose quantity is kept (energy, exergy, mass, quanta) can say its account like this.

export type Side = 'in' | 'out' | 'lost' | 'stored';

export interface BalanceRow {
  readonly label: string;
  readonly side: Side;
  /** Positive in the sense of its side; a negative one is shown on the other side of the account. */
  readonly value: number;
  /** What a negative value is called. */
  readonly reversed?: string;
}

export interface Balance {
  readonly rows: readonly BalanceRow[];
  /** What may be missing, in the unit of the rows. */
  readonly tolerance: number;
}

/** A row as it is drawn: never negative, on the side it really counts for. */
export interface BalanceEntry {
  readonly label: string;
  readonly side: Side;
  readonly value: number;
}

export interface BalanceStanding {
  readonly given: readonly BalanceEntry[];
  readonly taken: readonly BalanceEntry[];
  readonly givenSum: number;
  readonly takenSum: number;
  /** Given less taken. */
  readonly residual: number;
  readonly tolerance: number;
  readonly closes: boolean;
}

/** Rows below this share of the larger side are not drawn, but they count in the sums. */
const negligible = 1e-12;

/** Sums an account. Summed as written, row by row, so that a reader with a pocket calculator finds the same. */
export function standingOf({ rows, tolerance }: Balance): BalanceStanding {
  const entries = rows.map(({ label, side, value, reversed }): BalanceEntry & { given: boolean } => {
    const negative = value < 0;
    return {
      label: negative ? (reversed ?? `${label}, reversed`) : label,
      side,
      value: Math.abs(value),
      given: (side === 'in') !== negative,
    };
  });
  const sum = (given: boolean): number =>
    entries.reduce((total, entry) => total + (entry.given === given ? entry.value : 0), 0);
  const [givenSum, takenSum] = [sum(true), sum(false)];
  const least = negligible * Math.max(givenSum, takenSum);
  const shown = (given: boolean): readonly BalanceEntry[] =>
    entries
      .filter((entry) => entry.given === given && entry.value > least)
      .map(({ label, side, value }) => ({ label, side, value }));
  const residual = givenSum - takenSum;
  return {
    given: shown(true),
    taken: shown(false),
    givenSum,
    takenSum,
    residual,
    tolerance,
    closes: Math.abs(residual) <= tolerance,
  };
}
