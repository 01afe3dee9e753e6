// A living plant: advances in whole frames, changes by controls, and keeps everything it needs to go on to the bit.

import {
  checkNumber,
  type BeginOptions,
  type Input,
  type Invariant,
  type Metric,
  type Parameter,
  type Probe,
  type Snapshot,
  type StepReport,
} from '@holdfast/core';
import { airOf, type AirCode } from './air-memory.ts';
import { setFromGrid, takeOver } from './changes.ts';
import { place } from './chain-places.ts';
import { fillFrame } from './channels.ts';
import { component, componentNames } from './components.ts';
import { Equations } from './equations.ts';
import { EventProcessing } from './event-processing.ts';
import { figuresOf, type Loop } from './figures.ts';
import type { GridTables } from './grid-document.ts';
import { GridProfiles } from './grid-profiles.ts';
import {
  account,
  airAt,
  clutch,
  layoutOf,
  positionAt,
  speedAt,
  valve,
  type Modes,
  controlAt,
  type ControlName,
  type Controls,
} from './layout.ts';
import { Ledger, type Stored } from './ledger.ts';
import { LoopRecord } from './loop-record.ts';
import { metricsOf } from './metrics.ts';
import { MotionModes } from './motion-modes.ts';
import { Schedule } from './schedule.ts';
import { partMost, ShadowCheck, shadowShare, type Shadowed } from './shadow-check.ts';
import { SecondLaw, type Balance } from './second-law.ts';
import { readSnapshot, writeSnapshot, type PlantState } from './snapshot.ts';
import type { PlantModel } from './document.ts';
import { log10, type LogTable } from '@holdfast/numerics';
import { Stability, stabilityTerms } from './stability.ts';
import { begin } from './start.ts';
import { Trajectory } from './trajectory.ts';

/** Charges per second below which a valve lets nothing in that would ever lift the plant. */
const trickle = 1e-6;

/** What all simulations of one plant share. */
export interface CompiledPlant {
  readonly model: PlantModel;
  readonly loop: Loop;
  readonly logs: LogTable;
  readonly parameters: readonly Parameter[];
  readonly profiles: GridTables;
  /** Absent where the platform has no vectors of two doubles. */
  readonly code: AirCode | undefined;
}

/** The same plant at the tolerance of its shadow, which has none. */
function stricter(compiled: CompiledPlant): CompiledPlant {
  const { shadow: _, ...solver } = compiled.model.solver;
  const tolerance = shadowShare * solver.tolerance;
  return { ...compiled, model: { ...compiled.model, solver: { ...solver, tolerance } } };
}

export class PlantSimulation implements Shadowed {
  readonly #compiled: CompiledPlant;
  readonly #framesEnd: number;
  readonly #controls: Controls;
  readonly #equations: Equations;
  readonly #ledger: Ledger;
  readonly #motion: MotionModes;
  readonly #schedule: Schedule;
  readonly #loops: LoopRecord;
  readonly #law: SecondLaw;
  readonly #trajectory: Trajectory;
  readonly #sample: Float64Array;
  readonly #slope: Float64Array;
  readonly #stability = new Stability();
  readonly #shadow: ShadowCheck;
  readonly #looksEvery: number;
  #frames = 0;
  #start: Stored;
  #restAt = Number.NaN;
  #checked = 0;
  /** Of the settled state, until it changes: a frame, its look and its check ask for the same one. */
  #known: Balance | undefined;

