// The parts of the correlation editor that need no page: groups read and written, the verdict of the family, measured tables.
import { array, assert, constantFrom, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grammars } from '@holdfast/catalog';
import {
  coefficientIn,
  coefficientText,
  newGroup,
  readGroup,
  withCoefficient,
  withNode,
  withoutNode,
  writable,
  writeGroup,
} from '../src/correlation/groups.ts';
import { measuredTable } from '../src/correlation/measured.ts';

const { correlations } = grammars.get('scenario')!;

describe('a group of correlated inputs', () => {
  it('is written as it was read, as a triangle or as pairs', () => {
    for (const group of [
      { copula: 'gaussian', nodes: ['a', 'b', 'c'], correlation: [[1], [0.2, 1], [-0.3, 0, 1]] },
      {
        name: 'storms',
        copula: 't',
        degreesOfFreedom: 5,
        measure: 'kendall',
        nodes: ['a', 'b'],
        correlation: [[1], [0.5, 1]],
      },
      { copula: 'gaussian', nodes: ['a', 'b', 'c'], pairs: [{ between: ['a', 'c'], rank: 0.4 }] },
    ]) {
      expect(writeGroup(readGroup(group))).toEqual(group);
    }
    const full = {
      copula: 'gaussian',
      nodes: ['a', 'b'],
      correlation: [
        [1, 0.7],
        [0.7, 1],
      ],
    };
    expect(writeGroup(readGroup(full))).toEqual({ ...full, correlation: [[1], [0.7, 1]] });
  });

  it('stays symmetric with ones on the diagonal, whatever is done to it', () => {
    const step = constantFrom('set', 'add', 'remove');
    const place = integer({ min: 0, max: 9 });
    const value = double({ min: -3, max: 3, noNaN: true });
    assert(
      property(
        array(step, { maxLength: 20 }),
        array(place, { minLength: 40, maxLength: 40 }),
        array(value, { minLength: 20, maxLength: 20 }),
        (steps, places, values) => {
          let group = newGroup(['n0', 'n1']);
          for (const [index, name] of steps.entries()) {
            const { length } = group.nodes;
            const [i, j] = [places[2 * index] % length, places[2 * index + 1] % length];
            if (name === 'set') group = withCoefficient(group, i, j, values[index]);
            else if (name === 'add') group = withNode(group, `n${index + 2}`);
            else if (length > 2) group = withoutNode(group, i);
          }
          for (const [i, row] of group.matrix.entries()) {
            expect(row).toHaveLength(group.nodes.length);
            for (const [j, entry] of row.entries()) {
              expect(Math.abs(entry)).toBeLessThanOrEqual(1);
              expect(entry).toBe(i === j ? 1 : group.matrix[j][i]);
            }
          }
          expect(correlations.judge(writeGroup(group))).toBeDefined();
          expect(readGroup(writeGroup(group)).matrix).toEqual(group.matrix);
        },
      ),
      { numRuns: 60, seed: 3 },
    );
  });

  it('keeps the correlations of the others when one is taken out', () => {
    const group = readGroup({
      copula: 'gaussian',
      nodes: ['a', 'b', 'c'],
      correlation: [[1], [0.2, 1], [0.3, 0.4, 1]],
    });
    expect(withoutNode(group, 1)).toMatchObject({
      nodes: ['a', 'c'],
      matrix: [
        [1, 0.3],
        [0.3, 1],
      ],
    });
    expect(withNode(withoutNode(group, 0), 'd').matrix).toEqual([
      [1, 0.4, 0],
      [0.4, 1, 0],
      [0, 0, 1],
    ]);
  });

  it('takes what a person types for a number, and nothing beyond one', () => {
    expect(['0.5', '-.3', ' 1 ', '+0,25', '−0.75', '-1'].map(coefficientIn)).toEqual([
      0.5, -0.3, 1, 0.25, -0.75, -1,
    ]);
    expect(['', '-', '1.01', 'half', '1e-1', '0.5.5', '50 %'].map(coefficientIn)).toEqual(
      Array(7).fill(undefined),
    );
    expect([0.25, -0.5, 0, 0.33333].map(coefficientText)).toEqual(['0.25', '−0.5', '0', '0.333']);
  });
});

