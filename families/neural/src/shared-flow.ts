// Energy on its way with the help of others: every pass is cut into tasks that whoever is free takes. A lane that took one and does
// not come back may still write: the network moves to another memory and does the step again, with other lanes.

import type { Call, Crew, Team } from '@holdfast/core';
import type { Memory } from '@holdfast/numerics';
import { joinFallen, type Flow } from './flow.ts';
import type { Graph } from './graph.ts';
import type { KernelPhases } from './kernel/kernel-phases.ts';
import { countAt, countCount, sumCount } from './layout.ts';
import type { Moment, Reach } from './phases.ts';

/** Tasks of a pass for each lane: who is slow or comes late takes fewer. */
const tasksPerLane = 12;

/** Slots of a task at least; reaches begin at multiples of 4. */
const taskLeast = 16;

interface Task extends Reach {
  readonly band: number;
}

export interface SharedFlowParts {
  readonly graph: Graph;
  readonly phases: KernelPhases;
  readonly team: Team;
  readonly memory: Memory<ArrayBufferLike>;
  /** Makes a memory like it. */
  readonly another: () => Memory<ArrayBufferLike>;
}

export class SharedFlow implements Flow {
  readonly #parts: SharedFlowParts;
  #crew: Crew;

  constructor(parts: SharedFlowParts) {
    this.#parts = parts;
    this.#crew = this.#gather(parts.memory);
  }

  run(reaches: readonly Reach[], moment: Moment): void {
    const { graph, phases } = this.#parts;
    const tasks = this.#cut(reaches);
    const sending = tasks.map((task): readonly Call[] => [
      phases.chargeCall(task, task.band, moment.front),
      phases.pushCall(task),
    ]);
    const settling = tasks.map((task) => [phases.settleCall(task, task.band, moment)]);
    for (;;) {
      for (const { sums, counts } of graph.accounts) {
        sums.fill(0n);
        counts.fill(0);
      }
      if (this.#crew.run(sending) && this.#crew.run(settling)) break;
      this.#move();
    }
    this.#addUp();
    joinFallen(graph, tasks);
  }

  close(): void {
    this.#crew.close();
  }

  #gather(memory: Memory<ArrayBufferLike>): Crew {
    return this.#parts.team.gather(this.#parts.phases.module, memory);
  }

  /** Tasks in the order of their slots. */
  #cut(reaches: readonly Reach[]): readonly Task[] {
    const { length } = this.#parts.graph.gains;
    const all = reaches.at(-1)!.end;
    const stride = 4 * Math.ceil(Math.max(taskLeast, all / (length * tasksPerLane)) / 4);
    return reaches.flatMap((reach, band) => {
      const tasks: Task[] = [];
      for (let { first } = reach; first < reach.end; first += stride) {
        tasks.push({ band, first, end: Math.min(reach.end, first + stride) });
      }
      return tasks;
    });
  }

  #move(): void {
    const { graph, phases, another } = this.#parts;
    this.#crew.close();
    const memory = another();
    graph.move(memory);
    phases.move(memory);
    this.#crew = this.#gather(memory);
  }

  /** Adds the accounts of all lanes to that of the first, in their order. */
  #addUp(): void {
    const [first, ...others] = this.#parts.graph.accounts;
    for (const { sums, counts } of others) {
      for (let each = 0; each < sumCount; each++) first!.sums[each]! += sums[each]!;
      for (let each = 0; each < countCount; each++) first!.counts[each]! += counts[each]!;
    }
    first!.counts[countAt.fallen] = 0;
  }
}