  constructor(compiled: CompiledPlant, options: BeginOptions) {
    const { model, loop, logs, parameters } = compiled;
    const layout = layoutOf(model.floaters.count);
    const grid = new GridProfiles(compiled.profiles);
    this.#schedule = new Schedule(grid);
    this.#compiled = compiled;
    this.#framesEnd = Math.round(options.until / model.solver.frame);
    this.#controls = Float64Array.from(parameters, ({ value }) => value);
    const modes: Modes = {
      valves: new Uint8Array(layout.count),
      clutch: clutch.open,
      held: false,
      still: false,
      compressing: false,
      engaged: model.drive.engaged,
    };
    const { numbers, exchange } = airOf(compiled, layout);
    const figures = figuresOf(model, loop, logs, grid.applied(this.#controls, 0));
    const equations = new Equations(layout, figures, modes, numbers, exchange);
    if (grid.sloped) equations.drift = (time): void => setFromGrid(equations.figures, this.#gridded(time));
    this.#equations = equations;
    this.#ledger = new Ledger(layout);
    this.#motion = new MotionModes(equations);
    this.#loops = new LoopRecord(layout);
    this.#law = new SecondLaw(layout);
    const pass = (): void => {
      const { switchAt } = this.#schedule;
      this.#schedule.pass(this.#controls);
      setFromGrid(equations.figures, this.#gridded(switchAt));
      this.#trajectory.guards.revise();
      modes.engaged = this.#schedule.closed && this.#controls[controlAt.clutch]! > 0 && equations.injecting;
    };
    const events = new EventProcessing(equations, this.#motion, pass);
    this.#trajectory = new Trajectory(equations, this.#schedule, events, this.#loops);
    this.#sample = new Float64Array(layout.size);
    this.#slope = new Float64Array(layout.size);
    const { state } = this.#trajectory;
    begin(equations, options.seed, state);
    this.#schedule.begin(0, this.#controls);
    this.#motion.begin(state);
    this.#trajectory.zones.begin(0);
    this.#start = this.#ledger.stored(equations.figures, modes, state);
    this.#looksEvery = Math.max(1, Math.round(1 / model.solver.frame));
    this.#shadow = new ShadowCheck(model, layout, () => new PlantSimulation(stricter(compiled), options));
  }

  get time(): number {
    return this.#frames * this.#compiled.model.solver.frame;
  }

  step(dt: number): StepReport {
    const { frame } = this.#compiled.model.solver;
    // also refuses NaN, which no comparison holds for
    const asked = dt > 0 ? Math.floor(dt / frame + 1e-6) : 0;
    const left = this.#atRest() ? 0 : this.#framesEnd - this.#frames;
    const frames = Math.min(asked, left);
    for (let taken = 0; taken < frames; taken++) {
      this.#trajectory.reach((this.#frames + 1) * frame);
      this.#trajectory.probe?.(component.accounts);
      this.#check();
      this.#trajectory.probe?.(component.integration);
      this.#frames++;
      this.#look();
    }
    if (this.#restsForGood()) this.#restAt = this.time;
    const rest = this.#atRest();
    const remaining = rest ? 0 : (this.#framesEnd - this.#frames) * frame;
    return { advanced: frames * frame, error: 0, remaining, ...(rest ? { converged: true } : {}) };
  }

  apply(input: Input): void {
    const value = checkNumber(this.#compiled.parameters, input);
    const trajectory = this.#trajectory;
    trajectory.settle(this.time);
    const at = controlAt[input.parameter as ControlName];
    this.#controls[at] = value;
    if (at === controlAt.pulse || at === controlAt.coast) this.#schedule.begin(this.time, this.#controls);
    if (at === controlAt.tolerance) trajectory.tolerate(value);
    const { state } = trajectory;
    takeOver(this.#equations, this.#ledger, this.#motion, this.#schedule, this.#gridded(this.time), state);
    trajectory.changed();
    this.#known = undefined;
    this.#shadow.cancel();
    this.#restAt = Number.NaN;
  }

  tighter(): Input | undefined {
    const { returns, tolerance } = this.#compiled.model.solver;
    const now = this.#tolerance;
    const taken = Math.round(log10(tolerance / now));
    return taken < returns ? { parameter: 'tolerance', value: Math.max(1e-12, 0.1 * now) } : undefined;
  }

  observe(values: Float64Array): void {
    const open = this.#open();
    const state = this.#read();
    this.#equations.derivative(this.time, state, this.#slope);
    const { figures, modes, places } = this.#equations;
    place(figures, state[positionAt]!, places);
    const now = this.#ledger.stored(figures, modes, state);
    const { loops } = this.#trajectory.step;
    const energyStored = now.energy - this.#start.energy;
    const exergyStored = now.exergy - this.#start.exergy;
    fillFrame(
      this.#equations,
      { ...open, state, loops, energyStored, exergyStored, ...this.#soundness() },
      values,
    );
  }

  metrics(): readonly Metric[] {
    const { figures, layout, modes } = this.#equations;
    const state = this.#read();
    return metricsOf({
      figures,
      layout,
      state,
      step: this.#trajectory.step,
      loops: this.#loops,
      ...this.#open(),
      storedBefore: this.#start.exergy,
      storedNow: this.#ledger.stored(figures, modes, state).exergy,
      restAt: this.#restAt,
    }).concat(this.#shadow.metrics(), this.#stability.metrics());
  }

  invariants(): readonly Invariant[] {
    const { residuals, turnover } = this.#balance();
    const { tolerance } = this.#compiled.model.solver;
    const { figures, modes } = this.#equations;
    const { state } = this.#trajectory;
    const together = modes.clutch === clutch.locked;
    const open = Math.max(1e-11, tolerance);
    return [
      { name: 'energy account', residual: residuals.energy, tolerance: open * turnover },
      { name: 'exergy account', residual: residuals.exergy, tolerance: open * turnover },
      {
        name: 'air account',
        residual: residuals.air,
        tolerance: 1e-9 * (1 + figures.charge * modes.valves.length),
      },
      {
        name: 'speeds of a locked clutch',
        residual: together ? figures.gear * state[1]! - state[2]! : 0,
        tolerance: 1e-6 * figures.speedSetPoint,
      },
      ...this.#watched(),
    ];
  }

  profile(probe: Probe | undefined): readonly string[] {
    this.#trajectory.probe = probe;
    return componentNames;
  }

  snapshot(): Snapshot {
    return writeSnapshot(this.#parts(), this.#frames, this.#start, this.#restAt);
  }

  restore(snapshot: Snapshot): void {
    const { model, loop, logs } = this.#compiled;
    const equations = this.#equations;
    const { frames, start, restAt } = readSnapshot(snapshot, this.#parts());
    this.#frames = frames;
    this.#start = start;
    this.#restAt = restAt;
    this.#known = undefined;
    equations.figures = figuresOf(model, loop, logs, this.#gridded(this.#trajectory.step.time));
    equations.injecting = !(this.#controls[controlAt.emergencyStop]! > 0);
    this.#trajectory.tolerate(this.#tolerance);
    this.#trajectory.recompute();
  }

  dispose(): void {
    // Holds no native memory.
  }

  /** In force now. */
  get #tolerance(): number {
    return this.#controls[controlAt.tolerance] ?? this.#compiled.model.solver.tolerance;
  }

  /** Controls as the grid has them at `time`. */
  #gridded(time: number): Controls {
    return this.#schedule.grid.applied(this.#controls, time);
  }

  #parts(): PlantState {
    return {
      controls: this.#controls,
      modes: this.#equations.modes,
      trajectory: this.#trajectory,
      schedule: this.#schedule,
      loops: this.#loops,
      seen: this.#law.seen,
      stability: this.#stability.memory,
      shadow: this.#shadow.memory,
    };
  }

  standing(): { loops: number; state: Float64Array } {
    return { loops: this.#trajectory.step.loops, state: this.#read() };
  }

  /** Takes over where `other` has settled last, with steps of its own from there. */
  follow(other: PlantSimulation): void {
    const snapshot = other.snapshot();
    this.restore(snapshot);
    this.#trajectory.tolerate(shadowShare * this.#tolerance);
    this.#trajectory.loosen();
  }

  /** After each frame: what tells whether the motion is followed soundly. */
  #look(): void {
    const { figures, layout } = this.#equations;
    const { solver } = figures.model;
    const { state } = this.#trajectory;
    this.#stability.frame(state[speedAt]!, solver.frame);
    if (this.#frames % this.#looksEvery === 0) {
      const { accepted, rejected, events } = this.#trajectory.step;
      this.#stability.look({
        time: this.time,
        accepted,
        rejected,
        events,
        rate: (this.#trajectory.stepper.stiffness?.() ?? 0) / this.#trajectory.step.h,
        residual: this.#open().energyResidual,
        tolerance: solver.tolerance,
        expected: 2 + (8 * state[speedAt]! * layout.count) / figures.loop.length,
      });
    }
    if (solver.shadow !== undefined) this.#shadow.frame(this, figures, this.#frames);
  }

  #soundness(): { shadowDifference: number; stability: Stability } {
    return { shadowDifference: this.#shadow.last, stability: this.#stability };
  }

  #watched(): readonly Invariant[] {
    const { tolerance } = this.#compiled.model.solver;
    const { score, least, terms } = this.#stability;
    const name = `stability (least: ${stabilityTerms[least]!} ${terms[least]!.toPrecision(2)})`;
    const stable = { name, residual: 1 - score, tolerance: 0.5 };
    const { last } = this.#shadow;
    if (last !== last) return [stable];
    return [stable, { name: 'shadow difference', residual: last, tolerance: partMost * tolerance }];
  }

  /** The state at the last frame. */
  #read(): Float64Array {
    this.#trajectory.read(this.time, this.#sample);
    return this.#sample;
  }

  /** How the accounts stand where the last settled step ended. */
  #balance(): Balance {
    if (this.#known !== undefined && this.#checked === this.#trajectory.step.accepted) return this.#known;
    const { figures, modes } = this.#equations;
    const { state } = this.#trajectory;
    const now = this.#ledger.stored(figures, modes, state);
    return {
      residuals: this.#ledger.residuals(state, this.#start, now),
      released: this.#start.exergy - now.exergy,
      turnover: this.#ledger.turnover(state, this.#start),
    };
  }

  #open(): { energyResidual: number; exergyResidual: number; turnover: number } {
    const { residuals, turnover } = this.#balance();
    return {
      energyResidual: residuals.energy / turnover,
      exergyResidual: residuals.exergy / turnover,
      turnover,
    };
  }

  /** Once for each settled step. */
  #check(): void {
    if (this.#trajectory.step.accepted === this.#checked) return;
    this.#checked = this.#trajectory.step.accepted;
    const { step, state } = this.#trajectory;
    this.#known = undefined;
    this.#known = this.#balance();
    this.#law.check(step.time, state, this.#known);
  }

  #atRest(): boolean {
    return this.#restAt === this.#restAt;
  }

  /** Whether a plant that has to feed itself has come to its end: nothing moves, nothing fills, no power to compress. */
  #restsForGood(): boolean {
    const { modes, figures } = this.#equations;
    if (figures.model.compressor.supply !== 'own' || this.#atRest()) return false;
    if (!modes.held || !modes.still || modes.clutch !== clutch.locked) return false;
    this.#equations.derivative(this.time, this.#read(), this.#slope);
    const { flow } = this.#equations;
    const flowing = flow.rates[account.airInjected]! > trickle * figures.charge;
    const venting = modes.valves.some(
      (mode, i) => mode === valve.venting && this.#sample[airAt + i]! > trickle * figures.charge,
    );
    return !flowing && flow.breakaway <= 0 && !venting;
  }
}
