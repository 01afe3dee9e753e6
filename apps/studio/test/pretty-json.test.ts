import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { prettyJson } from '../src/start/pretty-json.ts';

it('writes what JSON reads back', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(prettyJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('keeps what fits on a line on one and opens the rest', () => {
  const value = {
    name: 'x',
    model: {
      nodes: [
        { id: 'a', value: 1 },
        { id: 'b', list: [1, 2, 3] },
      ],
      empty: {},
    },
  };
  expect(prettyJson(value)).toBe(`{
  "name": "x",
  "model": {
    "nodes": [{ "id": "a", "value": 1 }, { "id": "b", "list": [1, 2, 3] }],
    "empty": {}
  }
}
`);
});

it('writes no line longer than 100 characters that could be opened', () => {
  const node = {
    id: 'a-rather-long-name',
    parameters: { mean: 1234.5, sd: 12.25 },
    label: 'Something to read',
  };
  const lines = prettyJson({ model: { nodes: Array.from({ length: 4 }, () => node) } }).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(lines.filter((line) => line.includes('a-rather-long-name'))).toHaveLength(4);
});
