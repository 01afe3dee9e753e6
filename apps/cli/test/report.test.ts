import type { Metric, RunResult } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { describeResult, describeStop } from '../src/report.ts';
import { memoryConsole } from './memory-console.ts';

function metric(name: string, value: number, standardError: number | null = null, unit = 'USD'): Metric {
  return { subject: 'profit.value', name, value, standardError, unit };
}

function resultWith(metrics: readonly Metric[], change: Partial<RunResult> = {}): RunResult {
  return {
    format: 1,
    family: 'scenario',
    engine: '1',
    document: '0'.repeat(64),
    name: 'A shop',
    seed: 7,
    parameters: [],
    inputs: [],
    stop: { kind: 'reached-end' },
    partial: false,
    timeUnit: 'iteration',
    asked: 1_000_000,
    reached: 1_000_000,
    metrics,
    frames: 2,
    trail: '0'.repeat(64),
    ...change,
  };
}

const figures = [
  { ...metric('samples', 1_000_000, null, '1'), subject: 'samples' },
  metric('samples', 1_000_000, null, '1'),
  metric('invalid-nan', 0, null, '1'),
  metric('mean', 1_064_970.4, 126),
  metric('sd', 125_936, 89),
  metric('skewness', -0.0013, 0.0025, '1'),
  metric('min', 437_870),
  metric('max', 1_749_840),
  metric('p05', 857_840, 270),
  metric('cvar-lower-0.95', 805_134, 312),
  metric('probability-below-1000000', 0.30303, 0.00046, '1'),
];

function show(result: RunResult, labels?: ReadonlyMap<string, string>): string {
  return describeResult(memoryConsole().console, result, labels);
}

/** Metrics of one goal of 250. */
function goal(figure: string, known: number, reached: number): readonly Metric[] {
  return [
    metric(`half-width-${figure}`, known),
    metric(`half-width-goal-${figure}`, 250),
    metric(`goal-reached-${figure}`, reached, null, '1'),
    metric(`iterations-to-goal-${figure}`, reached === 1 ? 0 : 900_000, null, '1'),
  ];
}

describe('a result', () => {
  it('says that it converged, and of each goal where it stands instead of how it was measured', () => {
    const shown = show(
      resultWith([...figures, ...goal('mean', 247, 1), ...goal('p05', 529, 0)], {
        stop: { kind: 'converged' },
        asked: 5_000_000,
      }),
      new Map([['profit.value', 'Profit']]),
    );
    expect(shown.split('\n').slice(0, 5)).toEqual([
      'A shop',
      'converged after 1,000,000 of at most 5,000,000 iterations, seed 7',
      'goal: Profit, mean ± 247 of the ± 250 asked, reached',
      'goal: Profit, p05 ± 529 of the ± 250 asked, not reached: about 900,000 more',
      '',
    ]);
    expect(shown).not.toMatch(/half-width|to-goal/);
  });

  it('shows what is read first first, each figure beside its error, and nothing that says nothing', () => {
    expect(show(resultWith(figures), new Map([['profit.value', 'Profit']]))).toBe(
      [
        'A shop',
        '1,000,000 iterations, seed 7',
        '',
        'Profit  profit.value  [USD]',
        '  mean                       1,064,970  ± 130',
        '  sd                           125,936  ± 89',
        '  min                          437,870',
        '  p05                          857,840  ± 270',
        '  max                        1,749,840',
        '  cvar-lower-0.95              805,130  ± 310',
        '  probability-below-1000000    0.30303  ± 0.00046',
        '  skewness                     -0.0013  ± 0.0025',
      ].join('\n'),
    );
  });

  it('shows counts as soon as they tell something', () => {
    const text = show(
      resultWith([metric('samples', 999_990, null, '1'), metric('invalid-nan', 10, null, '1')]),
    );
    expect(text).toMatch(/samples +999,990/);
    expect(text).toMatch(/invalid-nan +10/);
  });

  it('calls a partial result partial, with the n really used and the reason', () => {
    const stop = { kind: 'limit', limit: 'wallMs', bound: 300 } as const;
    expect(show(resultWith(figures, { partial: true, reached: 114_688, stop }))).toContain(
      'PARTIAL: 114,688 of 1,000,000 iterations, stopped at its limit, 300 ms of computing, seed 7',
    );
  });

  it('names what was set and what was changed on the way', () => {
    const text = show(
      resultWith(figures, {
        parameters: [{ parameter: 'price', value: 12.5 }],
        inputs: [{ parameter: 'demand', value: 0.4, time: 16_384 }],
      }),
    );
    expect(text).toContain('with price = 12.5, demand = 0.4 since 16,384 iterations');
  });

  it('names a unit that is not that of its block', () => {
    const own = [
      { subject: 'motion', name: 'angle', value: 0.1, standardError: null, unit: 'rad' },
      { subject: 'motion', name: 'rate', value: 0.6, standardError: null, unit: 'rad/s' },
    ];
    expect(show(resultWith(own))).toContain('motion  [rad]\n  angle  0.1\n  rate   0.6  [rad/s]');
  });

  it('says why a run failed, with the code', () => {
    const stop = { kind: 'failed', code: 'worker.crashed', message: 'it fell', remedy: 'Stand up.' } as const;
    expect(describeStop(stop)).toBe('failed: it fell [worker.crashed]');
  });

  it('shows a fan as a table of some of its times under its subject', () => {
    const fan = Array.from({ length: 41 }, (_, year) => [
      metric(`mean@${2020 + year}`, 1000 + year, 1),
      metric(`p05@${2020 + year}`, 900 - year, 2),
    ]).flat();
    const text = show(resultWith([...figures, ...fan]));
    const lines = text.split('\n');
    const head = lines.findIndex((line) => /^ +time +mean +p05$/.test(line));
    expect(head).toBeGreaterThan(lines.findIndex((line) => line.includes('cvar-lower-0.95')));
    expect(lines.slice(head + 1, head + 10).map((line) => line.trim().split(/ +/))).toEqual(
      [0, 5, 10, 15, 20, 25, 30, 35, 40].map((year) => [
        String(2020 + year),
        (1000 + year).toLocaleString('en-US'),
        String(900 - year),
      ]),
    );
    expect(lines[head + 10]).toContain('9 of 41 times');
    expect(text).not.toContain('@');
  });
});
