// Chain, gears, clutch, flywheel: forces and torques of every mode. Speeds are never negative: a backstop holds the chain.

import type { Figures } from './figures.ts';
import type { Flow } from './flow.ts';
import { electricalPower, generatorTorque } from './generator.ts';
import { account, clutch, flywheelAt, positionAt, speedAt, type Modes } from './layout.ts';

/** Force on the chain per torque on the flywheel and gear ratio: losses are borne by whoever drives. */
export function transfer({ model }: Figures, torque: number): number {
  return torque >= 0 ? 1 / model.drive.efficiency : model.drive.efficiency;
}

/** Torque of the clutch if chain and flywheel turned together under `force` N and `held` N m. */
function lockedTorque(figures: Figures, mass: number, force: number, held: number): number {
  const { gear, model } = figures;
  const { inertia } = model.drive;
  const driving = inertia * gear * (force / mass) + held;
  return driving / (1 + (inertia * gear * gear * transfer(figures, driving)) / mass);
}

/** Torque of a clutch that slips or stands open. */
function slipTorque({ model }: Figures, mode: number): number {
  if (mode === clutch.slipForward) return model.drive.capacity;
  return mode === clutch.slipBack ? -model.drive.capacity : 0;
}

/** Fills the slopes of way and speeds and the rates of mechanical accounts; lift and volumes are known already. */
export function drive(
  figures: Figures,
  modes: Modes,
  slopesSum: number,
  flow: Flow,
  state: Float64Array,
  slopes: Float64Array,
): void {
  const { model, gear, density, drag, brake, shellLift } = figures;
  const { friction, viscousFriction } = model.chain;
  const { bearingTorque, windage, inertia } = model.drive;
  const speed = state[speedAt]!;
  const turning = state[flywheelAt]!;
  const mass = figures.massFlooded - density * flow.airVolume;
  const dragging = drag * speed * Math.abs(speed);
  const taken = density * flow.intake;
  const bearings = friction + viscousFriction * speed;
  const force = flow.lift + shellLift * slopesSum - dragging - bearings - brake - taken * speed;
  const load = generatorTorque(figures, turning);
  const resisting = bearingTorque + windage * turning * Math.abs(turning);
  const locked = lockedTorque(figures, mass, force, load + resisting);
  const together = modes.clutch === clutch.locked;
  const standing = modes.held && modes.still;
  const torque = together ? (standing ? 0 : locked) : slipTorque(figures, modes.clutch);
  const pull = torque * gear * transfer(figures, torque);
  const acceleration = modes.held ? 0 : (force - pull) / mass;
  let spin = 0;
  if (together) spin = gear * acceleration;
  else if (!modes.still) spin = (torque - load - resisting) / inertia;
  slopes[positionAt] = speed;
  slopes[speedAt] = acceleration;
  slopes[flywheelAt] = spin;
  flow.mass = mass;
  flow.force = force;
  flow.torque = torque;
  flow.lockedTorque = locked;
  flow.generatorTorque = load;
  flow.breakaway = force - (together ? (bearingTorque * gear) / model.drive.efficiency : pull);
  const { rates } = flow;
  rates[account.generator] = load * turning;
  rates[account.electricity] = electricalPower(figures, load, turning);
  rates[account.drag] = dragging * speed;
  rates[account.friction] = bearings * speed;
  rates[account.brake] = brake * speed;
  rates[account.flywheelDrag] = resisting * turning;
  rates[account.gears] = pull * speed - torque * gear * speed;
  rates[account.clutch] = torque * (gear * speed - turning);
  rates[account.entrained] = 0.5 * density * (flow.intake + flow.expelled) * speed * speed;
  rates[account.buoyancy] = flow.lift * speed;
}
