// Stationary autoregressive processes u(t) = sum of c(i) u(t-i) + z(t) with standard normal shocks.

/** Whether a stationary process with these coefficients exists: every partial autocorrelation lies inside (-1, 1).
 * O. Barndorff-Nielsen, G. Schou (1973), doi:10.1016/0047-259X(73)90030-4. */
export function isStationary(coefficients: readonly number[]): boolean {
  let present = [...coefficients];
  while (present.length > 0) {
    const last = present.pop()!;
    if (!(Math.abs(last) < 1)) return false;
    const reversed = present.toReversed();
    present = present.map((value, index) => (value + last * reversed[index]!) / (1 - last * last));
  }
  return true;
}

/** Autocovariances at lags 0 .. order - 1, from the Yule-Walker equations g(k) - sum of c(i) g(|k-i|) = 1 for k = 0, else 0.
 * G. E. P. Box, G. M. Jenkins (1970), section 3.2. */
export function autocovariances(coefficients: readonly number[]): readonly number[] {
  const size = coefficients.length + 1;
  const rows = Array.from({ length: size }, (_, k) => {
    const row = Array.from({ length: size + 1 }, () => 0);
    row[k]! += 1;
    for (const [index, c] of coefficients.entries()) row[Math.abs(k - index - 1)]! -= c;
    row[size] = k === 0 ? 1 : 0;
    return row;
  });
  return eliminate(rows).slice(0, coefficients.length);
}

/** Rows of weights: row i gives the value i + 1 steps before the first one as a sum of independent standard normals. */
export function stationaryStart(coefficients: readonly number[]): readonly (readonly number[])[] {
  const covariance = autocovariances(coefficients);
  const rows: number[][] = [];
  for (const i of coefficients.keys()) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      let rest = covariance[i - j]!;
      for (let k = 0; k < j; k++) rest -= row[k]! * (rows[j]?.[k] ?? row[k]!);
      row.push(j < i ? rest / rows[j]![j]! : Math.sqrt(Math.max(0, rest)));
    }
    rows.push(row);
  }
  return rows;
}

/** Solves linear equations, the right side last in each row, by elimination with the largest pivot. */
function eliminate(rows: number[][]): readonly number[] {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column + 1; i < size; i++)
      if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const top = rows[column]!;
    for (let i = column + 1; i < size; i++) {
      const factor = rows[i]![column]! / top[column]!;
      for (let j = column; j <= size; j++) rows[i]![j]! -= factor * top[j]!;
    }
  }
  const solution = Array.from({ length: size }, () => 0);
  for (let i = size - 1; i >= 0; i--) {
    let rest = rows[i]![size]!;
    for (let j = i + 1; j < size; j++) rest -= rows[i]![j]! * solution[j]!;
    solution[i] = rest / rows[i]![i]!;
  }
  return solution;
}
