import { SimulationError } from '@holdfast/core';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isLoopback, readConfiguration, type RawSettings } from '../src/configuration.ts';
import { settings } from '../src/settings.ts';

function refusal(flags: RawSettings): SimulationError {
  try {
    readConfiguration(flags, {});
  } catch (error) {
    if (error instanceof SimulationError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
}

describe('configuration', () => {
  it('needs nothing: the defaults listen on loopback with the embedded database', () => {
    const configuration = readConfiguration({}, {});
    expect(configuration).toMatchObject({
      host: '127.0.0.1',
      port: 7700,
      databaseUrl: undefined,
      apiKeys: [],
      bodyLimitMb: 16,
      requestTimeoutMs: 30_000,
      pool: {
        min: 2,
        max: 20,
        connectionTimeoutMs: 10_000,
        statementTimeoutMs: 60_000,
        idleTimeoutMs: 30_000,
      },
    });
    expect(configuration.dataDirectory).toMatch(/\/\.holdfast$/);
    expect(configuration.slots).toBeGreaterThanOrEqual(4);
  });

  it('lets a flag win over the environment and the environment over the default', () => {
    const environment = { HOLDFAST_PORT: '8000', HOLDFAST_SLOTS: '3' };
    expect(readConfiguration({ HOLDFAST_PORT: '9000' }, environment)).toMatchObject({ port: 9000, slots: 3 });
    expect(readConfiguration({ HOLDFAST_PORT: undefined }, environment).port).toBe(8000);
  });

  it.each(
    Object.entries(settings).flatMap(([name, rule]) =>
      rule.kind === 'number'
        ? [
            [name, String(rule.min - 1)],
            [name, String(rule.max + 1)],
            [name, '1.5'],
            [name, 'many'],
            [name, '1e3'],
          ]
        : [],
    ),
  )('refuses %s = %s and names the bounds', (name, value) => {
    const error = refusal({ [name]: value });
    expect(error.code).toBe('configuration.invalid');
    expect(error.details).toMatchObject({ name, value });
    expect(error.message).toMatch(/whole number from \d+ to \d+/);
    expect(error.remedy).not.toBe('');
  });

  it('accepts both bounds of every number', () => {
    for (const [name, rule] of Object.entries(settings)) {
      if (rule.kind !== 'number') continue;
      const pool = { HOLDFAST_POOL_MIN: '0', HOLDFAST_POOL_MAX: '200' };
      expect(() => readConfiguration({ ...pool, [name]: String(rule.max) }, {})).not.toThrow();
      expect(() => readConfiguration({ HOLDFAST_POOL_MIN: '0', [name]: String(rule.min) }, {})).not.toThrow();
    }
  });

  it('refuses a pool whose minimum exceeds its maximum', () => {
    expect(refusal({ HOLDFAST_POOL_MIN: '9', HOLDFAST_POOL_MAX: '3' }).message).toContain(
      'HOLDFAST_POOL_MAX = 3',
    );
  });

  it('refuses to listen beyond loopback without a key', () => {
    for (const host of ['0.0.0.0', '::', '192.168.1.7', 'example.org']) {
      const error = refusal({ HOLDFAST_HOST: host });
      expect(error.details['name']).toBe('HOLDFAST_API_KEYS');
      expect(error.message).toContain(host);
    }
    const keys = 'a-long-enough-key-1, a-long-enough-key-2';
    expect(readConfiguration({ HOLDFAST_HOST: '0.0.0.0', HOLDFAST_API_KEYS: keys }, {}).apiKeys).toEqual([
      'a-long-enough-key-1',
      'a-long-enough-key-2',
    ]);
  });

  it('never repeats a secret', () => {
    expect(refusal({ HOLDFAST_API_KEYS: 'hunter2' }).message).not.toContain('hunter2');
    expect(refusal({ HOLDFAST_DATABASE_URL: 'mysql://u:hunter2@h/d' }).message).not.toContain('hunter2');
  });

  it('has no language model unless it is told one, whole, and never says its key', () => {
    expect(readConfiguration({ HOLDFAST_MODEL_KEY: 'sk-hunter2' }, {}).model).toBeUndefined();
    const told = {
      HOLDFAST_MODEL: 'openai',
      HOLDFAST_MODEL_URL: 'http://localhost:11434/v1/',
      HOLDFAST_MODEL_NAME: 'clever-1',
      HOLDFAST_MODEL_KEY: 'sk-hunter2',
    };
    expect(readConfiguration(told, {}).model).toEqual({
      kind: 'openai',
      url: 'http://localhost:11434/v1',
      name: 'clever-1',
      key: 'sk-hunter2',
      timeoutMs: 20_000,
    });
    const wrong = [
      { HOLDFAST_MODEL: 'oracle' },
      { HOLDFAST_MODEL_URL: 'localhost' },
      { HOLDFAST_MODEL_URL: 'https://me:sk-hunter2@example.org' },
      { HOLDFAST_MODEL_NAME: '' },
      { HOLDFAST_MODEL_KEY: 'sk hunter2' },
    ];
    for (const change of wrong) {
      const [name] = Object.keys(change);
      const error = refusal({ ...told, ...change });
      expect(error.details['name']).toBe(name);
      expect(error.message).not.toContain('hunter2');
    }
  });

  it('refuses a log level that does not exist and lists those that do', () => {
    expect(refusal({ HOLDFAST_LOG_LEVEL: 'loud' }).message).toContain('trace, debug, info');
  });

  it('knows which addresses only this machine can reach', () => {
    expect(['localhost', 'LOCALHOST', '127.0.0.1', '127.9.8.7', '::1'].every(isLoopback)).toBe(true);
    expect(
      ['0.0.0.0', '::', '128.0.0.1', 'localhost.example.org', '127.0.0.1.example.org'].some(isLoopback),
    ).toBe(false);
  });

  it('is documented row by row', () => {
    const page = readFileSync(
      new URL('../../../docs/reference/configuration.md', import.meta.url),
      'utf8',
    ).replaceAll(/ +/g, ' ');
    for (const [name, rule] of Object.entries(settings)) {
      const fallback = 'fallback' in rule ? `\`${rule.fallback}\`` : 'none';
      const range =
        rule.kind === 'number'
          ? `${rule.min} .. ${rule.max}`
          : 'choices' in rule
            ? rule.choices.join(', ')
            : 'text';
      expect(page).toContain(`| \`${name}\` | ${fallback} | ${range} | ${rule.meaning} |`);
    }
  });
});
