import { describe, expect, it } from 'vitest';
import { frameColumns, takeFans } from '../src/index.ts';

const metric = (subject: string, name: string, value: number, unit = 'EUR') => ({
  subject,
  name,
  value,
  standardError: null,
  unit,
});

describe('fans', () => {
  it('are put together from the figures of each place', () => {
    const metrics = [
      metric('a', 'mean', 5),
      metric('a', 'mean@0', 1),
      metric('a', 'p05@0', 2),
      metric('a', 'invalid@1.5', 3, '1'),
      metric('a', 'mean@1.5', 4),
      metric('b', 'mean@0', 6),
    ];
    const { fans, rest } = takeFans(metrics);
    expect(rest).toEqual(metrics.slice(0, 1));
    expect(fans.map(({ subject, unit, names }) => [subject, unit, names])).toEqual([
      ['a', 'EUR', ['mean', 'p05', 'invalid']],
      ['b', 'EUR', ['mean']],
    ]);
    expect(fans[0]?.rows).toEqual([
      { at: 0, values: [1, 2, undefined] },
      { at: 1.5, values: [4, undefined, 3] },
    ]);
  });

  it('name their columns in a recorded frame by place and level', () => {
    const channel = {
      name: 'a.fan',
      unit: 'EUR',
      shape: [2, 3],
      role: 'fan',
      subject: 'a',
      levels: [0.05, 0.95],
      axis: { unit: 'year', at: [2020, 2021] },
    } as const;
    const columns = frameColumns({ channels: [channel], timeUnit: 'iteration' });
    expect(columns.slice(2).map(({ name }) => name)).toEqual([
      'a.fan[2020][mean]',
      'a.fan[2020][0.05]',
      'a.fan[2020][0.95]',
      'a.fan[2021][mean]',
      'a.fan[2021][0.05]',
      'a.fan[2021][0.95]',
    ]);
  });
});
