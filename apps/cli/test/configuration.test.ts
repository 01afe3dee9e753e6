import { readConfiguration } from '@holdfast/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readDataDirectory } from '../src/configuration.ts';

afterEach(() => vi.unstubAllEnvs());

describe('the data directory', () => {
  it.each([
    [undefined, undefined],
    [undefined, 'kept here'],
    [undefined, ' '],
    ['given', 'kept here'],
  ])('is the one a server would open, for the flag %s and the environment %s', (flag, environment) => {
    vi.stubEnv('HOLDFAST_DATABASE_URL', '');
    vi.stubEnv('HOLDFAST_DATA_DIR', environment);
    expect(readDataDirectory(flag)).toBe(readConfiguration({ HOLDFAST_DATA_DIR: flag }).dataDirectory);
  });

  it('is none when PostgreSQL keeps the runs', () => {
    vi.stubEnv('HOLDFAST_DATABASE_URL', 'postgres://somewhere/runs');
    expect(readDataDirectory('given')).toBeUndefined();
  });
});
