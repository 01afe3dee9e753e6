// Groups of correlated inputs as an editor changes them: read from the document, changed as values, written back in the form
// the author chose, a triangle or pairs.

import { listOf, recordOf, type Fields } from '../graph/graph-model.ts';

/** A group in full; what it does not say is what the format takes then. */
export interface Group {
  readonly name: string | undefined;
  readonly copula: string;
  readonly degreesOfFreedom: number | undefined;
  readonly measure: string;
  readonly nodes: readonly string[];
  /** Symmetric, with ones on the diagonal. */
  readonly matrix: readonly (readonly number[])[];
  /** Whether it is written as pairs. */
  readonly asPairs: boolean;
}

/** Degrees of freedom a t copula begins with. */
export const degreesBegin = 4;

export function readGroup(value: unknown): Group {
  const { name, copula, degreesOfFreedom, measure, nodes, correlation, pairs } = recordOf(value);
  const ids = listOf(nodes).filter((id) => typeof id === 'string');
  const between = new Map(
    listOf(pairs).map((pair) => {
      const { between: ends, rank } = recordOf(pair);
      const [from, to] = listOf(ends);
      return [pairKey(String(from), String(to)), rank] as const;
    }),
  );
  const entry = (i: number, j: number): number => {
    if (i === j) return 1;
    const [row, column] = [Math.max(i, j), Math.min(i, j)];
    const found =
      pairs === undefined ? listOf(listOf(correlation)[row])[column] : between.get(pairKey(ids[i]!, ids[j]!));
    return typeof found === 'number' ? found : 0;
  };
  return {
    name: typeof name === 'string' ? name : undefined,
    copula: typeof copula === 'string' ? copula : 'gaussian',
    degreesOfFreedom: typeof degreesOfFreedom === 'number' ? degreesOfFreedom : undefined,
    measure: typeof measure === 'string' ? measure : 'spearman',
    nodes: ids,
    matrix: ids.map((_, i) => ids.map((__, j) => entry(i, j))),
    asPairs: pairs !== undefined,
  };
}

const pairKey = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

/** The group as the document has it. Spearman is what the format means without a measure. */
export function writeGroup({
  name,
  copula,
  degreesOfFreedom,
  measure,
  nodes,
  matrix,
  asPairs,
}: Group): Fields {
  const pairs = nodes.flatMap((to, i) =>
    nodes.slice(0, i).flatMap((from, j) => {
      const rank = matrix[i]![j]!;
      return rank === 0 ? [] : [{ between: [from, to], rank }];
    }),
  );
  return {
    ...(name === undefined ? {} : { name }),
    copula,
    ...(copula === 't' ? { degreesOfFreedom: degreesOfFreedom ?? degreesBegin } : {}),
    ...(measure === 'spearman' ? {} : { measure }),
    nodes,
    ...(asPairs ? { pairs } : { correlation: matrix.map((row, i) => row.slice(0, i + 1)) }),
  };
}

/** Sets a coefficient and its mirror image; the diagonal stays. Values are kept within -1 and 1, to four digits. */
export function withCoefficient(group: Group, i: number, j: number, value: number): Group {
  if (i === j) return group;
  const kept = Math.round(Math.min(1, Math.max(-1, value)) * 1e4) / 1e4 + 0;
  const matrix = group.matrix.map((row, r) =>
    row.map((old, c) => ((r === i && c === j) || (r === j && c === i) ? kept : old)),
  );
  return { ...group, matrix };
}

/** With one more node, correlated with none. */
export function withNode(group: Group, id: string): Group {
  const nodes = [...group.nodes, id];
  const matrix = nodes.map((_, i) => nodes.map((__, j) => (i === j ? 1 : (group.matrix[i]?.[j] ?? 0))));
  return { ...group, nodes, matrix };
}

export function withoutNode(group: Group, index: number): Group {
  const others = (_: unknown, place: number): boolean => place !== index;
  return {
    ...group,
    nodes: group.nodes.filter(others),
    matrix: group.matrix.filter(others).map((row) => row.filter(others)),
  };
}

/** A possible matrix in four digits that is still possible: weakened a little, because what is nearest to an impossible one
 * lies at the rim of the possible ones, where rounding may take it outside again. */
export function writable(matrix: Group['matrix']): Group['matrix'] {
  const kept = 1 - 1e-4 * matrix.length;
  return matrix.map((row, i) =>
    row.map((value, j) => (i === j ? 1 : Math.trunc(value * kept * 1e4) / 1e4 + 0)),
  );
}

/** A group of nodes that are not yet correlated. */
export function newGroup(nodes: readonly string[]): Group {
  const matrix = nodes.map((_, i) => nodes.map((__, j) => (i === j ? 1 : 0)));
  return {
    name: undefined,
    copula: 'gaussian',
    degreesOfFreedom: undefined,
    measure: 'spearman',
    nodes,
    matrix,
    asPairs: false,
  };
}

/** The coefficient a text means; undefined when it means none. A comma is a decimal point too. */
export function coefficientIn(text: string): number | undefined {
  const plain = text.trim().replace(',', '.').replace('−', '-');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return undefined;
  const value = Number(plain);
  return Math.abs(value) <= 1 ? value : undefined;
}

/** As a person reads it: no zero before the point would save room, but it is not what one types. */
export function coefficientText(value: number): string {
  return String(Math.round(value * 1e3) / 1e3).replace('-', '−');
}

/** Colour of a coefficient: blue together, orange against each other, stronger with its size. */
export function coefficientColour(value: number): string {
  const share = Math.round(Math.min(1, Math.abs(value)) * 45);
  return `color-mix(in srgb, var(${value < 0 ? '--series-1' : '--series-0'}) ${share}%, var(--surface))`;
}
