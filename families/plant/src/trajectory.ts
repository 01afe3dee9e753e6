// The motion between frames: steps of the integrator, cut where something happens. A step that reaches past a frame is
// kept, so that the frame is read inside it and frames never influence steps.

import { SimulationError } from '@holdfast/core';
import { bogackiShampine, dormandPrince, EmbeddedStepper, locateRoot, StepSize } from '@holdfast/numerics';
import type { Equations } from './equations.ts';
import { EventProcessing } from './event-processing.ts';
import { Guards, occasion } from './guards.ts';
import { airAt, flywheelAt, positionAt, receiverAt, speedAt } from './layout.ts';
import type { LoopRecord } from './loop-record.ts';
import type { Schedule } from './schedule.ts';
import { tolerancesOf } from './tolerances.ts';
import { Zones } from './zones.ts';

/** Steps shorter than this, s, mean that the motion cannot be followed. */
const stepLeast = 1e-9;
/** Width to which the time of an event is located, s, and the shortest step to one. */
const eventWidth = 1e-12;
/** Events within a millisecond, besides two for each floater, that mean the modes never settle. */
const eventsMost = 500;
const instant = 1e-3;

/** Counters and place of the step under way; part of every snapshot. */
export interface StepState {
  time: number;
  end: number;
  h: number;
  /** A step from `time` to `end` has been computed. */
  active: boolean;
  /** What ends it, and for which floater. */
  what: number;
  floater: number;
  /** Whether it ends where the schedule switches. */
  atSwitch: boolean;
  loops: number;
  accepted: number;
  rejected: number;
  events: number;
  /** Events since a millisecond began, and when that was. */
  eventsHere: number;
  since: number;
}

