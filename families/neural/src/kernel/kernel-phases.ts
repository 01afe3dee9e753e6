// The passes as a WebAssembly kernel over the memory the graph lies in. Gives the bits of `plain-phases.ts`.

import type { Call } from '@holdfast/core';
import { ModuleWriter, pageBytes, type CompiledModule, type Engine, type Memory } from '@holdfast/numerics';
import { coefficientCount, type Layout } from '../layout.ts';
import type { Tally } from '../graph.ts';
import type { Lessons, Moment, Phases, Reach } from '../phases.ts';
import { writeCheck } from './check-code.ts';
import { writeLessons } from './lessons-code.ts';
import { writeCharge, writePush } from './push-code.ts';
import { writeLearn, writeSweep } from './rows-code.ts';
import { writeSettle } from './settle-code.ts';

const names = { host: 'host', memory: 'memory' } as const;
const passes = {
  charge: writeCharge,
  push: writePush,
  settle: writeSettle,
  sweep: writeSweep,
  check: writeCheck,
};

type Pass = (...words: number[]) => number | undefined;

/** Writes the module of a layout: every address is a constant of its code. Where there are lanes, they share its memory. */
export function encodeKernel(layout: Layout): Uint8Array<ArrayBuffer> {
  const module = new ModuleWriter();
  module.importMemory(names.host, names.memory, layout.lanes > 1);
  for (const [name, write] of Object.entries(passes)) module.export(name, write(module, layout));
  module.export('learn', writeLessons(module, layout, writeLearn(module, layout)));
  return module.encode(pagesOf(layout));
}

/** Pages of memory a layout needs; vectors may read one beyond its last word. */
export function pagesOf({ bytes }: Layout): number {
  return Math.ceil((bytes + 16) / pageBytes);
}

/** A memory for a graph of this layout. */
export function memoryFor(engine: Engine, layout: Layout): Memory<ArrayBufferLike> {
  const pages = pagesOf(layout);
  const size = { initial: pages, maximum: pages };
  return layout.lanes > 1 ? new engine.Memory({ ...size, shared: true }) : new engine.Memory(size);
}

export class KernelPhases implements Phases {
  readonly module: CompiledModule;
  readonly #engine: Engine;
  readonly #layout: Layout;
  #run: Readonly<Record<string, Pass>>;

  constructor(engine: Engine, layout: Layout, memory: Memory<ArrayBufferLike>) {
    this.#engine = engine;
    this.#layout = layout;
    this.module = new engine.Module(encodeKernel(layout));
    this.#run = this.#over(memory);
  }

  /** Passes over another memory from now on. */
  move(memory: Memory<ArrayBufferLike>): void {
    this.#run = this.#over(memory);
  }

  charge(reach: Reach, band: number, front: 0 | 1): void {
    this.#compute(this.chargeCall(reach, band, front), 0);
  }

  push(reach: Reach, lane: number): void {
    this.#compute(this.pushCall(reach), lane);
  }

  settle(reach: Reach, band: number, moment: Moment, lane: number): void {
    this.#compute(this.settleCall(reach, band, moment), lane);
  }

  /** The calls of these passes, for whatever lane. */
  chargeCall({ first, end }: Reach, band: number, front: 0 | 1): Call {
    return { name: 'charge', words: [first, end, this.#coefficients(band), this.#energy(front)] };
  }

  pushCall({ first, end }: Reach): Call {
    return { name: 'push', words: [first, end] };
  }

  settleCall({ first, end }: Reach, band: number, { front, noiseKey }: Moment): Call {
    const back = (front ^ 1) as 0 | 1;
    const energies = [this.#energy(front), this.#energy(back)];
    return { name: 'settle', words: [first, end, this.#coefficients(band), ...energies, noiseKey] };
  }

  learnCall({ first, end, stride }: Lessons, { front, learningKey }: Moment): Call {
    return { name: 'learn', words: [first, end, stride, this.#energy(front), learningKey] };
  }

  sweepCall({ first, end }: Reach): Call {
    return { name: 'sweep', words: [first, end] };
  }

  learn(lessons: Lessons, moment: Moment, lane: number): void {
    this.#compute(this.learnCall(lessons, moment), lane);
  }

  sweep(reach: Reach, lane: number): void {
    this.#compute(this.sweepCall(reach), lane);
  }

  check({ first, end }: Reach, { high, end: arenaEnd }: Tally, cap: number, front: 0 | 1): number {
    return this.#run['check']!(first, end, high, arenaEnd, cap, this.#energy(front)) ?? 0;
  }

  #over(memory: Memory<ArrayBufferLike>): Readonly<Record<string, Pass>> {
    return new this.#engine.Instance(this.module, { [names.host]: { [names.memory]: memory } }).exports;
  }

  #compute({ name, words }: Call, lane: number): void {
    this.#run[name]!(...words, lane);
  }

  #coefficients(band: number): number {
    return this.#layout.coefficients + 4 * coefficientCount * band;
  }

  #energy(which: 0 | 1): number {
    const { energyA, energyB } = this.#layout.node;
    return which === 0 ? energyA : energyB;
  }
}
