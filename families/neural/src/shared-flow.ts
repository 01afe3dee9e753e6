// Energy on its way with the help of others: every pass is cut into tasks that whoever is free takes. A lane that took one and does
// not come back may still write, one that was wrong may be so again: the network moves to another memory, does the step again, and gathers other lanes.

import type { Call, Crew, Team } from '@holdfast/core';
import type { Memory } from '@holdfast/numerics';
import { emptyAccounts, flowAlone, joinFallen, type Flow } from './flow.ts';
import type { Account, Graph } from './graph.ts';
import type { KernelPhases } from './kernel/kernel-phases.ts';
import { countAt, countCount, sumCount } from './layout.ts';
import { lessonSlots, type Lessons, type Moment, type Reach } from './phases.ts';

/** Tasks of a pass for each lane: who is slow or comes late takes fewer. */
const tasksPerLane = 8;

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
  #memory: Memory<ArrayBufferLike>;
  #crew: Crew;

  constructor(parts: SharedFlowParts) {
    this.#parts = parts;
    this.#memory = parts.memory;
    this.#crew = parts.team.gather(parts.phases.module, parts.memory);
  }

  run(reaches: readonly Reach[], moment: Moment, closes: () => boolean): void {
    const { graph, phases } = this.#parts;
    const wrong = this.#together(reaches, moment, closes);
    if (wrong === undefined) return;
    this.#crew.close();
    this.#move();
    let why: string | undefined;
    try {
      flowAlone(graph, phases).run(reaches, moment, closes);
      // otherwise it is no lane that was wrong, but what all of them read
      if (closes()) why = wrong;
    } finally {
      if (why !== undefined) this.#crew.close(why);
      this.#gather();
    }
  }

  learn({ first, end, stride }: Lessons, moment: Moment): boolean {
    const lessons = Math.ceil((end - first) / stride);
    const tasks: Lessons[] = [];
    const before = Math.max(0, lessons - 1);
    const slots =
      lessons <= 0 ? 0 : before * lessonSlots + Math.min(lessonSlots, end - first - before * stride);
    const each = stride * Math.ceil(lessons / (this.#lanes * tasksPerLane));
    for (let from = first; from < end; from += each) {
      tasks.push({ first: from, end: Math.min(end, from + each), stride });
    }
    return this.#rewrite(
      tasks.map((task) => [this.#parts.phases.learnCall(task, moment)]),
      slots,
    );
  }

  sweep(reach: Reach): boolean {
    const tasks = this.#cut([reach]);
    return this.#rewrite(
      tasks.map((task) => [this.#parts.phases.sweepCall(task)]),
      reach.end - reach.first,
    );
  }

  close(): void {
    this.#crew.close();
  }

  get #lanes(): number {
    return this.#parts.graph.gains.length;
  }

  /** Has the rows of so many slots rewritten in place. Whoever does not come back leaves some of them half done. */
  #rewrite(tasks: readonly (readonly Call[])[], slots: number): boolean {
    const { accounts } = this.#parts.graph;
    for (const { counts } of accounts) counts[countAt.rewritten] = 0;
    let done = false;
    try {
      done = this.#crew.run(tasks, 'kept');
    } finally {
      if (!done) {
        this.#crew.close();
        this.#move();
        this.#gather();
      }
    }
    if (!done) return false;
    const [{ counts: first }, ...others] = accounts as [Account, ...Account[]];
    for (const { counts } of others) {
      for (const which of [countAt.swept, countAt.rewritten]) {
        first[which]! += counts[which]!;
        counts[which] = 0;
      }
    }
    return first[countAt.rewritten] === slots;
  }

  /** Computes a step with the others, again where one of them is lost. @returns what was wrong with what they computed */
  #together(reaches: readonly Reach[], moment: Moment, closes: () => boolean): string | undefined {
    const { graph, phases } = this.#parts;
    const tasks = this.#cut(reaches);
    const sending = tasks.map((task): readonly Call[] => [
      phases.chargeCall(task, task.band, moment.front),
      phases.pushCall(task),
    ]);
    const settling = tasks.map((task) => [phases.settleCall(task, task.band, moment)]);
    try {
      for (;;) {
        emptyAccounts(graph);
        if (this.#crew.run(sending) && this.#crew.run(settling)) break;
        this.#crew.close();
        this.#move();
        this.#gather();
      }
    } catch {
      return 'a thread could not compute its part of a step';
    }
    this.#addUp();
    joinFallen(graph, tasks);
    return closes() ? undefined : 'what the threads computed does not add up';
  }

  #gather(): void {
    this.#crew = this.#parts.team.gather(this.#parts.phases.module, this.#memory);
  }

  /** Tasks in the order of their slots. */
  #cut(reaches: readonly Reach[]): readonly Task[] {
    const all = reaches.at(-1)!.end;
    const stride = 4 * Math.ceil(Math.max(taskLeast, all / (this.#lanes * tasksPerLane)) / 4);
    return reaches.flatMap((reach, band) => {
      const tasks: Task[] = [];
      for (let { first } = reach; first < reach.end; first += stride) {
        tasks.push({ band, first, end: Math.min(reach.end, first + stride) });
      }
      return tasks;
    });
  }

  /** To a memory where nobody writes who was lost or wrong. */
  #move(): void {
    const { graph, phases, another } = this.#parts;
    this.#memory = another();
    graph.move(this.#memory);
    phases.move(this.#memory);
  }

  /** Adds the accounts of all lanes to that of the first, in their order. */
  #addUp(): void {
    const [first, ...others] = this.#parts.graph.accounts;
    for (const { sums, counts } of others) {
      for (let each = 0; each < sumCount; each++) first!.sums[each]! += sums[each]!;
      for (let each = 0; each < countCount; each++) first!.counts[each]! += counts[each]!;
    }
  }
}
