// A control that changes while the plant runs: new figures, and for bubbles in the water a jump of its density.

import type { Equations } from './equations.ts';
import { pow } from '@holdfast/numerics';
import { place } from './chain-places.ts';
import { figuresOf, kappa, type Figures } from './figures.ts';
import { account, airAt, positionAt, valve, type AccountName, controlAt, type Controls } from './layout.ts';
import { airIn, type Ledger } from './ledger.ts';
import type { MotionModes } from './motion-modes.ts';
import type { Schedule } from './schedule.ts';

/** Takes over all controls at `time` and books the work that a change of density does on the plant. */
export function takeOver(
  equations: Equations,
  ledger: Ledger,
  motion: MotionModes,
  schedule: Schedule,
  controls: Controls,
  state: Float64Array,
): void {
  const { modes, figures } = equations;
  const stopped = controls[controlAt.emergencyStop]! > 0;
  const next = figuresOf(figures.model, figures.loop, figures.logs, controls);
  if (next.density === figures.density) equations.figures = next;
  else {
    const before = ledger.stored(figures, modes, state).energy;
    const vented = changePressure(equations, next, state);
    const after = ledger.stored(next, modes, state).energy;
    state[equations.layout.ledgerAt + account.changes]! += after - before + vented;
  }
  equations.injecting = !stopped;
  if (stopped) shutValves(modes.valves);
  modes.engaged = controls[controlAt.clutch]! > 0 && !stopped && schedule.closed;
  motion.command(state);
}

/** Sets what the grid moves: load and speed set-point, in place, because nothing else follows from them. */
export function setFromGrid(figures: Figures, controls: Controls): void {
  figures.load = controls[controlAt.emergencyStop]! > 0 ? 0 : controls[controlAt.load]!;
  figures.speedSetPoint = controls[controlAt.speed]!;
}

function shutValves(valves: Uint8Array): void {
  for (let i = 0; i < valves.length; i++) if (valves[i] === valve.filling) valves[i] = valve.full;
}

/** Compresses or expands the air of open floaters adiabatically to the pressure of the new density. A bell that would hold
 * more than its volume loses the surplus. @returns energy of what was lost, J */
function changePressure(equations: Equations, next: Equations['figures'], state: Float64Array): number {
  const { layout, places, modes } = equations;
  const { volume } = next.model.floaters;
  const book = (name: AccountName, amount: number): void => {
    state[layout.ledgerAt + account[name]]! += amount;
  };
  place(equations.figures, state[positionAt]!, places);
  const before = places.pressure.slice();
  equations.figures = next;
  place(next, state[positionAt]!, places);
  let lost = 0;
  for (let i = 0; i < layout.count; i++) {
    const mass = state[airAt + i]!;
    if (mass <= 0 || modes.valves[i] === valve.sealed) continue;
    const pressure = places.pressure[i]!;
    const enthalpy = state[layout.heatAt + i]! * pow(pressure / before[i]!, kappa);
    const surplus = Math.max(0, 1 - (volume * pressure) / (kappa * enthalpy));
    state[layout.heatAt + i] = enthalpy * (1 - surplus);
    state[airAt + i] = mass * (1 - surplus);
    if (modes.valves[i] === valve.spilling && surplus === 0) modes.valves[i] = valve.full;
    if (surplus === 0) continue;
    const whole = airIn(next, mass, enthalpy, pressure, false);
    lost += surplus * whole.energy;
    book('vented', surplus * whole.energy);
    book('ventedExergy', surplus * whole.exergy);
    book('airVented', surplus * mass);
  }
  return lost;
}
