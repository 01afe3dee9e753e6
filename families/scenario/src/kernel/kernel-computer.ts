// Computes iterations with a kernel: one memory and one set of instances for each simulation.

import type { Engine } from '@holdfast/numerics';
import { keepsRecords } from '../chunk-records.ts';
import type { Computer, ComputerOptions, ComputerSource } from '../computer.ts';
import type { Plan } from '../plan.ts';
import { uniformsOf } from '../sampling/uniforms.ts';
import type { Tally } from '../tally.ts';
import { compileInspection, compileKernel, type Kernel } from './kernel.ts';
import { RunningKernel } from './running-kernel.ts';

/** What was compiled of a plan, each when it is first used. */
interface Compiled {
  kernel(): Kernel;
  inspecting(): Kernel;
}

/** Computers that run kernels on this engine; the plan is compiled when the first of them is used. */
export function kernelComputers(engine: Engine, plan: Plan): ComputerSource {
  let kernel: Kernel | undefined;
  let inspecting: Kernel | undefined;
  const kinds = { foreignUniforms: plan.design.method !== 'random', watched: keepsRecords(plan) };
  const compiled: Compiled = {
    kernel: () => (kernel ??= compileKernel(engine, plan, kinds)),
    inspecting: () => (inspecting ??= compileInspection(engine, plan, kinds)),
  };
  return (options) => new KernelComputer(engine, plan, options, compiled);
}

class KernelComputer implements Computer {
  readonly #engine: Engine;
  readonly #plan: Plan;
  readonly #seed: number;
  readonly #parameters: Float64Array;
  readonly #compiled: Compiled;
  #running: RunningKernel | undefined;

  constructor(engine: Engine, plan: Plan, options: ComputerOptions, compiled: Compiled) {
    this.#engine = engine;
    this.#plan = plan;
    this.#seed = options.seed;
    this.#parameters = options.parameters.slice();
    this.#compiled = compiled;
  }

  setParameters(values: Float64Array): void {
    this.#parameters.set(values);
    this.#running?.setParameters(this.#parameters);
  }

  compute(first: number, count: number, tally: Tally): void {
    this.#run().compute(first, count, tally);
  }

  sample(first: number, count: number, columns: readonly Float64Array[]): void {
    this.#run().sample(first, count, columns);
  }

  /** Drops memory and code of this simulation; used again, it starts anew. */
  dispose(): void {
    this.#running = undefined;
  }

  #run(): RunningKernel {
    if (this.#running === undefined) {
      this.#running = new RunningKernel(this.#plan, {
        engine: this.#engine,
        kernel: this.#compiled.kernel(),
        inspecting: () => this.#compiled.inspecting(),
        program: this.#plan.program,
        seed: this.#seed,
        uniforms: uniformsOf(this.#plan.design, this.#seed),
      });
      this.#running.setParameters(this.#parameters);
    }
    return this.#running;
  }
}
