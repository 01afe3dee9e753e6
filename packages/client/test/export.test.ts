import { describe, expect, it } from 'vitest';
import type { Channel, Frame } from '@holdfast/core';
import { csvLine, exportedRun, metricsCsv, type ExportClient } from '../src/export.ts';
import { columnTitle, frameColumns } from '../src/frame-columns.ts';

const channels: readonly Channel[] = [
  { name: 'profit.mean', unit: 'USD', shape: [2], role: 'estimate', subject: 'profit' },
  {
    name: 'profit.quantiles',
    unit: 'USD',
    shape: [2],
    role: 'quantiles',
    subject: 'profit',
    levels: [0.05, 0.95],
  },
  { name: 'samples', unit: '1', shape: [], role: 'scalar', subject: 'samples' },
];

/** A client whose only run has `count` recorded frames, handed out in pages. */
function clientOf(count: number): Pick<ExportClient, 'frames' | 'run'> {
  const frames = Array.from({ length: count }, (_, sequence): Frame => {
    return { sequence, time: 10 * sequence, values: Float64Array.of(1, 2, 3, 4, sequence) };
  });
  return {
    run: () => Promise.resolve({ model: { channels, timeUnit: 'iteration' } } as never),
    frames(_, options) {
      const { after = -1, limit = 0 } = options ?? {};
      return Promise.resolve(frames.slice(after + 1, after + 1 + limit));
    },
  };
}

describe('an exported run', () => {
  it('quotes what CSV needs quoted', () => {
    expect(csvLine(['a,b', 'say "x"', 1.5])).toBe('"a,b","say ""x""",1.5\n');
  });

  it('leaves the error of a number without one empty', () => {
    const metrics = [{ subject: 's', name: 'n', value: 4, standardError: null, unit: '' }];
    expect(metricsCsv(metrics)).toBe('subject,metric,value,standard error,unit\ns,n,4,,\n');
  });

  it('names a column for every number of a frame, with its unit', () => {
    expect(frameColumns({ channels, timeUnit: 'iteration' }).map(columnTitle)).toEqual([
      'sequence',
      'time [iteration]',
      'profit.mean[0] [USD]',
      'profit.mean[1] [USD]',
      'profit.quantiles[0.05] [USD]',
      'profit.quantiles[0.95] [USD]',
      'samples',
    ]);
  });

  it('holds every recorded frame once, however many pages they fill', async () => {
    const lines: string[] = [];
    for await (const part of exportedRun(clientOf(1203) as ExportClient, 'r', 'frames-csv')) lines.push(part);
    expect(lines).toHaveLength(1204);
    expect(lines.at(-1)).toBe('1202,12020,1,2,3,4,1202\n');
  });
});
