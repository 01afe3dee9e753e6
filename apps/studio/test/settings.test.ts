import { describe, expect, it } from 'vitest';
import { readSettings, settingsOfRun } from '../src/start/settings.ts';
import { parameters } from './fixtures/mock-model.ts';

describe('run settings', () => {
  it('mean the defaults when nothing is typed', () => {
    expect(readSettings({ parameters: {} }, parameters)).toEqual({
      settings: { limits: {}, parameters: [] },
      wrong: {},
    });
  });

  it('read numbers as people write them', () => {
    const { settings, wrong } = readSettings(
      {
        seed: '12_000',
        until: '1e6',
        workers: '2',
        wallMs: '1.5m',
        steps: '1,000',
        memoryMb: '512',
        parameters: { price: 9 },
      },
      parameters,
    );
    expect(wrong).toEqual({});
    expect(settings).toEqual({
      seed: 12_000,
      until: 1e6,
      workers: 2,
      limits: { wallMs: 90_000, steps: 1000, memoryMb: 512 },
      parameters: [{ parameter: 'price', value: 9 }],
    });
  });

  it('say of each field alone why it cannot be used', () => {
    const { wrong } = readSettings(
      { seed: '-1', until: 'soon', workers: '65', wallMs: '30', memoryMb: '3', parameters: {} },
      parameters,
    );
    expect(Object.keys(wrong).sort()).toEqual(['memoryMb', 'seed', 'until', 'wallMs', 'workers']);
  });

  it('leave out a parameter that has its own value', () => {
    expect(readSettings({ parameters: { price: 12 } }, parameters).settings.parameters).toEqual([]);
  });

  it('of a run come back as they were', () => {
    const run = {
      seed: 3,
      workers: 1,
      until: 500,
      limits: { wallMs: 60_000 },
      parameters: [{ parameter: 'price', value: 8 }],
    };
    const text = settingsOfRun(run as unknown as Parameters<typeof settingsOfRun>[0]);
    expect(readSettings(text, parameters).settings).toEqual(run);
  });
});
