import { expect, test } from 'vitest';
import { catalog } from '../src/index.ts';

test('each family is found under its own name, with a version of its numbers and a schema', () => {
  expect([...catalog.keys()]).toContain('scenario');
  for (const [name, simulator] of catalog) {
    expect(simulator.family).toBe(name);
    expect(simulator.version).not.toBe('');
    expect(simulator.schema).toHaveProperty('type');
  }
});
