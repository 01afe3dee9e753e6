import { jsonPointer, locate, pointerSegments } from '@holdfast/protocol';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const text = `{
  "family": "scenario",
  "model": {
    "nodes": [{ "id": "a" }, { "id": "b", "x/y": 2, "~": 3 }],
    "": 4
  }
}`;

function at(pointer: string): string {
  const place = locate(text, pointer);
  if (place === undefined) return 'nowhere';
  return `${place.line}:${place.column} ${text.slice(place.from, place.to)}`;
}

describe('locate', () => {
  it('finds values by pointer, escapes and the empty key included', () => {
    expect(at('/family')).toBe('2:13 "scenario"');
    expect(at('/model/nodes/1/id')).toBe('4:38 "b"');
    expect(at('/model/nodes/1/x~1y')).toBe('4:50 2');
    expect(at('/model/nodes/1/~0')).toBe('4:58 3');
    expect(at('/model/')).toBe('5:9 4');
    expect(at('')).toBe(`1:1 ${text}`);
  });

  it('falls back to the nearest value that exists', () => {
    expect(at('/model/nodes/0/expression')).toBe('4:15 { "id": "a" }');
    expect(at('/model/nodes/7/id/deep')).toBe('4:14 [{ "id": "a" }, { "id": "b", "x/y": 2, "~": 3 }]');
  });

  it('finds the last of two equal keys, the one that counts', () => {
    expect(locate('{"a":1,"a":2}', '/a')).toMatchObject({ column: 12 });
  });

  it('has no answer for text that is not JSON or a pointer that is none', () => {
    expect(locate('{', '/a')).toBeUndefined();
    expect(locate('{}', 'a')).toBeUndefined();
  });

  it('finds every value of any document', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.nat(3), (value, indent) => {
        const json = JSON.stringify(value, undefined, indent);
        for (const [path, member] of paths(value)) {
          const place = locate(json, jsonPointer(path))!;
          expect(JSON.parse(json.slice(place.from, place.to))).toStrictEqual(
            JSON.parse(JSON.stringify(member)),
          );
          const line = json.split('\n')[place.line - 1];
          expect(line.slice(place.column - 1)[0]).toBe(json[place.from]);
        }
      }),
    );
  });
});

describe('jsonPointer', () => {
  it('is read back by pointerSegments', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('~', '/', '~1', '~01', ''))), (segments) => {
        expect(pointerSegments(jsonPointer(segments))).toStrictEqual(segments);
      }),
    );
  });
});

function paths(
  value: unknown,
  path: readonly string[] = [],
): readonly (readonly [readonly string[], unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return [[path, value], ...Object.entries(value).flatMap(([key, member]) => paths(member, [...path, key]))];
}
