// What every frame of a plant carries, and how it is read off a state.

import type { Channel } from '@holdfast/core';
import type { Equations } from './equations.ts';
import { kappa } from './figures.ts';
import { stabilityTerms, type Stability } from './stability.ts';
import {
  account,
  accounts,
  airAt,
  flywheelAt,
  positionAt,
  speedAt,
  valve,
  type AccountName,
} from './layout.ts';

/** Floaters shown one by one; more are shown as a strip along the loop. */
export const floatersShown = 256;
/** Cells of that strip, bottom to bottom. */
const cells = 256;

const scalar = (name: string, unit: string, subject: string): Channel => ({
  name,
  unit,
  shape: [],
  role: 'scalar',
  subject,
});

/** Accounts in the order of the state, as people call them. */
export const accountTitles: Readonly<Record<AccountName, string>> = {
  compression: 'work into the compressor',
  heat: 'heat from the water',
  generator: 'work into the generator',
  electricity: 'electricity',
  drag: 'drag',
  friction: 'bearing friction',
  brake: 'brake',
  flywheelDrag: 'flywheel drag',
  gears: 'gear loss',
  clutch: 'clutch loss',
  entrained: 'entrained water',
  vented: 'heat in vented air',
  bubbles: 'work for bubbles',
  buoyancy: 'work of buoyancy',
  heatExergy: 'exergy of heat',
  compressionLoss: 'compression loss',
  throttling: 'throttling',
  heatTransfer: 'heat transfer',
  mixing: 'mixing',
  ventedExergy: 'vented exergy',
  changes: 'work of changed water',
  airCompressed: 'air compressed',
  airInjected: 'air injected',
  airVented: 'air vented',
};

export const accountNames = Object.keys(account) as readonly AccountName[];

export function accountUnit(name: AccountName): string {
  return name.startsWith('air') ? 'kg' : 'J';
}

const leading: readonly Channel[] = [
  scalar('chain speed', 'm/s', 'motion'),
  scalar('flywheel speed', 'rad/s', 'motion'),
  scalar('way', 'm', 'motion'),
  scalar('buoyant force', 'N', 'force'),
  scalar('clutch torque', 'N m', 'torque'),
  scalar('generator torque', 'N m', 'torque'),
  scalar('clutch mode', '1', 'clutch'),
  scalar('compression power', 'W', 'power'),
  scalar('buoyant power', 'W', 'power'),
  scalar('shaft power', 'W', 'power'),
  scalar('electrical power', 'W', 'power'),
  scalar('efficiency', '1', 'efficiency'),
  scalar('delivery pressure', 'Pa', 'air'),
  scalar('air in floaters', 'm^3', 'air'),
  scalar('energy residual', '1', 'ledger'),
  scalar('exergy residual', '1', 'ledger'),
  scalar('energy stored', 'J', 'ledger'),
  scalar('exergy stored', 'J', 'ledger'),
  scalar('turnover', 'J', 'ledger'),
  scalar('load', '1', 'control'),
  scalar('speed set-point', 'rad/s', 'control'),
  scalar('shadow difference', '1', 'ledger'),
  scalar('stability', '1', 'stability'),
  ...stabilityTerms.map((term) => scalar(`stability: ${term}`, '1', 'stability')),
];

const field = (name: string, size: number): Channel => ({
  name,
  unit: '1',
  shape: [size],
  role: 'field',
  subject: 'floaters',
});

/** In the order in which `fillFrame` fills them. */
export function channelsOf(count: number): readonly Channel[] {
  const ledger = accountNames.map((name) => scalar(accountTitles[name], accountUnit(name), 'accounts'));
  const each = count <= floatersShown;
  const floaters = each
    ? [field('fill', count), field('valve', count)]
    : [field('fill along the loop', cells)];
  return [...leading, ...ledger, ...floaters];
}

