// One look at every node of a network, and where its nodes lie on a sheet of cells: senses first, then the workspace, then all that lives and
// dies, each band on rows of its own, in the order of slots.

import type { Snapshot } from '@holdfast/core';

export interface FieldLook {
  readonly time: number;
  readonly slots: number;
  readonly sensory: number;
  readonly workspaceAt: number;
  readonly workspace: number;
  readonly dynamicAt: number;
  /** Largest energy a node holds, units. */
  readonly cap: number;
  /** 255 times the root of a node's share of the cap. */
  readonly levels: Uint8Array;
  /** What each slot is, by the two bits of `uses`. */
  readonly uses: Uint8Array;
}

/** Words for what a slot is, by its two bits. */
export const useWords = ['empty', 'living', 'highway', 'dying'] as const;

function bytesOf({ fields }: Snapshot, name: string): Uint8Array {
  const found = fields[name];
  return found instanceof Uint8Array ? found : new Uint8Array();
}

/** Reads an answer with the layout `neural/field/1`. */
export function readField(snapshot: Snapshot): FieldLook {
  const number = (name: string): number => Number(snapshot.fields[name] ?? 0);
  return {
    time: number('time'),
    slots: number('slots'),
    sensory: number('sensory'),
    workspaceAt: number('workspaceAt'),
    workspace: number('workspace'),
    dynamicAt: number('dynamicAt'),
    cap: number('cap'),
    levels: bytesOf(snapshot, 'levels'),
    uses: bytesOf(snapshot, 'uses'),
  };
}

export interface Band {
  readonly name: 'Senses' | 'Workspace' | 'Dynamic nodes';
  readonly first: number;
  readonly count: number;
  /** Its first row. */
  readonly row: number;
}

export interface Sheet {
  readonly columns: number;
  readonly rows: number;
  readonly bands: readonly Band[];
}

/** Empty rows between bands. */
const gap = 2;

/** Lays a network out on a sheet about `aspect` times as wide as high. */
export function sheetOf(
  look: Pick<FieldLook, 'slots' | 'sensory' | 'workspaceAt' | 'workspace' | 'dynamicAt'>,
  aspect: number,
): Sheet {
  const columns = Math.max(1, Math.ceil(Math.sqrt(look.slots * aspect)));
  let row = 0;
  const band = (name: Band['name'], first: number, count: number): Band => {
    const at = row;
    if (count > 0) row += Math.ceil(count / columns) + gap;
    return { name, first, count, row: at };
  };
  const bands = [
    band('Senses', 0, look.sensory),
    band('Workspace', look.workspaceAt, look.workspace),
    band('Dynamic nodes', look.dynamicAt, Math.max(0, look.slots - look.dynamicAt)),
  ].filter(({ count }) => count > 0);
  return { columns, rows: Math.max(1, row - gap), bands };
}

/** The slot of a cell; -1 where none lies. */
export function slotAt({ columns, bands }: Sheet, column: number, row: number): number {
  if (column < 0 || column >= columns) return -1;
  for (const band of bands) {
    const at = (row - band.row) * columns + column;
    if (row >= band.row && at < band.count) return band.first + at;
  }
  return -1;
}

/** Column and row of a slot; undefined where it lies in no band. */
export function cellOf(
  { columns, bands }: Sheet,
  slot: number,
): readonly [column: number, row: number] | undefined {
  const band = bands.find(({ first, count }) => slot >= first && slot < first + count);
  if (band === undefined) return undefined;
  const at = slot - band.first;
  return [at % columns, band.row + Math.floor(at / columns)];
}

/** The band a slot lies in. */
export function bandOf({ bands }: Sheet, slot: number): Band | undefined {
  return bands.find(({ first, count }) => slot >= first && slot < first + count);
}

/** Energy of a level, units. */
export function energyOf(level: number, cap: number): number {
  return (level / 255) ** 2 * cap;
}

/** What a slot is, 0 .. 3 as in `useWords`. */
export function useOf(uses: Uint8Array, slot: number): number {
  return ((uses[slot >> 2] ?? 0) >> (2 * (slot & 3))) & 3;
}
