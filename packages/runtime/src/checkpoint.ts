// A checkpoint: one encoded snapshot that holds the simulation's state and the driver's place in the run.
// A file counts only when its bytes match the hash its row was stored with.

import {
  SimulationError,
  type Checkpoint,
  type Pace,
  type Snapshot,
  type SnapshotField,
} from '@holdfast/core';
import { decodeSnapshot, encodeSnapshot, sha256Hex } from '@holdfast/protocol';
import type { CheckpointDisk } from './ports.ts';
import type { RecordingState } from './recording.ts';

const layout = 'holdfast.run/1';
const stateField = 'state.';

/** Where a driver is in its run, besides the simulation's own state. */
export interface DriverState {
  readonly steps: number;
  /** Step size the control would offer next. */
  readonly dt: number;
  readonly runningMs: number;
  /** Live inputs applied so far. */
  readonly inputs: number;
  readonly recording: RecordingState;
  /** Absent in checkpoints of versions that knew none. */
  readonly pace?: Pace;
}

/** Encodes simulation and driver state as one file. */
export function encodeCheckpoint(simulation: Snapshot, driver: DriverState): Uint8Array {
  const fields: Record<string, SnapshotField> = {
    layout: simulation.layout,
    steps: driver.steps,
    dt: driver.dt,
    runningMs: driver.runningMs,
    inputs: driver.inputs,
    frames: driver.recording.count,
    trail: driver.recording.trail,
    recorded: driver.recording.last,
  };
  const { pace } = driver;
  if (pace !== undefined) {
    fields['pace'] = pace.factor;
    fields['mode'] = pace.mode;
    fields['hard'] = pace.hard ? 1 : 0;
  }
  for (const [name, value] of Object.entries(simulation.fields)) fields[stateField + name] = value;
  return encodeSnapshot({ layout, fields });
}

/** @throws SimulationError `protocol.malformed`, `state.unknown-layout` */
export function decodeCheckpoint(bytes: Uint8Array): { simulation: Snapshot; driver: DriverState } {
  const { layout: found, fields } = decodeSnapshot(bytes);
  if (found !== layout)
    throw new SimulationError('state.unknown-layout', { layout: found, expected: layout });
  const own = Object.entries(fields)
    .filter(([name]) => name.startsWith(stateField))
    .map(([name, value]) => [name.slice(stateField.length), value]);
  return {
    simulation: { layout: String(fields['layout']), fields: Object.fromEntries(own) },
    driver: {
      steps: Number(fields['steps']),
      dt: Number(fields['dt']),
      runningMs: Number(fields['runningMs']),
      inputs: Number(fields['inputs']),
      recording: {
        count: Number(fields['frames']),
        trail: String(fields['trail']),
        last: Number(fields['recorded']),
      },
      ...paceOf(fields),
    },
  };
}

function paceOf({ pace, mode, hard }: Snapshot['fields']): Pick<DriverState, 'pace'> {
  if (typeof pace !== 'number') return {};
  return { pace: { factor: pace, mode: String(mode) as Pace['mode'], hard: hard === 1 } };
}

/** Names a checkpoint's file: by its sequence, and by who writes it, so that two workers never share a name. */
export function checkpointFile(sequence: number, incarnation: string): string {
  return `${String(sequence).padStart(8, '0')}-${incarnation}.checkpoint`;
}

export interface Found {
  readonly row: Checkpoint;
  readonly bytes: Uint8Array;
}

/** Reads the newest checkpoint whose file matches its row; the names of newer ones that do not are returned too. */
export async function findCheckpoint(
  disk: CheckpointDisk,
  run: string,
  rows: readonly Checkpoint[],
): Promise<{ found: Found | undefined; skipped: readonly string[] }> {
  const skipped: string[] = [];
  for (const row of rows) {
    const bytes = await disk.read(run, row.file).catch(() => undefined);
    if (bytes !== undefined && sha256Hex(bytes) === row.sha256) return { found: { row, bytes }, skipped };
    skipped.push(row.file);
  }
  return { found: undefined, skipped };
}

/** Removes files older than `oldest`; what a crash or a superseded worker left behind goes with them. */
export async function removeOlder(disk: CheckpointDisk, run: string, oldest: number): Promise<void> {
  for (const name of await disk.list(run)) {
    const sequence = Number.parseInt(name, 10);
    if (sequence < oldest) await disk.remove(run, name);
  }
}
