// Living state of a pendulum, advanced by the classic Runge-Kutta method in fixed millisecond steps.
// Dissipated energy and work are integrated beside the motion, so that the energy account must close.

import {
  checkNumber,
  SimulationError,
  type BeginOptions,
  type Input,
  type Invariant,
  type Metric,
  type Parameter,
  type Simulation,
  type Snapshot,
  type StepReport,
} from '@holdfast/core';
import { cos, normalQuantile, seedKey, sin, streamId, uniformAt } from '@holdfast/numerics';
import type { PendulumSpec } from './document.ts';

/** Time is counted in whole steps of this length, so that it never drifts. */
export const stepSeconds = 0.001;

const layout = 'pendulum/1';

/** Angle rad, rate rad/s, dissipated J, work J. */
type State = Float64Array;

/** A figure that is computed, not estimated: it has no standard error. */
function metric(subject: string, name: string, value: number, unit: string): Metric {
  return { subject, name, value, standardError: null, unit };
}

export class PendulumSimulation implements Simulation {
  readonly #spec: PendulumSpec;
  readonly #parameters: readonly Parameter[];
  readonly #stepsEnd: number;
  readonly #energyStart: number;
  readonly #state: State = new Float64Array(4);
  readonly #slope: readonly State[] = [0, 1, 2, 3].map(() => new Float64Array(4));
  readonly #trial: State = new Float64Array(4);
  #steps = 0;
  #damping: number;
  #torque: number;

  constructor(spec: PendulumSpec, parameters: readonly Parameter[], options: BeginOptions) {
    this.#spec = spec;
    this.#parameters = parameters;
    this.#stepsEnd = Math.round(options.until / stepSeconds);
    this.#damping = spec.damping;
    this.#torque = spec.torque;
    const uniform = uniformAt(0, streamId('angle'), 0, seedKey(options.seed));
    this.#state.set([spec.angle + spec.angleDeviation * normalQuantile(uniform), spec.rate, 0, 0]);
    this.#energyStart = this.#kinetic() + this.#potential();
  }

  get time(): number {
    return this.#steps * stepSeconds;
  }

  step(dt: number): StepReport {
    // also refuses NaN, which no comparison holds for
    const asked = dt > 0 ? Math.floor(dt / stepSeconds + 1e-6) : 0;
    const steps = Math.min(asked, this.#stepsEnd - this.#steps);
    for (let step = 0; step < steps; step++) this.#advance();
    this.#steps += steps;
    return {
      advanced: steps * stepSeconds,
      error: 0,
      remaining: (this.#stepsEnd - this.#steps) * stepSeconds,
    };
  }

  apply(input: Input): void {
    const value = checkNumber(this.#parameters, input);
    if (input.parameter === 'damping') this.#damping = value;
    else this.#torque = value;
  }

  observe(values: Float64Array): void {
    const [angle = 0, rate = 0, dissipated = 0, work = 0] = this.#state;
    values.set([angle, rate, this.#kinetic(), this.#potential(), dissipated, work]);
  }

  metrics(): readonly Metric[] {
    const [angle = 0, rate = 0, dissipated = 0, work = 0] = this.#state;
    return [
      metric('motion', 'angle', angle, 'rad'),
      metric('motion', 'rate', rate, 'rad/s'),
      metric('energy', 'stored', this.#kinetic() + this.#potential(), 'J'),
      metric('energy', 'dissipated', dissipated, 'J'),
      metric('energy', 'work', work, 'J'),
    ];
  }

  invariants(): readonly Invariant[] {
    const [, , dissipated = 0, work = 0] = this.#state;
    const stored = this.#kinetic() + this.#potential();
    const turnover = this.#energyStart + Math.abs(work) + dissipated + 1;
    return [
      {
        name: 'energy account',
        residual: this.#energyStart + work - dissipated - stored,
        tolerance: 1e-8 * turnover,
      },
    ];
  }

  snapshot(): Snapshot {
    return {
      layout,
      fields: {
        steps: this.#steps,
        damping: this.#damping,
        torque: this.#torque,
        state: this.#state.slice(),
      },
    };
  }

  restore(snapshot: Snapshot): void {
    const { steps, damping, torque, state } = snapshot.fields;
    if (snapshot.layout !== layout || !(state instanceof Float64Array)) {
      throw new SimulationError('state.unknown-layout', { layout: snapshot.layout, expected: layout });
    }
    this.#steps = Number(steps);
    this.#damping = Number(damping);
    this.#torque = Number(torque);
    this.#state.set(state);
  }

  dispose(): void {
    // Holds no native memory.
  }

  #inertia(): number {
    return this.#spec.mass * this.#spec.length * this.#spec.length;
  }

  #kinetic(): number {
    const rate = this.#state[1] ?? 0;
    return 0.5 * this.#inertia() * rate * rate;
  }

  #potential(): number {
    return this.#spec.mass * this.#spec.gravity * this.#spec.length * (1 - cos(this.#state[0] ?? 0));
  }

  #derivative(state: State, slope: State): void {
    const [angle = 0, rate = 0] = state;
    const { mass, gravity, length } = this.#spec;
    const moment = this.#torque - this.#damping * rate - mass * gravity * length * sin(angle);
    slope[0] = rate;
    slope[1] = moment / this.#inertia();
    slope[2] = this.#damping * rate * rate;
    slope[3] = this.#torque * rate;
  }

  /** One step of the classic fourth-order method (Kutta 1901). */
  #advance(): void {
    const [a, b, c, d] = this.#slope as [State, State, State, State];
    const h = stepSeconds;
    this.#derivative(this.#state, a);
    this.#derivative(this.#offset(a, h / 2), b);
    this.#derivative(this.#offset(b, h / 2), c);
    this.#derivative(this.#offset(c, h), d);
    for (let i = 0; i < 4; i++) {
      this.#state[i]! += (h / 6) * (a[i]! + 2 * (b[i]! + c[i]!) + d[i]!);
    }
  }

  #offset(slope: State, h: number): State {
    for (let i = 0; i < 4; i++) this.#trial[i] = this.#state[i]! + h * slope[i]!;
    return this.#trial;
  }
}
