// Walks a simulation the way a plain driver does and writes down what it shows. Fixed offers, so walks can be compared.

import { channelSize, frameSize } from '@holdfast/core';
import type { Channel, Frame, Input, Model, Simulation, StepReport } from '@holdfast/core';
import { encodeFrame, encodeSnapshot } from '@holdfast/protocol';
import { demand } from './law.ts';

/** Offers a step, and smaller ones while it is rejected; initial and largest step take turns. */
export function stepOnce(simulation: Simulation, model: Model, index: number): StepReport {
  const { initial, min, max } = model.step;
  let dt = index % 2 === 0 ? initial : max;
  for (;;) {
    const report = simulation.step(dt);
    if (report.advanced > 0 || report.remaining <= 0 || dt <= min) return report;
    dt = Math.max(min, dt / 2);
  }
}

/** What a simulation shows now. */
export function frameOf(simulation: Simulation, model: Model, sequence: number): Frame {
  const values = new Float64Array(frameSize(model.channels));
  simulation.observe(values);
  return { sequence, time: simulation.time, values };
}

export interface WalkOptions {
  readonly steps: number;
  /** Steps taken before; offers and sequences go on from there. */
  readonly from?: number;
  /** Inputs applied before the step of that index. */
  readonly inputs?: ReadonlyMap<number, readonly Input[]>;
}

/** Takes `steps` steps and returns a frame after each; shorter when the run ends. */
export function walk(
  simulation: Simulation,
  model: Model,
  { steps, from = 0, inputs }: WalkOptions,
): readonly Frame[] {
  const frames: Frame[] = [];
  for (let index = from; index < from + steps; index++) {
    for (const input of inputs?.get(index) ?? []) simulation.apply(input);
    const { remaining } = stepOnce(simulation, model, index);
    frames.push(frameOf(simulation, model, index + 1));
    if (remaining <= 0) break;
  }
  return frames;
}

/** Whole state as bytes: equal states give equal bytes. */
export function stateOf(simulation: Simulation): Uint8Array<ArrayBuffer> {
  return encodeSnapshot(simulation.snapshot());
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  // A plain loop: states are megabytes and compared hundreds of times.
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}

function difference(channels: readonly Channel[], left: Frame, right: Frame): string {
  if (left.time !== right.time) return `time ${left.time} became ${right.time}`;
  let offset = 0;
  for (const channel of channels) {
    for (let at = offset; at < offset + channelSize(channel); at++) {
      if (!Object.is(left.values[at], right.values[at]))
        return `${channel.name}[${at - offset}] ${left.values[at]} became ${right.values[at]} at time ${left.time}`;
    }
    offset += channelSize(channel);
  }
  return 'values beyond the channels differ';
}

/** Demands equal frames, bit for bit. */
export function demandSameFrames(model: Model, expected: readonly Frame[], found: readonly Frame[]): void {
  demand(expected.length === found.length, `${expected.length} frames became ${found.length}`);
  expected.forEach((frame, index) => {
    const other = found[index]!;
    demand(sameBytes(encodeFrame(frame), encodeFrame(other)), () => difference(model.channels, frame, other));
  });
}
