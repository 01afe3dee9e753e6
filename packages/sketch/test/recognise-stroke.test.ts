import { recogniseStroke, type Shape, type Stroke } from '@holdfast/sketch';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawStroke, randomFrom, strokeKinds } from '../../../bench/parts/hand-strokes.js';

function way(...corners: readonly (readonly [number, number])[]): Stroke {
  return corners.slice(1).flatMap(([bx, by], i) => {
    const [ax, ay] = corners[i];
    return Array.from({ length: 25 }, (_, k) => ({
      x: ax + ((bx - ax) * (k + 1)) / 25,
      y: ay + ((by - ay) * (k + 1)) / 25,
    }));
  });
}

function read(stroke: Stroke): Shape {
  const readings = recogniseStroke(stroke);
  expect(readings.length).toBeGreaterThan(0);
  return readings[0].shape;
}

const ring = Array.from({ length: 80 }, (_, i) => ({
  x: 300 + 50 * Math.cos((i / 79) * 2 * Math.PI),
  y: 200 + 50 * Math.sin((i / 79) * 2 * Math.PI),
}));

describe('a stroke', () => {
  it('is read as what was drawn in nine of ten cases at medium noise', () => {
    const random = randomFrom(20261121);
    const each = 14;
    const right = strokeKinds.flatMap((kind: string) =>
      Array.from({ length: each }, () => (read(drawStroke(kind, random, 1)).kind === kind ? 1 : 0)),
    );
    const share = right.reduce((sum: number, one: number) => sum + one, 0) / right.length;
    expect(share).toBeGreaterThanOrEqual(0.9);
  });

  it('gives a circle its middle and its radius', () => {
    const shape = read(ring);
    expect(shape.kind).toBe('circle');
    if (shape.kind !== 'circle') return;
    expect(shape.center.x).toBeCloseTo(300, 0);
    expect(shape.center.y).toBeCloseTo(200, 0);
    expect(shape.radius).toBeCloseTo(50, 0);
  });

  it('gives a turned box its middle, sides and angle', () => {
    const [c, s] = [Math.cos(0.4), Math.sin(0.4)];
    const corner = (u: number, v: number) => [100 + c * u - s * v, 150 + s * u + c * v] as const;
    const shape = read(
      way(corner(-60, -20), corner(60, -20), corner(60, 20), corner(-60, 20), corner(-60, -20)),
    );
    expect(shape.kind).toBe('box');
    if (shape.kind !== 'box') return;
    expect(shape.center.x).toBeCloseTo(100, 0);
    expect(shape.center.y).toBeCloseTo(150, 0);
    const isAlong = shape.width > shape.height;
    expect(Math.max(shape.width, shape.height)).toBeGreaterThan(116);
    expect(Math.min(shape.width, shape.height)).toBeLessThan(44);
    const slope = Math.tan(shape.angle - (isAlong ? 0.4 : 0.4 + Math.PI / 2));
    expect(Math.abs(slope)).toBeLessThan(0.03);
  });

  it('gives a line, an arrow and a spring their ends', () => {
    const line = read(way([10, 10], [110, 60]));
    expect(line).toMatchObject({ kind: 'line' });
    const arrow = read(way([0, 0], [100, 0], [80, 12], [100, 0], [80, -12]));
    expect(arrow.kind).toBe('arrow');
    if (arrow.kind === 'arrow') expect(arrow.to.x).toBeGreaterThan(95);
    const teeth = Array.from({ length: 10 }, (_, i) => [20 + 10 * i, i % 2 ? 12 : -12] as const);
    const spring = read(way([0, 0], [10, 0], ...teeth, [120, 0], [130, 0]));
    expect(spring.kind).toBe('zigzag');
    if (spring.kind === 'zigzag') expect(spring.turns).toBeGreaterThanOrEqual(4);
  });

  it('reads the same wherever, however large and whichever way round it is drawn', () => {
    const random = randomFrom(7);
    for (const kind of ['circle', 'box', 'line', 'zigzag', 'triangle']) {
      const stroke: Stroke = drawStroke(kind, random, 0.5);
      const there = stroke.map(({ x, y }) => ({ x: 3 * x - 900, y: 3 * y + 5000 }));
      expect(read(there).kind).toBe(read(stroke).kind);
      expect(read(stroke.toReversed()).kind).toBe(read(stroke).kind);
    }
  });

  it('offers other readings, likeliest first, with confidences that sum to at most 1', () => {
    const random = randomFrom(3);
    for (const kind of strokeKinds) {
      const confidences = recogniseStroke(drawStroke(kind, random, 1.5)).map(({ confidence }) => confidence);
      expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
      expect(confidences.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1 + 1e-12);
    }
  });

  it('is read whatever its points are', () => {
    const coordinate = fc.oneof(
      fc.double(),
      fc.integer({ min: -50, max: 50 }),
      fc.constantFrom(0, NaN, Infinity),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 30 }), (stroke) => {
        for (const { confidence } of recogniseStroke(stroke)) expect(confidence).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 100 },
    );
    expect(recogniseStroke([])).toEqual([]);
    expect(recogniseStroke([{ x: 4, y: 5 }])[0].shape.kind).toBe('dot');
  });
});
