// Everything a plant needs to go on to the bit, as one snapshot.

import { SimulationError, type Snapshot, type SnapshotField } from '@holdfast/core';
import { type Modes, type Controls } from './layout.ts';
import type { Stored } from './ledger.ts';
import type { LoopRecord } from './loop-record.ts';
import type { Schedule } from './schedule.ts';
import type { StepState, Trajectory } from './trajectory.ts';

const layout = 'plant/3';

/** The parts that change while a plant runs. */
export interface PlantState {
  readonly controls: Controls;
  readonly modes: Modes;
  readonly trajectory: Trajectory;
  readonly schedule: Schedule;
  readonly loops: LoopRecord;
  /** Accounts as last checked. */
  readonly seen: Float64Array;
  readonly stability: Float64Array;
  readonly shadow: Float64Array;
}

/** What only the simulation itself holds. */
export interface PlantPlace {
  readonly frames: number;
  readonly start: Stored;
  readonly restAt: number;
}

const stepNumbers: readonly (keyof StepState)[] = [
  'time',
  'end',
  'h',
  'share',
  'what',
  'floater',
  'loops',
  'accepted',
  'rejected',
  'events',
  'eventsHere',
  'since',
];

export function writeSnapshot(parts: PlantState, frames: number, start: Stored, restAt: number): Snapshot {
  const { controls, modes, trajectory, schedule, loops, seen, stability, shadow } = parts;
  const { step, size, zones, state } = trajectory;
  const flags = [modes.held, modes.still, modes.compressing, modes.engaged, schedule.closed];
  return {
    layout,
    fields: {
      frames,
      start: Float64Array.of(start.energy, start.exergy, start.air, restAt),
      controls: controls.slice(),
      valves: modes.valves.slice(),
      flags: Uint8Array.from([...flags, step.active, step.atSwitch], Number),
      clutch: modes.clutch,
      state: state.slice(),
      step: Float64Array.from(stepNumbers, (name) => Number(step[name])),
      size: Float64Array.of(size.next, size.before, schedule.pulseAt),
      grid: schedule.grid.passed,
      zones: zones.numbers,
      loopBegun: loops.begun.slice(),
      loopGained: loops.gained.slice(),
      seen: seen.slice(),
      stability: stability.slice(),
      shadow: shadow.slice(),
    },
  };
}

/** Puts a snapshot into the parts of a simulation. @throws SimulationError `state.unknown-layout` */
export function readSnapshot(snapshot: Snapshot, parts: PlantState): PlantPlace {
  const { fields } = snapshot;
  const refuse = (): SimulationError =>
    new SimulationError('state.unknown-layout', { layout: snapshot.layout, expected: layout });
  const doubles = (name: string): Float64Array => {
    const field: SnapshotField | undefined = fields[name];
    if (!(field instanceof Float64Array)) throw refuse();
    return field;
  };
  if (snapshot.layout !== layout) throw refuse();
  const { valves, flags, zones, grid } = fields;
  if (!(valves instanceof Uint8Array && flags instanceof Uint8Array)) throw refuse();
  if (!(zones instanceof Int32Array && grid instanceof Int32Array)) throw refuse();
  const { controls, modes, trajectory, schedule, loops, seen, stability, shadow } = parts;
  const { step, size, stepper } = trajectory;
  const state = doubles('state');
  if (state.length !== stepper.state.length) throw refuse();
  stepper.state.set(state);
  controls.set(doubles('controls'));
  modes.valves.set(valves);
  modes.clutch = Number(fields['clutch']);
  const [held, still, compressing, engaged, closed, active, atSwitch] = [...flags].map((flag) => flag === 1);
  Object.assign(modes, { held, still, compressing, engaged });
  Object.assign(step, { active, atSwitch });
  const numbers = doubles('step');
  Object.assign(step, Object.fromEntries(stepNumbers.map((name, at) => [name, numbers[at]!])));
  const [next = 0, before = 0, pulseAt = Infinity] = doubles('size');
  Object.assign(size, { next, before });
  Object.assign(schedule, { closed, pulseAt });
  schedule.grid.restore(grid);
  trajectory.zones.restore(zones);
  loops.begun.set(doubles('loopBegun'));
  loops.gained.set(doubles('loopGained'));
  seen.set(doubles('seen'));
  stability.set(doubles('stability'));
  shadow.set(doubles('shadow'));
  const [energy = 0, exergy = 0, air = 0, restAt = Number.NaN] = doubles('start');
  return { frames: Number(fields['frames']), start: { energy, exergy, air }, restAt };
}
