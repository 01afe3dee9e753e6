// The motion between frames: steps of the integrator, cut where something happens. A step that reaches past a frame is
// kept, so that the frame is read inside it and frames never influence steps.

import { SimulationError, type Probe } from '@holdfast/core';
import { locateRoot, StepSize, type OdeStepper, type Tolerances } from '@holdfast/numerics';
import { component } from './components.ts';
import type { Equations } from './equations.ts';
import { EventProcessing } from './event-processing.ts';
import type { Figures } from './figures.ts';
import { Guards, occasion } from './guards.ts';
import { airAt, flywheelAt, positionAt, receiverAt, speedAt } from './layout.ts';
import type { LoopRecord } from './loop-record.ts';
import type { Schedule } from './schedule.ts';
import { locatesKinks, stepperOf } from './solver.ts';
import { tolerancesOf } from './tolerances.ts';
import { Zones } from './zones.ts';

/** Steps shorter than this, s, mean that the motion cannot be followed. */
const stepLeast = 1e-9;
/** Width to which the time of an event is located, s, and the shortest step to one. */
const eventWidth = 1e-12;
/** An event within this share of the end of a step is taken inside it: the error of the dense output grows with the square
 * of the distance from the end. A step that aims at an event goes a quarter of that beyond it. */
const near = 2e-3;
const nearly = 1 - near;
const beyond = 0.25 * near;
/** Chain, clutch and receiver at the beginning of the state. */
const firstFew = airAt;
/** Events within a millisecond, besides two for each floater, that mean the modes never settle. */
const eventsMost = 500;
const instant = 1e-3;

