import { describe, expect, it } from 'vitest';
import { Progress, sparkline, type ProgressState } from '../src/progress.ts';
import { memoryConsole } from './memory-console.ts';

const state = (time: number, change: Partial<ProgressState> = {}): ProgressState => ({
  status: 'running',
  time,
  end: 1_000_000,
  timeUnit: 'iteration',
  rate: 240_000,
  etaMs: 2400,
  ...change,
});

function lines(width: number, wanted: (progress: Progress, tick: () => void) => void, interactive = true) {
  const streams = memoryConsole({ interactive, width });
  let now = 0;
  const progress = new Progress(streams.console, () => now);
  wanted(progress, () => (now += 100));
  return streams.err.split(interactive ? '\r\u001B[2K' : '\n').filter((line) => line !== '');
}

/** The last line of a run that is 40 % done. */
function draw(width: number, name = 'profit'): string | undefined {
  const drawn = lines(width, (progress, tick) => {
    for (let i = 1; i <= 20; i++) {
      progress.estimate({ name, unit: 'USD', value: 100 + 1 / i, standardError: 0.5 / i });
      progress.show(state(20_000 * i));
      tick();
    }
  });
  return drawn.at(-1);
}

describe('a sparkline', () => {
  it('spans from the lowest to the highest value', () => {
    expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8])).toBe('▁▂▃▄▅▆▇█');
  });

  it('is level where nothing changes', () => {
    expect(sparkline([5, 5, 5])).toBe('▄▄▄');
  });
});

describe('progress on a terminal', () => {
  it('shows a bar, rate, time to go, sparkline and the figure with its error', () => {
    const line = draw(120);
    expect(line).toMatch(
      /^━+─+ {3}40 % {3}400k of 1M iterations {3}240k\/s {2}2\.4 s left {2}profit 100\.050 ± 0\.025 USD {2}[▁-█]{12}$/,
    );
  });

  it('keeps bar, rate, time to go and sparkline in 80 columns', () => {
    const line = draw(80);
    expect(line).toMatch(/240k\/s {2}2\.4 s left {2}[▁-█]{12}$/);
  });

  it.each([20, 60, 80, 100, 140])('never wraps in %i columns unless the plain words do', (width) => {
    const line = draw(width, 'a label that is rather long for a terminal');
    expect(line?.length).toBeLessThanOrEqual(Math.max(width, 63));
  });

  it('is redrawn ten times a second at most', () => {
    const drawn = lines(80, (progress, tick) => {
      for (let i = 0; i < 30; i++) {
        progress.show(state(i * 1000));
        if (i % 10 === 9) tick();
      }
    });
    expect(drawn).toHaveLength(3);
  });

  it('says when a run does not move, and counts up where there is no end', () => {
    const [paused, open] = lines(120, (progress, tick) => {
      progress.show(state(0, { status: 'queued', rate: null, etaMs: null }));
      tick();
      progress.show(state(12.5, { end: Infinity, timeUnit: 's', etaMs: null, rate: 20 }));
    });
    expect(paused).toMatch(/ 0 % {6}0 of 1M iterations {2}queued$/);
    expect(open).toMatch(/─ {3}12\.5 s {5}20\/s$/);
  });
});

describe('progress elsewhere', () => {
  it('is one line for every 10 %, without escape sequences', () => {
    const told = lines(
      80,
      (progress) => {
        for (let i = 0; i <= 1000; i++) progress.show(state(i * 1000));
      },
      false,
    );
    expect(told).toHaveLength(10);
    expect(told[0]).toBe(' 10 %   100k of 1M iterations   240k/s  2.4 s left');
    expect(told[9]).toBe('100 %     1M of 1M iterations   240k/s');
  });

  it('is one line for every 10 s of a run without an end', () => {
    const told = lines(
      80,
      (progress, tick) => {
        for (let i = 0; i < 250; i++) {
          progress.show(state(i, { end: Infinity, timeUnit: 's' }));
          tick();
        }
      },
      false,
    );
    expect(told).toHaveLength(3);
  });
});
