// A living world: advances in whole frames, changes by parameters, and keeps everything it needs to go on to the bit.
// Between frames the engine holds nothing that counts: what it computed for the saved state is used again, or computed again.

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
import { normalQuantile, seedKey, streamId, uniformAt } from '@holdfast/numerics';
import { noContacts, type ContactSummary } from './engine/contacts.ts';
import type { MainModule } from './engine/mujoco.ts';
import { World } from './engine/world.ts';
import { forceRows, type WorldForces } from './forces.ts';
import { handParameters, plottedJoints, type JointFacts, type WorldFacts } from './facts.ts';
import { handWork, pull, type Grip } from './hand.ts';
import { Ledger } from './ledger.ts';
import { metricsOf } from './metrics.ts';
import { openWorld } from './open-world.ts';

const layout = 'physics/1';

/** What all simulations of one world share. */
export interface CompiledWorld {
  readonly facts: WorldFacts;
  readonly parameters: readonly Parameter[];
}

export class PhysicsSimulation implements Simulation {
  readonly #facts: WorldFacts;
  readonly #parameters: readonly Parameter[];
  readonly #world: World;
  readonly #ledger: Ledger;
  readonly #plotted: readonly JointFacts[];
  readonly #framesEnd: number;
  /** Values of the parameters, in order. */
  readonly #settings: Float64Array;
  #energyStart: number;
  #frames = 0;
  #state: Float64Array;
  /** Whether the engine has computed what follows from the saved state. */
  #settled = false;
  /** Counters of the engine's warnings that no frame to come is blamed for. */
  #warned: readonly number[] = [];
  #contacts: ContactSummary = noContacts;
  #forceMost = 0;

  /** @throws SimulationError `simulation.diverged` when the engine refuses the world */
  constructor(mujoco: MainModule, { facts, parameters }: CompiledWorld, options: BeginOptions) {
    this.#facts = facts;
    this.#parameters = parameters;
    this.#plotted = plottedJoints(facts);
    this.#framesEnd = Math.round(options.until / this.#frame);
    this.#settings = Float64Array.from(parameters, ({ value }) => value);
    this.#world = openWorld(mujoco, facts);
    const integrator = this.#world.integrator;
    const implicit = integrator !== mujoco.mjtIntegrator.mjINT_RK4.value;
    this.#ledger = new Ledger(facts.velocities, facts.timestep, implicit);
    this.#world.begin(facts.start);
    this.#scatter(options.seed);
    this.#state = this.#world.save();
    this.#settle();
    this.#energyStart = this.#stored();
  }

  get time(): number {
    return this.#frames * this.#frame;
  }

