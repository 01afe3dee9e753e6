import { readFileSync } from 'node:fs';
import { mechanisms, physics, worldFromText, type PhysicsInput } from '@holdfast/physics';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

interface Prompt {
  readonly text: string;
  readonly freedom?: number;
  readonly asks?: readonly string[];
}

const prompts = JSON.parse(
  readFileSync(new URL('sentences.json', import.meta.url), 'utf8'),
) as readonly Prompt[];

function worldOf(text: string): PhysicsInput {
  const written = worldFromText(text);
  if (!written.ok) throw new Error(`${text}: ${written.questions.map(({ message }) => message).join(' ')}`);
  return written.world;
}

function parsed(world: PhysicsInput, until = 2) {
  return physics.parse({ family: 'physics', version: 1, name: 'text', model: world, run: { until } });
}

/** What a sentence comes to: its degrees of freedom, what is asked, or what is wrong. */
function outcome({
  text,
}: Prompt):
  | { readonly freedom: number }
  | { readonly asks: readonly string[] }
  | { readonly wrong: unknown } {
  const written = worldFromText(text);
  if (!written.ok) return { asks: written.questions.map(({ text: word }) => word) };
  const checked = parsed(written.world);
  return checked.ok ? { freedom: checked.spec.facts.velocities } : { wrong: checked.issues };
}

describe('the hundred sentences', () => {
  it('become worlds with the freedom they speak of, or ask about the words nobody taught them', () => {
    expect(prompts).toHaveLength(100);
    expect(prompts.filter(({ freedom }) => freedom !== undefined).length).toBeGreaterThanOrEqual(90);
    const expected = prompts.map(({ text, freedom, asks }) => ({
      text,
      ...(asks === undefined ? { freedom } : { asks }),
    }));
    expect(prompts.map((prompt) => ({ text: prompt.text, ...outcome(prompt) }))).toEqual(expected);
  });

  it('run for two seconds without a warning, some of them here and all in the benchmark', async () => {
    const loaded = await physics.load!();
    const some = prompts.filter(({ freedom }, i) => i % 9 === 4 && freedom !== undefined && freedom <= 12);
    expect(some.length).toBeGreaterThanOrEqual(5);
    for (const { text } of some) {
      const checked = loaded.parse({
        family: 'physics',
        version: 1,
        name: text,
        model: worldOf(text),
        run: { until: 2 },
      });
      if (!checked.ok) throw new Error(text);
      const model = loaded.compile(checked.spec);
      const simulation = model.begin({ seed: 1, until: 2 });
      while (simulation.step(model.step.max).remaining > 0);
      expect(simulation.time, text).toBeCloseTo(2, 1);
      simulation.dispose();
    }
  });
});

describe('a sentence', () => {
  it('knows more than 25 mechanisms', () => {
    expect(mechanisms.length).toBeGreaterThanOrEqual(25);
    for (const kind of mechanisms) expect(parsed(worldOf(kind)).ok, kind).toBe(true);
  });

  it('means its units', () => {
    const [ball] = worldOf('a 500 g ball with a diameter of 20 cm thrown at 36 km/h').bodies!;
    expect(ball.geoms![0]).toMatchObject({ shape: 'sphere', radius: 0.1, mass: 0.5 });
    expect(ball.joints![0]).toMatchObject({ type: 'free', velocity: [10, 0, 0] });
  });

  it('puts a ball on the surface of the ramp it is on', () => {
    const world = worldOf('a ball on a 30 degree ramp');
    const [ball] = world.bodies!;
    const [ramp] = world.geoms!;
    if (ramp?.shape !== 'box' || ball?.geoms?.[0]?.shape !== 'sphere')
      throw new Error('not a ball on a ramp');
    const [dx, dz] = [ball.pos![0] - ramp.pos![0], ball.pos![2] - ramp.pos![2]];
    const above = dx * Math.sin(Math.PI / 6) + dz * Math.cos(Math.PI / 6);
    expect(above).toBeCloseTo(ball.geoms[0].radius + ramp.size[2] / 2, 2);
    expect(ramp.euler![1]).toBeCloseTo(Math.PI / 6, 9);
  });

  it('says where it is', () => {
    expect(worldOf('a ball on the moon').gravity).toEqual([0, 0, -1.62]);
    expect(worldOf('a ball in space')).toMatchObject({ gravity: [0, 0, 0], ground: false });
    expect(worldOf('a steel ball in water').medium).toMatchObject({ density: 1000 });
    expect(worldOf('a box on ice').ground).toEqual({ friction: 0.03 });
  });

  it('may begin with an order, and may end with how things stand', () => {
    expect(worldOf('launch a ball at 10 m/s').bodies![0].joints![0]).toMatchObject({ velocity: [10, 0, 0] });
    expect(worldOf('drop a ball').bodies![0].pos![2]).toBeCloseTo(1.6, 9);
    expect(worldOf('two pendulums side by side').bodies).toHaveLength(2);
    expect(worldOf('a block on a spring attached to the ceiling').bodies!.map(({ name }) => name)).toEqual([
      'box',
    ]);
    expect(worldOf('a hexapod robot').bodies).toHaveLength(1);
    const stacked = worldOf('3 boxes stacked on top of each other').bodies!.map(({ pos }) => pos![2]);
    expect(stacked).toHaveLength(3);
    expect(stacked[2] - stacked[0]).toBeCloseTo(0.4, 2);
  });

  it('gives the same world each time', () => {
    for (const { text } of prompts.slice(0, 40)) expect(worldFromText(text)).toEqual(worldFromText(text));
  });

  it('asks about every word it does not know, at its place, with a guess where one is near', () => {
    const text = 'a bal on a trampoline';
    const written = worldFromText(text);
    if (written.ok) throw new Error('built');
    expect(written.questions.map(({ from, to }) => text.slice(from, to))).toEqual(['bal', 'trampoline']);
    expect(written.questions[0].suggestions).toContain('ball');
  });

  it('refuses a text that is too long, and says how long it may be', () => {
    const written = worldFromText('a ball '.repeat(2000));
    if (written.ok) throw new Error('built');
    expect(written.questions[0].message).toContain('10000 characters');
  });

  it('never falls over, and what it builds is a valid spec', () => {
    const words = prompts.flatMap(({ text }) => text.split(' '));
    const salad = fc.array(
      fc.oneof(fc.constantFrom(...words), fc.constantFrom('and', 'on', 'the', '3', '5 kg', ',', 'of')),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(salad, (some) => {
        const written = worldFromText(some.join(' '));
        if (!written.ok) {
          expect(written.questions.length).toBeGreaterThan(0);
          return;
        }
        const checked = parsed(written.world);
        if (!checked.ok)
          expect(checked.issues.map(({ code }) => code)).toEqual(
            checked.issues.map(() => expect.stringMatching(/too-many|too-large|cap/)),
          );
      }),
      { numRuns: 150 },
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => void worldFromText(text)),
      { numRuns: 200 },
    );
  });
});
