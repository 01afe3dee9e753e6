// Worlds with a known solution, as a table that is written and checked here; and the energy account.
import { describe, expect, it } from 'vitest';
import { begin, figure, walkTo } from './fixtures/world.ts';
import { g, shown, type WorldCase } from './verification/case.ts';
import { contactCases } from './verification/contact-cases.ts';
import { freeCases } from './verification/free-cases.ts';
import { swingCases } from './verification/swing-cases.ts';

const free = [{ type: 'free' as const }];
const cases: readonly WorldCase[] = [...freeCases, ...swingCases, ...contactCases];
const seen = new Map<WorldCase, number>();

it.each(cases.map((each, index) => [index + 1, each.name, each] as const))('case %i: %s', (_, __, each) => {
  const error = each.error();
  seen.set(each, error);
  expect(error).toBeLessThanOrEqual(each.bound);
});

const head = `# What worlds of bodies were verified against

Written by \`families/physics/test/verification.test.ts\`, which fails when a row is stale; \`npx vitest run families/physics/test/verification.test.ts -u\`
writes it anew. Errors are relative where no unit is given; "seen" is the error found, rounded up to one digit; a test fails above "allowed". The step is
2 ms where nothing else is said. What touches is soft: MuJoCo finds forces of contacts from a small depth, so a contact gives way a little and lasts some steps, and
what friction holds creeps. What does not touch is as exact as its integrator.

| case | world | answer | source | allowed | seen | what bounds it |
| --- | --- | --- | --- | --- | --- | --- |
`;

it('the page of all cases says the errors seen now', async () => {
  expect(seen.size).toBe(cases.length);
  const rows = cases.map((each, index) => {
    const { name, answer, source, bound, unit, limit } = each;
    const of = unit === '' ? '' : ` ${unit}`;
    return `| ${index + 1} | ${name} | ${answer} | ${source} | ${bound}${of} | ${shown(seen.get(each)!)}${of} | ${limit} |\n`;
  });
  await expect(head + rows.join('')).toMatchFileSnapshot('../../../docs/explanation/physics-verification.md');
});

const drift = (timestep: number): number => {
  const simulation = begin({
    solver: { timestep, integrator: 'Euler' },
    bodies: [
      {
        name: 'arm',
        joints: [{ type: 'hinge', axis: [0, 1, 0], position: 2, damping: 0.3 }],
        geoms: [{ shape: 'capsule', radius: 0.03, from: [0, 0, 0], to: [0, 0, -1] }],
      },
    ],
  });
  walkTo(simulation, 4);
  const lost = figure(simulation, 'energy', 'damping');
  expect(lost).toBeLessThan(-10);
  const residual = figure(simulation, 'energy', 'residual');
  simulation.dispose();
  return Math.abs(residual / lost);
};

describe('the energy account', () => {
  it('finds what dampers took, within the first order of the step', () => {
    const [coarse, fine] = [drift(0.004), drift(0.002)];
    expect(coarse).toBeLessThan(0.02);
    expect(fine).toBeLessThan(0.6 * coarse);
  });

  it('charges a change of gravity to the outside, and a drag to the hand', () => {
    const simulation = begin({
      bodies: [
        { name: 'ball', pos: [0, 0, 2], joints: free, geoms: [{ shape: 'sphere', radius: 0.1, mass: 2 }] },
      ],
    });
    simulation.apply({ parameter: 'gravity.z', value: -1 });
    expect(figure(simulation, 'energy', 'outside')).toBeCloseTo(2 * 2 * (1 - g), 6);
    for (const [parameter, value] of Object.entries({
      'hand.body': 1,
      'hand.x': 0.5,
      'hand.y': 0,
      'hand.z': 3,
    }))
      simulation.apply({ parameter, value });
    walkTo(simulation, 3);
    // the spring of the hand stretches by m g / (100 m)
    expect(figure(simulation, 'body ball', 'x')).toBeCloseTo(0.5, 4);
    expect(figure(simulation, 'body ball', 'z')).toBeCloseTo(3 - 1 / 100, 4);
    expect(figure(simulation, 'energy', 'hands')).toBeCloseTo(2 * 1 * (1 - 1 / 100), 1);
    expect(Math.abs(figure(simulation, 'energy', 'residual share'))).toBeLessThan(0.02);
    simulation.dispose();
  });
});
