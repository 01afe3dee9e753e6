import { describe, expect, it } from 'vitest';
import { mutationsOf } from '../src/mutations.ts';

const document = { family: 'f', version: 1, name: 'n', model: { nodes: [{ id: 'a', on: true }], rate: 2.5 } };

describe('mutationsOf', () => {
  const all = mutationsOf(document, 1000);
  const done = all.map(({ what }) => what);

  it('removes each key, adds an unknown one to each object, and makes each number text', () => {
    for (const key of [
      '/family',
      '/version',
      '/name',
      '/model',
      '/model/nodes',
      '/model/rate',
      '/model/nodes/0/id',
    ])
      expect(done).toContain(`${key} is gone`);
    for (const place of ['', '/model', '/model/nodes/0'])
      expect(done).toContain(`${place}/keyNobodyKnows is added`);
    for (const text of ['NaN', '2.5', 'Infinity']) expect(done).toContain(`/model/rate is "${text}"`);
    expect(done).toContain('/model/nodes/0/on is "yes"');
    expect(done).toContain('/model/nodes/0/id is 0');
  });

  it('changes exactly what it says and leaves the original alone', () => {
    const before = JSON.stringify(document);
    expect(all.find(({ what }) => what === '/model/nodes/0/id is gone')?.document).toStrictEqual({
      ...document,
      model: { nodes: [{ on: true }], rate: 2.5 },
    });
    expect(new Set(all.map((mutation) => JSON.stringify(mutation.document))).size).toBe(all.length);
    expect(JSON.stringify(document)).toBe(before);
  });

  it('takes a few members of a long list, and spreads what is left over the whole document', () => {
    const long = { ...document, model: { list: Array.from({ length: 1000 }, (_, index) => index) } };
    expect(mutationsOf(long, 1000).length).toBeLessThan(60);
    const few = mutationsOf(document, 5);
    expect(few).toHaveLength(5);
    expect([few[0].what, few[4].what]).toStrictEqual([all[0].what, all.at(-1)?.what]);
  });
});
