// The passes as a WebAssembly kernel over the memory the graph lies in. Gives the bits of `plain-phases.ts`.

import { ModuleWriter, pageBytes, type Engine, type Memory } from '@holdfast/numerics';
import { coefficientCount, gainStride, type Layout } from '../layout.ts';
import type { Tally } from '../graph.ts';
import type { Moment, Phases, Reach } from '../phases.ts';
import { writeCheck } from './check-code.ts';
import { writeCharge, writePush } from './push-code.ts';
import { writeLearn, writeSweep } from './rows-code.ts';
import { writeSettle } from './settle-code.ts';

const names = { host: 'host', memory: 'memory' } as const;
const passes = {
  charge: writeCharge,
  push: writePush,
  settle: writeSettle,
  learn: writeLearn,
  sweep: writeSweep,
  check: writeCheck,
};

type Pass = (...words: number[]) => number | undefined;

/** Writes the module of a layout: every address is a constant of its code. */
export function encodeKernel(layout: Layout): Uint8Array<ArrayBuffer> {
  const module = new ModuleWriter();
  module.importMemory(names.host, names.memory);
  for (const [name, write] of Object.entries(passes)) module.export(name, write(module, layout));
  return module.encode(pagesOf(layout));
}

/** Pages of memory a layout needs; vectors may read one beyond its last word. */
export function pagesOf({ bytes }: Layout): number {
  return Math.ceil((bytes + 16) / pageBytes);
}

/** A memory for a graph of this layout. */
export function memoryFor(engine: Engine, layout: Layout): Memory {
  const pages = pagesOf(layout);
  return new engine.Memory({ initial: pages, maximum: pages });
}

export class KernelPhases implements Phases {
  readonly #layout: Layout;
  readonly #run: Readonly<Record<keyof typeof passes, Pass>>;

  constructor(engine: Engine, layout: Layout, memory: Memory) {
    const module = new engine.Module(encodeKernel(layout));
    const { exports } = new engine.Instance(module, { [names.host]: { [names.memory]: memory } });
    this.#layout = layout;
    this.#run = Object.fromEntries(Object.keys(passes).map((name) => [name, exports[name]!])) as Record<
      keyof typeof passes,
      Pass
    >;
  }

  charge({ first, end }: Reach, band: number, front: 0 | 1): void {
    this.#run.charge(first, end, this.#coefficients(band), this.#energy(front));
  }

  push({ first, end }: Reach, lane: number): void {
    const { gains, nodes } = this.#layout;
    this.#run.push(first, end, gains + gainStride(nodes) * lane);
  }

  settle({ first, end }: Reach, band: number, { front, noiseKey }: Moment): void {
    const back = (front ^ 1) as 0 | 1;
    this.#run.settle(first, end, this.#coefficients(band), this.#energy(front), this.#energy(back), noiseKey);
  }

  learn({ first, end }: Reach, { front, learningKey }: Moment): void {
    const back = (front ^ 1) as 0 | 1;
    this.#run.learn(first, end, this.#energy(front), this.#energy(back), learningKey);
  }

  sweep({ first, end }: Reach): void {
    this.#run.sweep(first, end);
  }

  check({ first, end }: Reach, { high, end: arenaEnd }: Tally, cap: number, front: 0 | 1): number {
    return this.#run.check(first, end, high, arenaEnd, cap, this.#energy(front)) ?? 0;
  }

  #coefficients(band: number): number {
    return this.#layout.coefficients + 4 * coefficientCount * band;
  }

  #energy(which: 0 | 1): number {
    const { energyA, energyB } = this.#layout.node;
    return which === 0 ? energyA : energyB;
  }
}