/** Counters and place of the step under way; part of every snapshot. */
export interface StepState {
  time: number;
  end: number;
  /** Length of the attempt, and the share of it that is taken: where an event lies, or 1. */
  h: number;
  share: number;
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

/** Length of a step of at most `most` where an event is expected after `time`: a little beyond it, or half way. */
function aimed(most: number, time: number): number {
  const over = time * (1 + beyond);
  if (!(over < 2 * most)) return most;
  return over <= most ? Math.max(over, stepLeast) : Math.min(most, 0.5 * over);
}

export class Trajectory {
  readonly step: StepState;
  readonly stepper: OdeStepper;
  readonly size: StepSize;
  readonly zones: Zones;
  readonly guards: Guards;
  probe: Probe | undefined;
  readonly #equations: Equations;
  /** As at the start: what is tolerated does not depend on controls. */
  readonly #figures: Figures;
  readonly #tolerances: Tolerances;
  readonly #events: EventProcessing;
  readonly #schedule: Schedule;
  readonly #scratch: Float64Array;
  readonly #inside: Float64Array;
  readonly #loops: LoopRecord;
  /** Elements of the state that guards of one floater look at. */
  readonly #elements: number[] = [...Array(firstFew + 2).keys()];
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
    this.#schedule = schedule;
    this.#events = events;
    const { tolerance } = model.solver;
    this.#figures = equations.figures;
    this.#tolerances = tolerancesOf(this.#figures, equations.layout, tolerance);
    this.stepper = stepperOf(equations, this.#tolerances);
    this.size = new StepSize(this.stepper.method, 1e-3);
    this.zones = new Zones(loop, model.floaters.count, !equations.figures.smooth, locatesKinks(model));
    this.guards = new Guards(equations, this.zones);
    this.#scratch = new Float64Array(equations.size);
    this.#inside = new Float64Array(equations.size);
    this.#happened = new Int32Array(2 * (equations.layout.count + 16));
    this.#loops = loops;
    this.step = {
      time: 0,
      end: 0,
      h: 0,
      share: 1,
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
    else if (time < step.end) this.stepper.interpolate((time - step.time) / step.h, into);
    else if (step.share < 1) this.stepper.interpolate(step.share, into);
    else into.set(this.stepper.trial);
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
    this.#equations.revise();
    this.stepper.restart();
    this.size.forget();
    this.guards.revise();
  }

  /** Lets steps from now on err by another tolerance. */
  tolerate(tolerance: number): void {
    const { absolute, relative } = tolerancesOf(this.#figures, this.#equations.layout, tolerance);
    this.#tolerances.absolute.set(absolute);
    this.#tolerances.relative.set(relative);
  }

  /** Gives up the step under way: another one begins where it did. */
  loosen(): void {
    this.step.active = false;
    this.size.forget();
  }

  /** Computes the step under way anew, after its beginning has been restored. */
  recompute(): void {
    this.#equations.revise();
    this.stepper.restart();
    this.guards.revise();
    const { step } = this;
    if (!step.active) return;
    this.guards.arm(step.time, this.state);
    this.stepper.attempt(step.time, step.h);
  }

  #advance(): void {
    const { step, stepper, size } = this;
    const wanted = size.next;
    const { switchAt } = this.#schedule;
    const slope = stepper.slopeAt(step.time);
    this.guards.arm(step.time, stepper.state);
    const most = Math.min(wanted, this.#equations.figures.model.solver.stepMax);
    let h = aimed(most, this.guards.foresee(stepper.state, slope));
    step.atSwitch = step.time + h >= switchAt;
    if (step.atSwitch) h = Math.max(switchAt - step.time, eventWidth);
    let short = h < most;
    let learned = false;
    for (;;) {
      const error = stepper.attempt(step.time, h);
      if (!(error <= 1)) {
        step.rejected++;
        size.rejected(h, error);
        h = size.next;
        short = false;
        learned = false;
        step.atSwitch = false;
        if (h < stepLeast) throw this.#diverged(error);
        continue;
      }
      if (!learned) size.accepted(h, error);
      // a step that something cut short says nothing against the size wanted before
      if (short) size.next = Math.max(size.next, wanted);
      learned = true;
      this.probe?.(component.location);
      const share = this.#locate(h);
      this.probe?.(component.integration);
      if (share > nearly || share * h < stepLeast) {
        this.#settleOn(h, share);
        return;
      }
      // once more, to a little behind the event, where the inside of the step is as exact as its end
      h *= share * (1 + beyond);
      step.atSwitch = false;
    }
  }

  /** Takes the last attempt, of `h`, up to an event at `share` of it. */
  #settleOn(h: number, share: number): void {
    const { step } = this;
    step.h = h;
    step.share = share;
    if (share * h < eventWidth) {
      step.h = eventWidth;
      step.share = 1;
      this.stepper.attempt(step.time, eventWidth);
    }
    if (share < 1) step.atSwitch = false;
    step.end = step.atSwitch ? this.#schedule.switchAt : step.time + step.share * step.h;
    step.active = true;
  }

  /** Finds the first event of an attempt of `h`; the share of it where that lies, or 1. */
  #locate(h: number): number {
    const { step, stepper } = this;
    step.what = occasion.none;
    step.floater = 0;
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
    return first;
  }

  #valueInside(what: number, floater: number, theta: number, h: number): number {
    const inside = this.#inside;
    if (this.guards.needsEquations(what)) {
      this.stepper.interpolate(theta, inside);
      this.#equations.derivative(this.step.time + theta * h, inside, this.#scratch);
      return this.guards.value(what, floater, inside);
    }
    const { heatAt } = this.#equations.layout;
    const elements = this.#elements;
    elements[firstFew] = airAt + floater;
    elements[firstFew + 1] = heatAt + floater;
    this.stepper.interpolateSome(theta, elements, inside);
    return this.guards.valueAt(what, floater, inside);
  }

  #commit(): void {
    const { step, stepper, size } = this;
    if (step.share < 1) stepper.acceptInside(step.share);
    else stepper.accept();
    if (step.end > step.since + instant) {
      step.eventsHere = 0;
      step.since = step.end;
    }
    step.time = step.end;
    step.active = false;
    step.accepted++;
    if (step.what !== occasion.none || step.atSwitch) {
      if (step.eventsHere++ > eventsMost + 2 * this.#equations.layout.count) throw this.#restless();
      stepper.restart();
      stepper.slopeAt(step.time);
      this.probe?.(component.events);
      const { smooth, count } = this.#events.process(step, stepper.state, this.zones, this.guards);
      this.probe?.(component.integration);
      step.events += count;
      if (!smooth) {
        this.#equations.revise();
        stepper.restart();
        size.forget();
      }
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
