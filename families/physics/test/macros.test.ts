// Macros in a document: they mean what the sentence means, are loaded by the engine, and say what is wrong at their own place.
import {
  editFromText,
  measureNames,
  mechanisms,
  patched,
  physics,
  withoutMacros,
  worldFromText,
  type PhysicsInput,
} from '@holdfast/physics';
import { describe, expect, it } from 'vitest';
import { built } from '../src/text/expand-macros.ts';
import { partsBound } from '../src/text/counts.ts';
import { begin, complaints, documentOf, walkTo } from './fixtures/world.ts';

type MacroInput = NonNullable<PhysicsInput['macros']>[number];
const world = (...macros: readonly MacroInput[]): PhysicsInput => ({ ground: true, macros: [...macros] });
const heaps = new Set(['tower', 'pile', 'row', 'pyramid', 'wall', 'brick wall', 'chain']);

describe('a macro', () => {
  it.each(mechanisms)('of a %s is what the sentence makes', (kind) => {
    const said = worldFromText(`a ${kind}`);
    if (!said.ok) throw new Error(JSON.stringify(said.questions));
    const { bodies = [], equalities, actuators } = withoutMacros(world({ kind }));
    expect(bodies).toEqual(said.world.bodies ?? []);
    expect({ equalities, actuators }).toEqual({
      equalities: said.world.equalities,
      actuators: said.world.actuators,
    });
  });

  it('of every kind together is loaded and run', () => {
    const all = mechanisms.map((kind, index): MacroInput => ({ kind, at: [0, 6 * index, 0] }));
    const simulation = begin({ ...world(...all), solver: { tier: 'fast' } }, 1);
    walkTo(simulation, 0.1);
    expect(simulation.metrics().length).toBeGreaterThan(100);
    simulation.dispose();
  });

  it('takes its measures, its place, its name and what it is made of', () => {
    const { bodies, materials } = withoutMacros(
      world(
        { kind: 'double pendulum', name: 'left', at: [1, 2, 0.5], length: 0.4, mass: 3, material: 'steel' },
        { kind: 'double pendulum' },
        { kind: 'tower', of: { kind: 'box', material: 'wood' }, parts: 3 },
      ),
    );
    expect(bodies).toHaveLength(5);
    expect(bodies![0]).toMatchObject({ name: 'left', pos: [1, 2, 0.4 * 2 + 0.3 + 0.5] });
    expect(bodies![0].geoms![1]).toMatchObject({ mass: 3, material: 'steel' });
    expect(bodies![1].name).toBe('double pendulum');
    expect(materials!.map(({ name }) => name).toSorted()).toEqual(['steel', 'wood']);
  });

  it('says what is wrong at its own place', () => {
    expect(complaints(world({ kind: 'door', stiffness: 3 }))).toEqual([
      'physics.unused-parameter at /model/macros/0/stiffness',
    ]);
    expect(complaints(world({ kind: 'pendulum' }, { kind: 'bridge', parts: 90, length: 4 }))).toEqual([
      'physics.too-many-parts at /model/macros/1/parts',
    ]);
    expect(complaints(world({ kind: 'pile', name: 'heap' }))).toEqual([
      'physics.unused-parameter at /model/macros/0/name',
    ]);
    expect(complaints({ ...world({ kind: 'car' }), units: { length: 'cm' } })).toEqual([
      'physics.macro-units at /model/macros/0',
    ]);
    expect(complaints(world({ kind: 'perpetuum mobile' }))).toEqual([
      'physics.invalid-value at /model/macros/0/kind',
    ]);
    // A joint of the author's own is called like one of the macro.
    const own = {
      name: 'mine',
      joints: [{ type: 'hinge' as const, name: 'pendulum joint 1' }],
      geoms: [{ shape: 'sphere' as const, radius: 0.1 }],
    };
    expect(complaints({ ...world({ kind: 'pendulum' }), bodies: [own] })).toEqual([
      'physics.repeated-name at /model/macros/0',
    ]);
  });

  it('is written out by a sentence that changes the world', () => {
    const before = world({ kind: 'pendulum', mass: 2 });
    const edited = editFromText(before, 'make the pendulum twice as heavy');
    if (!edited.ok) throw new Error(JSON.stringify(edited.questions));
    expect(edited.world.macros).toBeUndefined();
    expect(edited.world.bodies![0].geoms![1]).toMatchObject({ mass: 4 });
    expect(patched(before, edited.patch)).toEqual(edited.world);
  });

  it('is listed with what it takes on the reference page', async () => {
    const rows = mechanisms.map((kind) => {
      const of = heaps.has(kind) ? { of: { kind: 'box' as const } } : {};
      const { asked } = built({ kind, ...of });
      const takes = measureNames.filter((name) => asked.has(name)).join(', ');
      const parsed = physics.parse(documentOf(world({ kind })));
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
      const { facts } = parsed.spec as unknown as { facts: { bodies: string[]; velocities: number } };
      const most = asked.has('parts') ? partsBound(kind) : '';
      return `| ${kind} | ${takes} | ${most} | ${facts.bodies.length} | ${facts.velocities} |\n`;
    });
    const head = `# Macros of the physics family

A document of the family \`physics\` may name mechanisms instead of writing out their bodies:

\`\`\`json
{ "ground": true, "macros": [{ "kind": "double pendulum", "at": [1, 0, 0], "length": 0.4, "material": "steel" }] }
\`\`\`

They are the mechanisms of [sentences](../how-to/describe-a-world.md), built by the same code. \`at\` is where one stands, \`name\` what its body is called (else its
kind, numbered where there are several), \`material\`, \`color\` and \`of\` (what a heap is made of) are words of the grammar. Measures are in SI units, radian included, so
a document with macros is too. What a macro stands for comes behind the lists of the document, can be referred to by name (\`"joint": "double pendulum joint 1"\`) and is
checked like everything else; a mistake in it points at the macro. A measure that a kind does not take is refused (\`physics.unused-parameter\`). A sentence that changes
the world writes its macros out first, and so does the export as MJCF.

This page is written and checked by \`families/physics/test/macros.test.ts\` (\`-u\` writes it anew).

| kind | takes | parts at most | bodies as it is | degrees of freedom |
| --- | --- | --- | --- | --- |
`;
    await expect(head + rows.join('')).toMatchFileSnapshot('../../../docs/reference/macros.md');
  });
});
