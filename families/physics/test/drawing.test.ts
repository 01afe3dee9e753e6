import { editFromText, physics, worldFromDrawing, type PhysicsInput } from '@holdfast/physics';
import { readDrawing, type Stroke } from '@holdfast/sketch';
import { describe, expect, it } from 'vitest';
import { drawings, ring, way } from '../../../bench/parts/drawings.js';

function worldOf(
  strokes: readonly Stroke[],
  labels: readonly { text: string; at: { x: number; y: number } }[] = [],
): PhysicsInput {
  const answer = worldFromDrawing(readDrawing(strokes, { labels }));
  if (!answer.ok) throw new Error(answer.questions.map(({ message }) => message).join(' '));
  return answer.world;
}

const document = (model: unknown) => ({
  family: 'physics',
  version: 1,
  name: 'drawn',
  model,
  run: { until: 2 },
});

const ask = (...given: Parameters<typeof readDrawing>) => {
  const answer = worldFromDrawing(readDrawing(...given));
  return answer.ok ? [] : answer.questions.map(({ message }) => message);
};

describe('a world from a drawing', () => {
  it('has the freedom every drawing means, and runs', async () => {
    const loaded = await physics.load!();
    for (const { name, strokes, freedom } of drawings) {
      const parsed = loaded.parse(document(worldOf(strokes)));
      if (!parsed.ok) throw new Error(`${name}: ${JSON.stringify(parsed.issues)}`);
      expect(parsed.spec.facts.velocities, name).toBe(freedom);
      const model = loaded.compile(parsed.spec);
      const simulation = model.begin({ seed: 1, until: 0.3 });
      while (simulation.step(model.step.max).remaining > 0);
      simulation.dispose();
    }
  });

  it('lets a drawn ball roll down a drawn ramp, in its plane', async () => {
    const loaded = await physics.load!();
    const parsed = loaded.parse(document(worldOf([way([100, 150], [500, 350]), ring(150, 130, 28)])));
    if (!parsed.ok) throw new Error('not parsed');
    const model = loaded.compile(parsed.spec);
    const simulation = model.begin({ seed: 1, until: 1 });
    const values = new Float64Array(
      model.channels.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
    );
    simulation.observe(values);
    const [x0, y0, z0] = values;
    while (simulation.step(model.step.max).remaining > 0);
    simulation.observe(values);
    expect(values[0] - x0).toBeGreaterThan(0.5);
    expect(values[2] - z0).toBeLessThan(-0.2);
    expect(values[1]).toBe(y0);
    simulation.dispose();
  });

  it('is as wide as it is said to be, with up as up', () => {
    const world = worldFromDrawing(readDrawing([ring(100, 100, 50), ring(300, 300, 50)]), { width: 2 });
    if (!world.ok) throw new Error('not built');
    const [high, low] = world.world.bodies!;
    expect(high.pos![0]).toBeCloseTo(-0.667, 2);
    expect(high.pos![2]).toBeCloseTo(1.667, 2);
    expect(low.pos![2]).toBeCloseTo(0.333, 2);
  });

  it('takes masses, substances and speeds from labels', () => {
    const strokes: Stroke[] = [ring(100, 100, 40), ring(400, 100, 40), way([20, 145], [500, 145])];
    const world = worldOf(strokes, [
      { text: '2 kg red', at: { x: 100, y: 100 } },
      { text: 'steel at 3 m/s', at: { x: 400, y: 100 } },
    ]);
    expect(world.bodies![0].geoms![0]).toMatchObject({ mass: 2, color: [0.85, 0.2, 0.18, 1] });
    expect(world.bodies![1].joints![0]).toMatchObject({ velocity: 3 });
  });

  it('names parts after their shapes or as somebody said, so that a sentence can speak of them', () => {
    const strokes = [ring(100, 100, 40), ring(400, 100, 40), way([20, 145], [250, 200])];
    const answer = worldFromDrawing(readDrawing(strokes, { names: { 1: 'moon' } }));
    if (!answer.ok) throw new Error('not built');
    expect(answer.world.bodies!.map(({ name }) => name)).toEqual(['ball', 'moon']);
    expect(answer.world.geoms!.map(({ name }) => name)).toEqual(['ramp']);
    const edited = editFromText(answer.world, 'make the moon twice as heavy and paint the ball red');
    expect(edited.ok).toBe(true);
  });

  it('lets an arrow push, in the plane or in space, as a control of the run', async () => {
    const loaded = await physics.load!();
    const strokes: Stroke[] = [
      ring(100, 300, 30),
      way([130, 300], [330, 300]),
      way([310, 290], [330, 300], [310, 310]),
      way([20, 332], [700, 332]),
    ];
    for (const planar of [true, false]) {
      const answer = worldFromDrawing(readDrawing(strokes, { roles: { 1: 'force' } }), { planar });
      if (!answer.ok) throw new Error('not built');
      const parsed = loaded.parse(document(answer.world));
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
      expect(parsed.spec.facts.velocities).toBe(planar ? 3 : 6);
      const model = loaded.compile(parsed.spec);
      expect(model.parameters.some(({ name }) => name.includes('force on ball'))).toBe(true);
      const simulation = model.begin({ seed: 1, until: 0.2 });
      const values = new Float64Array(
        model.channels.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
      );
      simulation.observe(values);
      const x0 = values[0];
      while (simulation.step(model.step.max).remaining > 0);
      simulation.observe(values);
      expect(values[0] - x0).toBeGreaterThan(0.001);
      simulation.dispose();
    }
  });

  it('swings what hangs as its arrow says', () => {
    const strokes: Stroke[] = [
      way([300, 100], [300, 300]),
      ring(300, 100, 8),
      ring(300, 330, 30),
      way([330, 330], [430, 330]),
      way([412, 320], [430, 330], [412, 340]),
    ];
    const drawing = readDrawing(strokes);
    expect(drawing.parts.map(({ role }) => role)).toEqual(['body', 'hinge', 'body', 'velocity']);
    const answer = worldFromDrawing(drawing, { width: 1 });
    if (!answer.ok) throw new Error('not built');
    const [{ joints }] = answer.world.bodies!;
    // The arrow points right below the hinge: about +y, with z up, that is a negative turn. v = 2 * 100 units, r = 230 units.
    expect(joints).toMatchObject([{ type: 'hinge' }]);
    expect((joints![0] as { velocity: number }).velocity).toBeCloseTo(-200 / 230, 1);
  });

  it('asks about scribbles, unknown words and sheets on which nothing moves', () => {
    expect(ask([way([20, 145], [500, 145])]).join()).toContain('What moves?');
    expect(
      ask([ring(100, 100, 40)], { labels: [{ text: 'wobbly', at: { x: 100, y: 100 } }] }).join(),
    ).toContain('wobbly');
    expect(ask([ring(100, 100, 40), ring(300, 100, 40)], { roles: { 0: 'unread' } }).join()).toContain(
      'part 1',
    );
  });
});