  step(dt: number): StepReport {
    // also refuses NaN, which no comparison holds for
    const asked = dt > 0 ? Math.floor(dt / this.#frame + 1e-6) : 0;
    const frames = Math.min(asked, this.#framesEnd - this.#frames);
    for (let taken = 0; taken < frames; taken++) {
      this.#advance();
      this.#frames++;
    }
    return {
      advanced: frames * this.#frame,
      error: 0,
      remaining: (this.#framesEnd - this.#frames) * this.#frame,
    };
  }

  apply(input: Input): void {
    const value = checkNumber(this.#parameters, input);
    const index = this.#parameters.findIndex(({ name }) => name === input.parameter);
    this.#settle();
    const before = this.#stored();
    this.#settings[index] = value;
    this.#world.load(this.#state);
    this.#impose();
    this.#state = this.#world.save();
    this.#settled = false;
    this.#settle();
    this.#ledger.changed(this.#stored() - before);
  }

  observe(values: Float64Array): void {
    this.#settle();
    const { views } = this.#world;
    const { xpos, xquat, qpos, qvel, ctrl } = views;
    let at = 0;
    // Element by element: for so few numbers windows on arrays cost more than what they copy.
    for (let body = 1; body <= this.#facts.bodies.length; body++) {
      for (let axis = 0; axis < 3; axis++) values[at++] = xpos[3 * body + axis]!;
      for (let part = 0; part < 4; part++) values[at++] = xquat[4 * body + part]!;
    }
    for (let i = 0; i < qpos.length; i++) values[at++] = qpos[i]!;
    for (let i = 0; i < qvel.length; i++) values[at++] = qvel[i]!;
    for (let i = 0; i < ctrl.length; i++) values[at++] = ctrl[i]!;
    for (const { position, velocity } of this.#plotted) {
      values[at++] = qpos[position]!;
      values[at++] = qvel[velocity]!;
    }
    values.set(views.sensordata, at);
    at += views.sensordata.length;
    const [actuators, damping, constraints, hands, outside] = this.#ledger.values;
    const { count, force, depth } = this.#contacts;
    const [potential, kinetic] = views.energy;
    const energies = [kinetic!, potential!, actuators!, damping!, constraints!, hands!, outside!];
    values.set([...energies, this.#residual(), count, force, depth], at);
  }

  /** What bodies and a hand push with now; changes nothing. */
  forces(): WorldForces {
    this.#settle();
    return forceRows(this.#world, this.#grip.body);
  }

  metrics(): readonly Metric[] {
    this.#settle();
    return metricsOf({
      facts: this.#facts,
      views: this.#world.views,
      ledger: this.#ledger,
      residual: this.#residual(),
      contacts: this.#contacts,
      forceMost: this.#forceMost,
    });
  }

  invariants(): readonly Invariant[] {
    this.#settle();
    return [
      {
        name: 'energy account',
        residual: this.#residual(),
        tolerance: this.#facts.energyOpen * this.#ledger.turnover,
      },
    ];
  }

  snapshot(): Snapshot {
    return {
      layout,
      fields: {
        frames: this.#frames,
        forceMost: this.#forceMost,
        energyStart: this.#energyStart,
        state: this.#state.slice(),
        settings: this.#settings.slice(),
        ledger: this.#ledger.values.slice(),
      },
    };
  }

  restore(snapshot: Snapshot): void {
    const { frames, forceMost, energyStart, state, settings, ledger } = snapshot.fields;
    const known =
      snapshot.layout === layout &&
      state instanceof Float64Array &&
      settings instanceof Float64Array &&
      settings.length === this.#settings.length &&
      ledger instanceof Float64Array;
    if (!known)
      throw new SimulationError('state.unknown-layout', { layout: snapshot.layout, expected: layout });
    this.#world.load(state);
    this.#state = state.slice();
    this.#frames = Number(frames);
    this.#forceMost = Number(forceMost);
    this.#energyStart = Number(energyStart);
    this.#settings.set(settings);
    this.#ledger.values.set(ledger);
    this.#imposeGravity();
    this.#settled = false;
  }

  dispose(): void {
    this.#world.dispose();
  }

  get #frame(): number {
    return this.#facts.timestep * this.#facts.stepsPerFrame;
  }

  get #grip(): Grip {
    const first = handParameters.indexOf('hand.body');
    const [body = 0, x = 0, y = 0, z = 0] = this.#settings.subarray(first, first + 4);
    return { body: Math.round(body), target: [x, y, z] };
  }

  /** One frame; a world that diverged stays at the frame before. */
  #advance(): void {
    const world = this.#world;
    const grip = this.#grip;
    const kept = this.#ledger.values.slice();
    // What a hand pulls at is not what was computed.
    const settled = this.#settled && grip.body === 0;
    if (!settled) world.load(this.#state);
    try {
      for (let step = 0; step < this.#facts.stepsPerFrame; step++) {
        const velocity = grip.body > 0 ? pull(world, grip) : undefined;
        this.#ledger.before(world.views);
        if (settled && step === 0) world.stepOn();
        else world.step();
        this.#ledger.after(world.views);
        if (velocity !== undefined) this.#ledger.dragged(handWork(world, grip, velocity));
      }
      world.complain(this.#warned, this.time);
    } catch (error) {
      this.#ledger.values.set(kept);
      this.#settled = false;
      this.#warned = world.warnings();
      throw error;
    }
    this.#state = world.save();
    this.#compute();
  }

  /** Computes places, sensors, contacts and energies of the saved state; changes nothing a later step depends on. */
  #settle(): void {
    if (this.#settled) return;
    this.#world.load(this.#state);
    // What an abandoned state warned of is no fault of this one.
    this.#warned = this.#world.warnings();
    this.#compute();
  }

  /** The same of the state that the engine holds. */
  #compute(): void {
    this.#world.forward();
    this.#contacts = this.#world.contacts();
    this.#forceMost = Math.max(this.#forceMost, this.#contacts.force);
    this.#ledger.seen(this.#world.views.energy[1]!);
    this.#settled = true;
  }

  /** Kinetic and potential energy, J. */
  #stored(): number {
    const [potential = 0, kinetic = 0] = this.#world.views.energy;
    return potential + kinetic;
  }

  #residual(): number {
    return this.#ledger.residual(this.#stored() - this.#energyStart);
  }

  #imposeGravity(): void {
    this.#world.gravity.set(this.#settings.subarray(0, 3));
  }

  /** Hands every setting to the engine. */
  #impose(): void {
    this.#imposeGravity();
    const { ctrl, xfrcApplied } = this.#world.views;
    ctrl.set(this.#settings.subarray(handParameters.length));
    xfrcApplied.fill(0);
  }

  /** Draws where joints begin that begin somewhere by chance. */
  #scatter(seed: number): void {
    const key = seedKey(seed);
    const stream = streamId('start');
    const { qpos } = this.#world.views;
    this.#facts.joints.forEach(({ type, position, deviation }, joint) => {
      if (deviation === 0) return;
      const count = type === 'free' ? 3 : 1;
      for (let i = 0; i < count; i++)
        qpos[position + i]! += deviation * normalQuantile(uniformAt(joint, stream, i, key));
    });
  }
}
