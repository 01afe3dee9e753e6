// Finds the known name an author most likely meant.

/** The candidate closest to `name`, or none when nothing is close. The part after the last dot decides;
 * letter case and a different namespace weigh less than any other slip. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = lastPart(name);
  const tolerated = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let bestCost = Infinity;
  for (const candidate of candidates) {
    const offered = lastPart(candidate);
    if (Math.abs(offered.length - wanted.length) > tolerated) continue;
    const slips = editDistance(wanted.toLowerCase(), offered.toLowerCase());
    if (slips > tolerated || slips >= wanted.length) continue;
    const cost = slips + (namespaceOf(candidate) === namespaceOf(name) ? 0 : 0.5);
    if (cost < bestCost) [best, bestCost] = [candidate, cost];
  }
  return best;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function namespaceOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.') + 1);
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
