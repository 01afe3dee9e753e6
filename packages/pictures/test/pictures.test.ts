import type { Channel } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { axisLabels, logLabels, logTicks } from '../src/axis.ts';
import { spreadRows } from '../src/picture.ts';
import { histogramPicture } from '../src/distribution.ts';
import { fanPicture, pairedLevels } from '../src/fan.ts';
import { subjectsOf } from '../src/subjects.ts';
import type { PictureNumbers } from '../src/run-numbers.ts';

const subject = 'profit';
const channels: readonly Channel[] = [
  { name: 'profit.estimate', unit: 'USD', shape: [2], role: 'estimate', subject },
  { name: 'profit.histogram', unit: 'USD', shape: [42], role: 'histogram', subject },
  { name: 'demand.estimate', unit: 'units', shape: [2], role: 'estimate', subject: 'demand' },
  { name: 'accepted', unit: '1/s', shape: [], role: 'scalar', subject: 'sampler' },
  { name: 'rejected', unit: '1/s', shape: [], role: 'scalar', subject: 'sampler' },
];

describe('axis labels', () => {
  it('have just enough decimals to tell ticks apart, and one suffix', () => {
    expect(axisLabels([120_000, 122_500, 125_000], 2500)).toEqual(['120.0k', '122.5k', '125.0k']);
    expect(axisLabels([0, 0.05, 0.1], 0.05)).toEqual(['0.00', '0.05', '0.10']);
    expect(axisLabels([-2000, 0, 2000], 2000)).toEqual(['−2,000', '0', '2,000']);
  });

  it('stand at round numbers on a logarithmic axis, fewer where more decades show', () => {
    expect(logLabels(logTicks(16_384, 1_800_000))).toEqual(['20k', '50k', '100k', '200k', '500k', '1M']);
    expect(logLabels(logTicks(3, 4e6))).toEqual(['10', '100', '1k', '10k', '100k', '1M']);
    expect(logLabels(logTicks(0.004, 0.03))).toEqual(['0.005', '0.01', '0.02']);
    expect(logTicks(0, 10)).toEqual([]);
  });
});

describe('subjects', () => {
  it('are grouped by what channels describe, panels chosen by role', () => {
    const subjects = subjectsOf(channels);
    expect(subjects.map(({ name }) => name)).toEqual(['profit', 'demand', 'sampler']);
    expect(subjects[0]?.histogram?.name).toBe('profit.histogram');
    expect(subjects[2]?.series.map((group) => group.map(({ name }) => name))).toEqual([
      ['accepted', 'rejected'],
    ]);
  });

  it('keep channels of other roles as plain numbers', () => {
    const [subject] = subjectsOf([{ name: 'q', unit: 'm', shape: [3, 7], role: 'pose', subject: 'arm' }]);
    expect(subject?.others).toHaveLength(1);
  });
});

describe('a fan', () => {
  const channel = {
    name: 'wealth.fan',
    unit: 'EUR',
    shape: [2, 4],
    role: 'fan',
    subject: 'wealth',
    levels: [0.05, 0.5, 0.95],
    axis: { unit: 'year', at: [2030, 2031] },
  } as const;
  const values = Float64Array.of(10, 1, 9, 20, 12, 2, 11, Number.NaN);
  const numbers = { shown: () => ({ time: 1, values }) } as unknown as PictureNumbers;

  it('belongs to its subject and is no plain number', () => {
    const [subject] = subjectsOf([channel]);
    expect(subject?.fans).toEqual([channel]);
    expect(subject?.others).toEqual([]);
  });

  it('pairs quantiles as far from the median on either side, the widest first', () => {
    expect(pairedLevels([0.01, 0.05, 0.5, 0.95, 0.99])).toEqual([
      [0, 4],
      [1, 3],
    ]);
    expect(pairedLevels([0.05, 0.5, 0.9])).toEqual([]);
  });

  it('draws median, mean and bands along its axis, and says them as a table and a sentence', () => {
    const picture = fanPicture(numbers, channel);
    const drawing = picture.draw();
    expect(drawing?.x).toEqual([2030, 2031]);
    expect(drawing?.bands).toEqual([[2, 0]]);
    expect(drawing?.lines.map(({ label, y }) => [label, ...y])).toEqual([
      ['p5', 1, 2],
      ['p50', 9, 11],
      ['p95', 20, null],
      ['mean', 10, 12],
    ]);
    expect(picture.table().rows[0]).toEqual(['2030', '10', '1', '9', '20']);
    expect(picture.summary()).toBe(
      'From mean 10, median 9 at year 2030 to mean 12, median 11 at year 2031 EUR.',
    );
  });
});

describe('tables beside charts', () => {
  it('show at most 200 rows, first and last included', () => {
    const rows = spreadRows(10_000);
    expect([rows.length, rows[0], rows.at(-1)]).toEqual([200, 0, 9999]);
    expect(new Set(rows).size).toBe(200);
  });
});

describe('a histogram with a long tail', () => {
  const histogram: Channel = { name: 'h', unit: 'USD', shape: [12], role: 'histogram', subject };
  const drawn = (counts: readonly number[]) => {
    const numbers = { shown: () => ({ time: 1, values: Float64Array.of(0, 100, ...counts) }) };
    const channels = { estimate: undefined, quantiles: undefined, histogram, unit: 'USD', known: () => [] };
    return histogramPicture(numbers as unknown as PictureNumbers, channels);
  };

  it('is cut where hardly anything lies further out, and says how much does', () => {
    const picture = drawn([500, 300, 196, 1, 1, 1, 0, 0, 0, 1]);
    expect(picture.draw()?.xRange).toEqual([0, 30]);
    expect(picture.summary()).toContain('0.40 % lie further out than is drawn.');
  });

  it('is drawn whole where its values fill the room', () => {
    const picture = drawn([1, 50, 100, 100, 100, 100, 100, 100, 50, 1]);
    expect(picture.draw()?.xRange).toEqual([0, 100]);
    expect(picture.summary()).not.toContain('further out');
  });
});