const asked = (strength: number) => ({
  copula: 'gaussian',
  nodes: ['a', 'b', 'c'],
  correlation: [[1], [strength, 1], [strength, 0.5, 1]],
});

describe('the verdict of the family', () => {
  it('says what a run reaches, how far that is, and whether it is taken', () => {
    expect(correlations.judge(asked(0.5))).toMatchObject({ change: 0, accepted: true });
    const near = correlations.judge(asked(0.9))!;
    expect(near.change).toBeGreaterThan(0);
    expect(near.accepted).toBe(true);
    const moved = near.reached.flatMap((row, i) => row.map((value, j) => Math.abs(value - near.given[i][j])));
    expect(Math.max(...moved)).toBe(near.change);
    const far = { ...asked(0.9), correlation: [[1], [0.9, 1], [-0.9, 0.9, 1]] };
    expect(correlations.judge(far)).toMatchObject({ accepted: false });
  });

  it('finds its own nearest matrix possible once that is written down in four digits', () => {
    const entry = double({ min: -1, max: 1, noNaN: true });
    assert(
      property(
        integer({ min: 2, max: 9 }),
        array(entry, { minLength: 36, maxLength: 36 }),
        (count, entries) => {
          let group = newGroup(Array.from({ length: count }, (_, index) => `n${index}`));
          let next = 0;
          for (let i = 1; i < count; i++) {
            for (let j = 0; j < i; j++) group = withCoefficient(group, i, j, entries[next++]);
          }
          const { reached } = correlations.judge(writeGroup(group))!;
          const written = { ...group, matrix: writable(reached) };
          expect(correlations.judge(writeGroup(written))).toMatchObject({ change: 0, accepted: true });
          for (const [i, row] of written.matrix.entries()) {
            for (const [j, value] of row.entries()) {
              expect(Math.abs(value - reached[i][j])).toBeLessThanOrEqual(1e-4 * (count + 1));
            }
          }
        },
      ),
      { numRuns: 60, seed: 6 },
    );
  });

  it('is none for a group that is not complete', () => {
    expect(correlations.judge({ copula: 'gaussian', nodes: ['a'] })).toBeUndefined();
    expect(correlations.judge({ ...asked(0.5), copula: 't' })).toBeUndefined();
    expect(correlations.judge(undefined)).toBeUndefined();
  });

  it('lets distributions and resampled data in, and no others', () => {
    const nodes = [
      { kind: 'distribution', id: 'drawn', distribution: 'normal' },
      { kind: 'distribution', id: 'mixed', distribution: 'mixture' },
      { kind: 'data', id: 'resampled', sample: 'bootstrap' },
      { kind: 'data', id: 'joint', sample: 'bootstrap', group: 'years' },
      { kind: 'data', id: 'ordered', sample: 'cycle' },
      { kind: 'output', id: 'y' },
      'no node',
    ];
    expect(correlations.eligible({ nodes })).toEqual(['drawn', 'resampled']);
    expect(correlations.eligible(7)).toEqual([]);
  });
});

const figure = (subject: string, name: string, value: number) => ({
  subject,
  name,
  value,
  standardError: 0.01,
});

describe('measured correlations', () => {
  it('stand in the row and column of their names, and nothing stands where nothing was measured', () => {
    const figures = [
      figure('a.value~b.value', 'correlation', 0.5),
      figure('a.value~b.value', 'rank-correlation', 0.4),
      figure('a.value~c.value', 'rank-correlation', -0.1),
      figure('b.value~c.value', 'rank-correlation', 0.2),
      figure('a.value', 'mean', 7),
    ];
    const table = measuredTable(figures, 'rank-correlation')!;
    expect(table.rows).toEqual(['b.value', 'c.value']);
    expect(table.columns).toEqual(['a.value', 'b.value']);
    expect(table.cells.map((row) => row.map((cell) => cell?.value))).toEqual([
      [0.4, undefined],
      [-0.1, 0.2],
    ]);
    expect(measuredTable(figures.slice(4), 'correlation')).toBeUndefined();
  });
});
