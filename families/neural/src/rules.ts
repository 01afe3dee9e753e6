// The numbers a step works with, in quanta: from the document, and from the parameters as they stand.

import type { Parameter } from '@holdfast/core';
import type { NeuralModel } from './document.ts';
import type { Graph } from './graph.ts';
import { pictureParameter } from './picture.ts';
import { bands, coefficientAt as at, rateAt } from './layout.ts';
import { arrivalMost, quantaOf, weightOne } from './quanta.ts';
import { learningClasses } from './connection.ts';

export const controlNames = [
  'brightness',
  'contrast',
  'transfer',
  'transmission',
  'noise',
  'maintenance',
  'decay',
  'birthThreshold',
  'birthCost',
  'birthsMost',
  'starvation',
  'growth',
  'learning',
] as const;
export type ControlName = (typeof controlNames)[number];

/** Values of the parameters by name. */
export type Controls = Record<ControlName, number>;

function row(
  name: ControlName,
  label: string,
  unit: string,
  value: number,
  max: number,
  step = 0,
): Parameter {
  return { name, label, unit, value, min: 0, max, step };
}

/** What may be changed while a network lives. */
export function parametersOf(model: NeuralModel): readonly Parameter[] {
  const { sensory, energy, life, growth } = model;
  const cap = energy.cap;
  return [
    row('brightness', 'Brightness', '1', sensory.brightness, 1),
    row('contrast', 'Contrast', '1', sensory.contrast, 1),
    row('transfer', 'Transfer', '1', energy.transfer, 4),
    row('transmission', 'Transmission', '1', energy.transmission, 1),
    row('noise', 'Noise', 'unit', energy.noise, 7),
    row('maintenance', 'Maintenance of a connection', 'unit', energy.maintenance, 4),
    row('decay', 'Decay', '1', energy.decay, 1),
    row('birthThreshold', 'Energy for a birth', 'unit', life.birthThreshold, cap),
    row('birthCost', 'Cost of a birth', 'unit', life.birthCost, cap),
    row('birthsMost', 'Most births in a step', '1', life.birthsMost, 100_000, 1),
    row('starvation', 'Energy that starves', 'unit', life.starvation, 100),
    row('growth', 'Growth rate', '1', growth.rate, 1),
    row('learning', 'Learning, times the rates written', '1', 1, 100),
    ...pictureParameter(model),
  ];
}

/** Quanta and counts that commits work with. */
export interface Rules {
  readonly cap: number;
  readonly birthThreshold: number;
  readonly birthCost: number;
  readonly childEnergy: number;
  readonly birthsMost: number;
  readonly incomingMost: number;
  readonly growth: number;
}

/** Largest flow over one connection, quanta. */
function flowMost({ energy }: NeuralModel, controls: Controls): number {
  const output = Math.max(energy.output.transmitter, energy.output.resonator, energy.output.dampener);
  return quantaOf(energy.cap) * Math.min(controls.transfer * output, energy.drain);
}

/** Most connections into one node, so that what arrives, amplified at most fourfold, fits 32 bits. */
function incomingMost(model: NeuralModel, controls: Controls): number {
  const { input } = model.energy;
  const amplified = Math.max(1, input.transmitter, input.resonator, input.dampener);
  const safe = Math.floor(arrivalMost / amplified / Math.max(1, flowMost(model, controls)));
  return Math.min(model.capacity.incoming, safe);
}

export function rulesOf(model: NeuralModel, controls: Controls): Rules {
  const { life } = model;
  const birthCost = quantaOf(controls.birthCost);
  return {
    cap: quantaOf(model.energy.cap),
    // a parent pays what it has: the threshold is at least the cost
    birthThreshold: Math.max(quantaOf(controls.birthThreshold), birthCost),
    birthCost,
    childEnergy: Math.floor(birthCost * life.childShare),
    birthsMost: Math.round(controls.birthsMost),
    incomingMost: incomingMost(model, controls),
    growth: controls.growth,
  };
}

/** Writes the coefficients the passes read. */
export function writeCoefficients(graph: Graph, model: NeuralModel, controls: Controls): void {
  const { energy, workspace, plasticity } = model;
  const cap = quantaOf(energy.cap);
  const roles = ['transmitter', 'resonator', 'dampener'] as const;
  bands.forEach((band, index) => {
    const { i, f } = graph.coefficients[index]!;
    const lives = band === 'dynamic';
    const shows = band === 'workspace';
    const noise = lives ? Math.min(32_767, quantaOf(controls.noise)) : 0;
    i[at.cap] = cap;
    i[at.maintenance] = lives ? quantaOf(controls.maintenance) : 0;
    i[at.idle] = lives ? quantaOf(energy.idle) : 0;
    f[at.decay] = lives ? controls.decay : 0;
    i[at.noiseSpan] = 2 * noise + 1;
    i[at.noiseMost] = noise;
    f[at.regulatorRate] = shows ? workspace.rate : 0;
    i[at.regulatorTarget] = shows ? Math.min(cap, quantaOf(workspace.target)) : 0;
    roles.forEach((role, which) => {
      f[at.output + which] = controls.transfer * energy.output[role];
      f[at.input + which] = controls.transmission * energy.input[role];
    });
    f[at.drain] = energy.drain * weightOne;
    f[at.level] = 255 / cap;
    i[at.starvation] = lives ? quantaOf(controls.starvation) : -1;
    i[at.readiness] = lives ? rulesOf(model, controls).birthThreshold : cap;
  });
  const [slowest, fastest] = plasticity.rate;
  const perEnergy = (controls.learning * weightOne) / cap;
  graph.rates[rateAt.slowest] = slowest * perEnergy;
  graph.rates[rateAt.each] = ((fastest - slowest) / (learningClasses - 1)) * perEnergy;
  graph.rates[rateAt.scale] = 8 / cap;
}
