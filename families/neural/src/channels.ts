// What every frame of a network carries, and how it is filled.

import type { Channel } from '@holdfast/core';
import type { NeuralModel } from './document.ts';
import { ledgerLines } from './ledger.ts';
import type { Network } from './network.ts';
import { placesFor } from './places.ts';
import { quantaPerUnit } from './quanta.ts';
import { degreeBars, degreeWidth, energyBars, surveyOf } from './survey.ts';

/** Cells of a picture at most: dynamic nodes are averaged in the order of their slots, senses over squares. */
const cellsMost = 1024;

const scalar = (name: string, unit: string, subject: string): Channel => ({
  name,
  unit,
  shape: [],
  role: 'scalar',
  subject,
});
const count = (name: string, subject: string): Channel => ({
  name,
  unit: '1',
  shape: [],
  role: 'scalar',
  subject,
});

const leading: readonly Channel[] = [
  scalar('sensory energy', 'unit', 'energy'),
  scalar('workspace energy', 'unit', 'energy'),
  scalar('dynamic energy', 'unit', 'energy'),
  count('dynamic nodes', 'population'),
  count('connections', 'connections'),
  count('births', 'births and deaths'),
  count('deaths', 'births and deaths'),
  count('outgoing connections', 'degree'),
  count('most outgoing', 'degree'),
  count('most incoming', 'degree'),
  scalar('slack', '1', 'memory'),
  scalar('fragmentation', '1', 'memory'),
  scalar('ledger mismatch', 'quantum', 'ledger mismatch'),
  scalar('energy sent', 'unit/step', 'flow'),
  scalar('energy stored', 'unit', 'ledger'),
  ...ledgerLines.map((line) => scalar(line, 'unit', 'ledger')),
];

/** How many senses across and down are one cell of their picture. */
function squareOf({ sensory: { width, height } }: NeuralModel): number {
  return Math.ceil(Math.sqrt((width * height) / cellsMost));
}

function cellsOf(model: NeuralModel): { readonly cells: number; readonly perCell: number } {
  const { dynamicAt, end } = placesFor(model);
  const slots = Math.max(1, end - dynamicAt);
  const perCell = Math.ceil(slots / cellsMost);
  return { cells: Math.ceil(slots / perCell), perCell };
}

export function channelsOf(model: NeuralModel): readonly Channel[] {
  const { sensory, workspace } = model;
  const { cells } = cellsOf(model);
  const square = squareOf(model);
  return [
    ...leading,
    { name: 'energies', unit: 'unit', shape: [energyBars + 2], role: 'histogram', subject: 'energies' },
    { name: 'degrees', unit: '1', shape: [degreeBars + 2], role: 'histogram', subject: 'degrees' },
    {
      name: 'senses',
      unit: 'unit',
      shape: [Math.ceil(sensory.height / square), Math.ceil(sensory.width / square)],
      role: 'field',
      subject: 'senses',
    },
    {
      name: 'workspace',
      unit: 'unit',
      shape: [workspace.height, workspace.width],
      role: 'field',
      subject: 'workspace',
    },
    { name: 'dynamic field', unit: 'unit', shape: [cells], role: 'field', subject: 'dynamic nodes' },
  ];
}

/** Mean energy of the senses by square, row by row; returns the place after the last. */
function fillSenses({ parts, energy }: Network, values: Float64Array, from: number): number {
  const { width, height } = parts.model.sensory;
  const square = squareOf(parts.model);
  let at = from;
  for (let top = 0; top < height; top += square) {
    for (let left = 0; left < width; left += square) {
      const [bottom, right] = [Math.min(height, top + square), Math.min(width, left + square)];
      let sum = 0;
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += energy[y * width + x]!;
      values[at++] = sum / ((bottom - top) * (right - left) * quantaPerUnit);
    }
  }
  return at;
}

/** Fills a frame in the order of the channels. */
export function fillFrame(network: Network, values: Float64Array): void {
  const { graph, places, model } = network.parts;
  const { ledger, energy, lastStep } = network;
  const { tally } = graph;
  const survey = surveyOf(network);
  const mismatch = network.mismatch;
  const [sensory, workspace, dynamic] = survey.energy;
  values.set([
    ...survey.energy,
    tally.living,
    tally.connections,
    lastStep.births,
    lastStep.deaths,
    survey.outgoingMean,
    survey.outgoingMost,
    survey.incomingMost,
    survey.slack,
    survey.fragmentation,
    mismatch,
    Number(ledger.stored[3]!) / quantaPerUnit,
    // Of what the nodes hold, not of what the lines lead to: the account can be seen not to close.
    sensory + workspace + dynamic - Number(ledger.stored[1]!) / quantaPerUnit,
  ]);
  let at = leading.length - ledgerLines.length;
  for (const quanta of ledger.total) values[at++] = Number(quanta) / quantaPerUnit;
  values.set([0, model.energy.cap, ...survey.energies], at);
  at += 2 + energyBars;
  values.set([0, degreeBars * degreeWidth(network), ...survey.degrees], at);
  at += 2 + degreeBars;
  at = fillSenses(network, values, at);
  for (let each = 0; each < places.workspace; each++)
    values[at++] = energy[places.workspaceAt + each]! / quantaPerUnit;
  const { cells, perCell } = cellsOf(model);
  for (let cell = 0; cell < cells; cell++) {
    const first = places.dynamicAt + cell * perCell;
    const end = Math.min(first + perCell, places.end);
    let sum = 0;
    for (let slot = first; slot < Math.min(end, tally.high); slot++) sum += energy[slot]!;
    values[at++] = end > first ? sum / ((end - first) * quantaPerUnit) : 0;
  }
}