export interface Observed {
  /** State at the frame; the equations were evaluated there last. */
  readonly state: Float64Array;
  readonly loops: number;
  /** Over the turnover. */
  readonly energyResidual: number;
  readonly exergyResidual: number;
  /** What is stored less what was at the start, J. */
  readonly energyStored: number;
  readonly exergyStored: number;
  /** Size of everything that went through, J. */
  readonly turnover: number;
  /** From the run beside; NaN before it was compared. */
  readonly shadowDifference: number;
  readonly stability: Stability;
}

/** Fills a frame. */
export function fillFrame(equations: Equations, observed: Observed, values: Float64Array): void {
  const { flow, figures, layout, modes } = equations;
  const { state, loops } = observed;
  const { rates } = flow;
  const compression = state[layout.ledgerAt + account.compression]!;
  const electricity = state[layout.ledgerAt + account.electricity]!;
  values[0] = state[speedAt]!;
  values[1] = state[flywheelAt]!;
  values[2] = state[positionAt]! + loops * figures.loop.length;
  values[3] = flow.lift;
  values[4] = flow.torque;
  values[5] = flow.generatorTorque;
  values[6] = modes.clutch;
  values[7] = rates[account.compression]!;
  values[8] = rates[account.buoyancy]!;
  values[9] = rates[account.generator]!;
  values[10] = rates[account.electricity]!;
  values[11] = compression > 0 ? electricity / compression : 0;
  values[12] = flow.pressure;
  values[13] = flow.airVolume;
  values[14] = observed.energyResidual;
  values[15] = observed.exergyResidual;
  values[16] = observed.energyStored;
  values[17] = observed.exergyStored;
  values[18] = observed.turnover;
  values[19] = figures.load;
  values[20] = figures.speedSetPoint;
  values[21] = observed.shadowDifference;
  values[22] = observed.stability.score;
  values.set(observed.stability.terms, 23);
  let next = leading.length;
  for (let number = 0; number < accounts; number++) values[next++] = state[layout.ledgerAt + number]!;
  if (layout.count > floatersShown) fillStrip(equations, state, values.subarray(next, next + cells));
  else fillFloaters(equations, state, values.subarray(next, next + 2 * layout.count));
}

function fillOf({ layout, modes, places, figures }: Equations, floater: number, state: Float64Array): number {
  if (modes.valves[floater] === valve.sealed) return 1;
  const room = (kappa * state[layout.heatAt + floater]!) / places.pressure[floater]!;
  return room / figures.model.floaters.volume;
}

function fillFloaters(equations: Equations, state: Float64Array, values: Float64Array): void {
  const { layout, modes, figures } = equations;
  for (let i = 0; i < layout.count; i++) {
    values[i] = fillOf(equations, i, state);
    values[layout.count + i] = figures.smooth ? smoothValve(equations, i, state) : modes.valves[i]!;
  }
}

/** The mode a switched valve would have where a smooth one is. */
function smoothValve({ places, figures }: Equations, floater: number, state: Float64Array): number {
  if (state[airAt + floater]! <= 1e-9 * figures.charge) return valve.empty;
  const { loop, model } = figures;
  const at = places.position[floater]!;
  if (at < model.injection.fillLength) return valve.filling;
  return at > loop.vent ? valve.venting : valve.full;
}

/** Mean fill of the floaters in each cell of the loop; a cell without a floater takes the one before it. */
function fillStrip(equations: Equations, state: Float64Array, values: Float64Array): void {
  const { layout, places, figures } = equations;
  const numbers = new Float64Array(cells);
  values.fill(0);
  for (let i = 0; i < layout.count; i++) {
    const cell = Math.min(cells - 1, Math.floor((places.position[i]! / figures.loop.length) * cells));
    values[cell]! += fillOf(equations, i, state);
    numbers[cell]!++;
  }
  for (let cell = 0; cell < cells; cell++) {
    if (numbers[cell]! > 0) values[cell]! /= numbers[cell]!;
    else values[cell] = cell > 0 ? values[cell - 1]! : 0;
  }
}
