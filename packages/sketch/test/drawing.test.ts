import { readDrawing, strokesOf, type Drawing, type Stroke } from '@holdfast/sketch';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawings, ring, way } from '../../../bench/parts/drawings.js';
import { drawInk } from '../../../bench/parts/ink.js';

const brief = (id: string | undefined) => id?.replace('part ', '') ?? 'W';

function summary({ parts, links }: Drawing) {
  return {
    parts: parts.map(({ shape, role }) => `${shape.kind} ${role}`),
    links: links.map(({ kind, a, b }) => `${kind} ${brief(a)} ${brief(b)}`),
  };
}

describe('a drawing', () => {
  it.each(drawings.map(({ name, strokes, parts, links }) => [name, { strokes, parts, links }] as const))(
    'reads %s',
    (_, { strokes, parts, links }) => {
      expect(summary(readDrawing(strokes))).toEqual({ parts, links });
    },
  );

  it('follows a choice among the readings', () => {
    const strokes: Stroke[] = [ring(200, 200, 40), way([50, 300], [500, 300])];
    const [first] = readDrawing(strokes).parts;
    expect(first.shape.kind).toBe('circle');
    const other = first.readings[1].shape.kind;
    expect(readDrawing(strokes, { shapes: { 0: other } }).parts[0].shape.kind).toBe(other);
    expect(readDrawing(strokes, { roles: { 0: 'fixed' } }).parts[0].role).toBe('fixed');
  });

  it('gives words to what they stand beside', () => {
    const strokes: Stroke[] = [ring(100, 100, 40), ring(400, 100, 40), way([20, 145], [500, 145])];
    const labels = [
      { text: '2 kg', at: { x: 410, y: 90 } },
      { text: 'steel', at: { x: 95, y: 40 } },
    ];
    expect(readDrawing(strokes, { labels }).parts.map(({ label }) => label)).toEqual([
      'steel',
      '2 kg',
      undefined,
    ]);
  });

  it('comes from pixels as well', () => {
    const strokes = strokesOf(drawInk([way([60, 60], [400, 300]), ring(160, 60, 40)], 500, 400, 2));
    const { parts } = readDrawing(strokes);
    expect(parts.map(({ shape, role }) => `${shape.kind} ${role}`).toSorted()).toEqual([
      'circle body',
      'line fixed',
    ]);
  });

  it('is read whatever the strokes are', () => {
    const coordinate = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(NaN, Infinity, 0));
    const stroke = fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 8 }), (strokes) => {
        const { parts, links } = readDrawing(strokes);
        const ids = parts.map(({ id }) => id);
        for (const { a, b } of links)
          for (const id of [a, b]) if (id !== undefined) expect(ids).toContain(id);
      }),
      { numRuns: 60 },
    );
  });
});