export class Trajectory {
  readonly step: StepState;
  readonly stepper: EmbeddedStepper;
  readonly size: StepSize;
  readonly zones: Zones;
  readonly guards: Guards;
  readonly #equations: Equations;
  readonly #events: EventProcessing;
  readonly #schedule: Schedule;
  readonly #scratch: Float64Array;
  readonly #inside: Float64Array;
  readonly #loops: LoopRecord;
  /** Pairs of what has happened in an attempt, and to which floater. */
  readonly #happened: Int32Array;
  #happenedCount = 0;
  readonly #note = (what: number, floater: number): void => {
    this.#happened[this.#happenedCount++] = what;
    this.#happened[this.#happenedCount++] = floater;
  };

  constructor(equations: Equations, schedule: Schedule, events: EventProcessing, loops: LoopRecord) {
    const { model, loop } = equations.figures;
    this.#equations = equations;
    const method = model.solver.method === 'dormand-prince' ? dormandPrince : bogackiShampine;
    this.#schedule = schedule;
    this.#events = events;
    this.stepper = new EmbeddedStepper(method, equations, tolerancesOf(equations.figures, equations.layout));
    this.size = new StepSize(method, 1e-3);
    const kinks = method === dormandPrince;
    this.zones = new Zones(loop, model.floaters.count, !equations.figures.smooth, kinks);
    this.guards = new Guards(equations, this.zones);
    this.#scratch = new Float64Array(equations.size);
    this.#inside = new Float64Array(equations.size);
    this.#happened = new Int32Array(2 * (equations.layout.count + 16));
    this.#loops = loops;
    this.step = {
      time: 0,
      end: 0,
      h: 0,
      active: false,
      what: occasion.none,
      floater: 0,
      atSwitch: false,
      loops: 0,
      accepted: 0,
      rejected: 0,
      events: 0,
      eventsHere: 0,
      since: 0,
    };
  }

  /** Where the step under way begins: the last state that is settled. */
  get state(): Float64Array {
    return this.stepper.state;
  }

  /** Goes on until `time` lies inside a step. @throws SimulationError `simulation.diverged` */
  reach(time: number): void {
    const { step } = this;
    for (;;) {
      if (!step.active) this.#advance();
      if (step.end >= time) return;
      this.#commit();
    }
  }

  /** Fills `into` with the state at a `time` inside the step under way. */
  read(time: number, into: Float64Array): void {
    const { step } = this;
    if (!step.active) into.set(this.state);
    else if (time >= step.end) into.set(this.stepper.trial);
    else this.stepper.interpolate((time - step.time) / (step.end - step.time), into);
  }

  /** Ends the step under way at `time`, which it has reached, so that something can be changed there. */
  settle(time: number): void {
    const { step } = this;
    if (!step.active) return;
    if (time >= step.end) {
      this.#commit();
      return;
    }
    step.active = false;
    if (time <= step.time) return;
    this.stepper.attempt(step.time, time - step.time);
    this.stepper.accept();
    step.time = time;
    this.#wrap();
  }

  /** Says that state or equations have been changed from outside. */
  changed(): void {
    this.stepper.restart();
    this.size.forget();
    this.guards.revise();
  }

  /** Computes the step under way anew, after its beginning has been restored. */
  recompute(): void {
    this.stepper.restart();
    this.guards.revise();
    const { step } = this;
    if (!step.active) return;
    this.guards.arm(this.state);
    this.stepper.attempt(step.time, step.h);
  }

  #advance(): void {
    const { step, stepper, size } = this;
    const wanted = size.next;
    const { switchAt } = this.#schedule;
    let h = Math.min(wanted, this.#equations.figures.model.solver.stepMax);
    step.atSwitch = step.time + h >= switchAt;
    if (step.atSwitch) h = Math.max(switchAt - step.time, eventWidth);
    let error = stepper.attempt(step.time, h);
    while (!(error <= 1)) {
      step.rejected++;
      size.rejected(h, error);
      h = size.next;
      step.atSwitch = false;
      if (h < stepLeast) throw this.#diverged(error);
      error = stepper.attempt(step.time, h);
    }
    size.accepted(h, error);
    if (step.atSwitch) size.next = Math.max(size.next, wanted);
    const cut = this.#locate(h);
    if (cut < h) stepper.attempt(step.time, cut);
    step.h = cut;
    if (cut < h) step.atSwitch = false;
    step.end = step.atSwitch ? switchAt : step.time + cut;
    step.active = true;
  }

  /** Finds the first event of an attempt of `h`; the length up to it, or `h`. */
  #locate(h: number): number {
    const { step, stepper } = this;
    step.what = occasion.none;
    step.floater = 0;
    this.guards.arm(stepper.state);
    this.#happenedCount = 0;
    this.guards.collect(stepper.trial, this.#note);
    let first = 1;
    for (let at = 0; at < this.#happenedCount; at += 2) {
      const what = this.#happened[at]!;
      const floater = this.#happened[at + 1]!;
      const value = (theta: number): number => this.#valueInside(what, floater, theta, h);
      if (first < 1 && value(first) <= 0) continue;
      first = locateRoot(value, 0, first, eventWidth / h);
      step.what = what;
      step.floater = floater;
    }
    return step.what === occasion.none ? h : Math.min(h, Math.max(first * h, eventWidth));
  }

  #valueInside(what: number, floater: number, theta: number, h: number): number {
    this.stepper.interpolate(theta, this.#inside);
    if (this.guards.needsEquations(what)) {
      this.#equations.derivative(this.step.time + theta * h, this.#inside, this.#scratch);
    }
    return this.guards.value(what, floater, this.#inside);
  }

  #commit(): void {
    const { step, stepper, size } = this;
    stepper.accept();
    if (step.end > step.since + instant) {
      step.eventsHere = 0;
      step.since = step.end;
    }
    step.time = step.end;
    step.active = false;
    step.accepted++;
    if (step.what !== occasion.none || step.atSwitch) {
      if (step.eventsHere++ > eventsMost + 2 * this.#equations.layout.count) throw this.#restless();
      this.#equations.derivative(step.time, stepper.state, this.#scratch);
      step.events += this.#events.process(step, stepper.state, this.zones, this.guards);
      stepper.restart();
      size.forget();
    }
    this.#wrap();
  }

  #wrap(): void {
    const { length } = this.#equations.figures.loop;
    const { state } = this;
    if (state[positionAt]! < length) return;
    state[positionAt]! -= length;
    this.step.loops++;
    this.#loops.complete(this.step.time, state);
    this.zones.wrap();
  }

  #diverged(error: number): SimulationError {
    const at = this.stepper.worst;
    const { count, heatAt } = this.#equations.layout;
    const floater = at < heatAt ? at - airAt : at - heatAt;
    const named = [
      [positionAt, 'position', 'chain'],
      [speedAt, 'speed', 'chain'],
      [flywheelAt, 'speed', 'flywheel'],
      [receiverAt, 'air', 'receiver'],
    ] as const;
    const [, state, component] = named.find(([place]) => place === at) ?? [
      at,
      at < heatAt ? 'air' : 'heat',
      `floater ${floater % count}`,
    ];
    const reason = error > 1 ? `a step of ${stepLeast} s is too long` : 'it is not a number';
    return new SimulationError('simulation.diverged', { state, component, time: this.step.time, reason });
  }

  #restless(): SimulationError {
    const { what, time } = this.step;
    const state = Object.entries(occasion).find(([, value]) => value === what)?.[0] ?? 'modes';
    const component =
      what === occasion.zone || what >= occasion.filled ? `floater ${this.step.floater}` : 'drivetrain';
    return new SimulationError('simulation.diverged', {
      state,
      component,
      time,
      reason: 'modes change without end',
    });
  }
}
