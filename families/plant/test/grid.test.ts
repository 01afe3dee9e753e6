import type { Issue } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { plant } from '../src/index.ts';
import { parsePlant } from '../src/parse.ts';
import { Scene, specOf, type Written } from './scene.ts';

const day = {
  load: { file: 'day.csv', time: 'hour s', factor: 'share', repeat: 8 },
  speed: { shape: 'lines', points: [[1, 1] as const, [3, 1.02] as const, [5, 0.98] as const], repeat: 6 },
};
const csv = '# a short day\nhour s,note,share\n0,night,0.3\n2.5,morning,1\n\n6,evening,0.7\n';

function parsed(grid: unknown, files: Record<string, string> = {}): ReturnType<typeof parsePlant> {
  return parsePlant({ family: 'plant', version: 1, name: 'test', model: { grid }, files });
}

function issuesOf(grid: unknown, files?: Record<string, string>): readonly Issue[] {
  const found = parsed(grid, files);
  return found.ok ? [] : found.issues;
}

describe('a profile of the grid', () => {
  it('is read from an attached file by the names of its columns', () => {
    expect(plant.files({ grid: day })).toEqual(['day.csv']);
    const found = parsed(day, { 'day.csv': csv });
    expect(found.ok && found.spec.profiles.load).toEqual({
      shape: 'steps',
      times: [0, 2.5, 6],
      factors: [0.3, 1, 0.7],
      repeat: 8,
    });
  });

  it.each<[string, unknown, string, string, number?]>([
    ['no source', { load: {} }, '/model/grid/load', 'plant.profile-source'],
    ['two sources', { load: { points: [[0, 1]], file: 'x' } }, '/model/grid/load', 'plant.profile-source'],
    ['a file that is not there', { load: { file: 'x' } }, '/model/grid/load/file', 'plant.file-missing'],
    ['a missing column', { load: { file: 'day' } }, '/model/grid/load/file', 'plant.column-missing', 2],
    ['a cell without a number', { load: { file: 'bad' } }, '/model/grid/load/file', 'plant.not-a-number', 3],
    [
      'a factor beyond bounds',
      { load: { file: 'far' } },
      '/model/grid/load/file',
      'plant.factor-out-of-range',
      2,
    ],
    ['an empty file', { speed: { file: 'none' } }, '/model/grid/speed/file', 'plant.no-rows'],
    [
      'times out of order',
      {
        load: {
          points: [
            [1, 1],
            [1, 0],
          ],
        },
      },
      '/model/grid/load/points',
      'plant.times-not-ascending',
    ],
    [
      'a round too short',
      {
        load: {
          points: [
            [0, 1],
            [9, 0],
          ],
          repeat: 9,
        },
      },
      '/model/grid/load/repeat',
      'plant.repeat-too-short',
    ],
  ])('is refused with its place: %s', (_, grid, path, code, line) => {
    const files = {
      day: csv,
      bad: 'time,factor\n0,1\n1,many\n',
      far: 'time,factor\n0,2\n',
      none: '\n',
    };
    const found = issuesOf(grid, files).find((issue) => issue.code === code);
    expect(found).toMatchObject({ path, code, ...(line === undefined ? {} : { line }) });
  });
});

const model = (control: string): Written => ({
  floaters: { count: 20 },
  start: { filled: 'rising', speed: 1.1 },
  generator: { control },
  grid: {
    load: {
      points: [
        [0, 0.4],
        [2.03, 1],
        [3.11, 0.2],
      ],
      repeat: 5,
    },
    speed: day.speed,
  },
  solver: { frame: 0.1 },
});

describe('a plant on a grid', () => {
  it('sees factors times what the sliders say, from their points on', () => {
    const scene = new Scene(model('droop')).to(2);
    expect(scene.now('load')).toBe(0.4);
    expect(scene.now('speed set-point')).toBeCloseTo(39.27 * 1.01, 12);
    expect(scene.to(2.1).now('load')).toBe(1);
    expect(scene.set('load', 0.5).now('load')).toBe(0.5);
    expect(scene.to(7.5).now('load')).toBe(0.5);
    expect(scene.to(8.2).now('load')).toBe(0.1);
    // 2.2 s into the second round of the speed
    expect(scene.set('speed', 40).now('speed set-point')).toBeCloseTo(40 * 1.012, 9);
    expect(scene.set('emergencyStop', 1).now('load')).toBe(0);
  });

  it.each(['droop', 'torque', 'maximum-power'])(
    'keeps its accounts, and goes on from a snapshot to the bit: %s',
    (control) => {
      const scene = new Scene(model(control)).to(4);
      const snapshot = scene.simulation.snapshot();
      scene.to(9);
      const other = new Scene(model(control));
      other.simulation.restore(snapshot);
      other.to(9);
      for (const channel of ['way', 'flywheel speed', 'work into the generator'])
        expect(other.now(channel)).toBe(scene.now(channel));
      for (const { residual, tolerance } of scene.simulation.invariants())
        expect(Math.abs(residual)).toBeLessThanOrEqual(tolerance);
    },
  );

  it('is the same plant with a profile that says one throughout', () => {
    const { grid: _, ...plain } = model('droop');
    const one = { ...plain, grid: { load: { points: [[0, 1]] } } };
    expect(new Scene(one).to(5).now('way')).toBe(new Scene(plain).to(5).now('way'));
    expect(specOf(plain).profiles).toEqual({});
  });
});
