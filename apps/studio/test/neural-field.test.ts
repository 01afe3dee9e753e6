// The field of all nodes without a browser: where nodes lie, how pictures go from one look to the next, and that real answers are read.
import { readFileSync } from 'node:fs';
import { assert, double, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelDocument } from '@holdfast/core';
import { neural } from '@holdfast/neural';
import {
  bandOf,
  cellOf,
  energyOf,
  readField,
  sheetOf,
  slotAt,
  useOf,
} from '../src/views/neural/field/field-look.ts';
import { FieldMixer } from '../src/views/neural/field/field-mixer.ts';
import { readNeighbourhood } from '../src/views/neural/field/neighbourhood.ts';

const document = JSON.parse(
  readFileSync(new URL('../../../examples/neural-living.json', import.meta.url), 'utf8'),
) as ModelDocument;

function living(steps: number) {
  const parsed = neural.parse(document);
  if (!parsed.ok) throw new Error('the example is refused');
  const simulation = neural.compile(parsed.spec).begin({ seed: 1, until: 1000 });
  simulation.step(steps);
  return simulation;
}

describe('a sheet of nodes', () => {
  it('has a cell of its own for every slot of a band, and finds the slot of every cell', () => {
    const bands = record({
      sensory: integer({ min: 0, max: 90 }),
      workspace: integer({ min: 0, max: 40 }),
      dynamic: integer({ min: 0, max: 300 }),
      aspect: double({ min: 0.5, max: 4, noNaN: true }),
    });
    assert(
      property(bands, ({ sensory, workspace, dynamic, aspect }) => {
        const workspaceAt = 4 * Math.ceil(sensory / 4);
        const dynamicAt = workspaceAt + 4 * Math.ceil(workspace / 4);
        const sheet = sheetOf(
          { slots: dynamicAt + dynamic, sensory, workspaceAt, workspace, dynamicAt },
          aspect,
        );
        const taken = new Set<string>();
        for (let slot = 0; slot < dynamicAt + dynamic; slot++) {
          const cell = cellOf(sheet, slot);
          expect(cell === undefined).toBe(bandOf(sheet, slot) === undefined);
          if (cell === undefined) continue;
          expect(slotAt(sheet, ...cell)).toBe(slot);
          expect(cell[1]).toBeLessThan(sheet.rows);
          taken.add(cell.join());
        }
        expect(taken.size).toBe(sensory + workspace + dynamic);
        expect(slotAt(sheet, sheet.columns, 0)).toBe(-1);
        expect(slotAt(sheet, 0, sheet.rows)).toBe(-1);
      }),
      { numRuns: 20 },
    );
  });
});

/** A look at four nodes. */
function look(levels: readonly number[]) {
  return {
    time: 0,
    slots: 4,
    sensory: 0,
    workspaceAt: 0,
    workspace: 0,
    dynamicAt: 0,
    cap: 100,
    levels: Uint8Array.from(levels),
    uses: Uint8Array.of(0b01_01_01_01),
  };
}

describe('the picture between two looks', () => {
  it('goes evenly to the newest look, reaches it, and never goes beyond', () => {
    const mixer = new FieldMixer();
    mixer.take(look([0, 100, 200, 255]), 0);
    expect([...mixer.levels(1000)]).toEqual([0, 100, 200, 255]);
    mixer.take(look([200, 0, 200, 0]), 1000);
    const shown = [1000, 1030, 1060, 1100, 1800].map((now) => [...mixer.levels(now)]);
    expect(shown[0]).toEqual([0, 100, 200, 255]);
    expect(shown.at(-1)).toEqual([200, 0, 200, 0]);
    const rising = shown.map(([first]) => first);
    const falling = shown.map(([, second]) => second);
    expect(rising).toEqual(rising.toSorted((left, right) => left - right));
    expect(falling).toEqual(falling.toSorted((left, right) => right - left));
    expect(new Set(rising).size).toBeGreaterThan(3);
  });

  it('goes on from what is shown when a look comes early, and rests when it has arrived', () => {
    const mixer = new FieldMixer();
    mixer.take(look([0, 0, 0, 0]), 0);
    mixer.take(look([255, 0, 0, 0]), 100);
    const [half] = mixer.levels(150);
    mixer.take(look([0, 0, 0, 0]), 150);
    expect(mixer.levels(150)[0]).toBe(half);
    expect(mixer.moves(160)).toBe(true);
    expect(mixer.moves(2000)).toBe(false);
  });
});

describe('answers of a living network', () => {
  it('say of every node what it holds, within the coarseness of a byte', () => {
    const simulation = living(50);
    const field = readField(simulation.detail!('field', { first: 0, count: 8000, stride: 1 }));
    const near = readNeighbourhood(simulation.detail!('neighbourhood', { slot: 400, most: 100 }));
    expect(field.slots).toBe(8000);
    expect(field.levels).toHaveLength(8000);
    expect(useOf(field.uses, 400)).toBe(near.alive ? 1 : 0);
    const level = field.levels[400];
    expect(near.energy).toBeLessThanOrEqual(energyOf(level, field.cap) + 1e-9);
    expect(near.energy).toBeGreaterThanOrEqual(level === 0 ? 0 : energyOf(level - 1, field.cap));
  });

  it('agree from both ends of a connection, the heaviest first where not all are told', () => {
    const simulation = living(50);
    const at = (slot: number, most = 1000) =>
      readNeighbourhood(simulation.detail!('neighbourhood', { slot, most }));
    const near = at(400);
    expect(near.outgoing.length).toBeGreaterThan(0);
    for (const { slot, weight, type } of near.outgoing) {
      const back = at(slot).incoming.find((edge) => edge.slot === 400);
      expect(back).toMatchObject({ weight, type, energy: near.energy });
      expect(Math.sign(weight)).toBe(type === 'inhibitory' ? -1 : 1);
    }
    const few = at(near.outgoing[0].slot, 2);
    expect(few.incoming.length).toBeLessThanOrEqual(2);
    expect(few.incomingCount).toBeGreaterThanOrEqual(few.incoming.length);
    const weights = at(near.outgoing[0].slot).incoming.map(({ weight }) => Math.abs(weight));
    expect(weights).toEqual(weights.toSorted((left, right) => right - left));
  });
});
