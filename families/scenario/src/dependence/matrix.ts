// Reads the coefficients of a group, given as a matrix, its lower triangle or a list of pairs, into one full matrix.

import { suggestion, type IssueList, type Path } from '../issues.ts';
import type { DependenceSpec } from './document.ts';

/** Row-major and symmetric with ones on the diagonal; undefined after an issue. */
export function readCoefficients(
  { nodes, correlation, pairs }: DependenceSpec,
  path: Path,
  issues: IssueList,
): Float64Array | undefined {
  if ((correlation === undefined) === (pairs === undefined)) {
    const message =
      pairs === undefined
        ? 'neither "correlation" nor "pairs" is given'
        : 'both "correlation" and "pairs" are given';
    issues.add(path, 'dependence.one-of', message, { remedy: 'Give one of the two.' });
    return undefined;
  }
  const before = issues.count;
  const matrix =
    correlation === undefined
      ? fromPairs(pairs!, nodes, [...path, 'pairs'], issues)
      : fromRows(correlation, nodes, [...path, 'correlation'], issues);
  return issues.count > before ? undefined : matrix;
}

function fromRows(
  rows: readonly (readonly number[])[],
  nodes: readonly string[],
  path: Path,
  issues: IssueList,
): Float64Array {
  const n = nodes.length;
  const matrix = new Float64Array(n * n);
  const full = rows.every((row) => row.length === n);
  const lower = rows.every((row, i) => row.length === i + 1);
  if (rows.length !== n || !(full || lower)) {
    const message = `expected ${n} rows, one for each node, of ${n} numbers each or of 1, 2, ... ${n}`;
    issues.add(path, 'dependence.matrix-shape', message, {
      remedy: 'Give the whole matrix or its lower triangle.',
    });
    return matrix;
  }
  for (const [i, row] of rows.entries()) {
    if (row[i] !== 1) {
      const message = `"${nodes[i]}" has correlation ${row[i]} with itself`;
      issues.add([...path, i, i], 'dependence.diagonal', message, { remedy: 'Write 1 on the diagonal.' });
    }
    for (let j = 0; j < i; j++) {
      if (full && rows[j]![i] !== row[j]) {
        const message = `${row[j]} here, but ${rows[j]![i]} in row ${j}, column ${i}`;
        const remedy = 'Make both the same, or give the lower triangle only.';
        issues.add([...path, i, j], 'dependence.asymmetric', message, { remedy });
      }
      matrix[i * n + j] = row[j]!;
      matrix[j * n + i] = row[j]!;
    }
    matrix[i * n + i] = 1;
  }
  return matrix;
}

function fromPairs(
  pairs: NonNullable<DependenceSpec['pairs']>,
  nodes: readonly string[],
  path: Path,
  issues: IssueList,
): Float64Array {
  const n = nodes.length;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  const seen = new Set<number>();
  for (const [index, { between, rank }] of pairs.entries()) {
    const at = [...path, index, 'between'];
    const [i, j] = between.map((id, end) => placeOf(id, nodes, [...at, end], issues)) as [number, number];
    if (i < 0 || j < 0) continue;
    if (i === j) {
      issues.add(at, 'dependence.self-pair', 'a node is always correlated with itself', {
        remedy: 'Name two nodes, or remove the pair.',
      });
    } else if (seen.has(i * n + j)) {
      issues.add(at, 'dependence.repeated-pair', 'this pair is given already', { remedy: 'Remove one.' });
    }
    seen.add(i * n + j).add(j * n + i);
    matrix[i * n + j] = rank;
    matrix[j * n + i] = rank;
  }
  return matrix;
}

function placeOf(id: string, nodes: readonly string[], path: Path, issues: IssueList): number {
  const place = nodes.indexOf(id);
  if (place < 0) {
    const message = `"${id}" is not one of the nodes of this group`;
    issues.add(path, 'dependence.unknown-member', message, { remedy: suggestion(id, nodes) });
  }
  return place;
}
