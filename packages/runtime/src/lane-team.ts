// The team of one run: opens threads for a simulation's lanes, computes with them, and goes on with fewer where one is lost. Who is lost in
// between is replaced; who took a task and does not come back costs the crew, and the simulation gathers another.

import type { Call, Crew, Team } from '@holdfast/core';
import { LaneBoard, type Functions } from './lane-board.ts';

/** What a thread needs to become a lane. Survives being sent to another thread. */
export interface LaneSetup {
  readonly lane: number;
  readonly names: readonly string[];
  readonly board: Int32Array<SharedArrayBuffer>;
  readonly module: object;
  readonly memory: object;
}

/** A thread that serves a lane until it is closed. */
export interface LaneThread {
  /** Called once, when it ended without being closed. */
  onLost(listener: (reason: string) => void): void;
  close(): void;
}

export interface LanePorts {
  readonly openThread: (setup: LaneSetup) => LaneThread;
  /** The functions of a compiled module over a memory. */
  readonly functionsOf: (module: object, memory: object) => Functions;
  /** Told of every lane that was lost. */
  readonly onLost: (message: string) => void;
}

/** How long a round may stand still until whoever took a task counts as lost: far more than a busy machine lets a thread wait. It
 * doubles with each that is lost, so that a machine that is busier yet is not asked again and again. */
const patienceMs = 150;
const doublingsMost = 5;

/** Threads that are replaced in a crew, before the run goes on with fewer. */
const replacementsMost = 3;

/** Crews that may be lost until the run goes on alone, unless so many rounds in a row went well in between. */
const lossesMost = 6;
const roundsForgiving = 100_000;

export class LaneTeam implements Team {
  readonly lanes: number;
  readonly #ports: LanePorts;
  #losses = 0;
  #rounds = 0;

  constructor(lanes: number, ports: LanePorts) {
    this.lanes = lanes;
    this.#ports = ports;
  }

  gather(module: object, memory: object): Crew {
    const functions = this.#ports.functionsOf(module, memory);
    const names = Object.keys(functions);
    const board = new LaneBoard(names, functions);
    const crew = new LaneCrew(board, this.#ports);
    const lanes = this.#losses < lossesMost ? this.lanes : 1;
    for (let lane = 1; lane < lanes; lane++) {
      crew.open({ lane, names, board: board.words, module, memory });
    }
    return {
      run: (tasks, kept) => {
        const doublings = kept === undefined ? Math.min(doublingsMost, this.#losses) : doublingsMost;
        const done = crew.run(tasks, patienceMs * 2 ** doublings);
        if (!done) this.#lose('a thread took a task and did not come back', kept);
        else if (++this.#rounds >= roundsForgiving) this.#losses = 0;
        return done;
      },
      close: (why) => {
        crew.close();
        if (why !== undefined) this.#lose(why);
      },
    };
  }

  #lose(what: string, kept?: 'kept'): void {
    this.#rounds = 0;
    const company = ++this.#losses < lossesMost ? 'with new threads' : 'alone';
    const place = kept === undefined ? 'on in another memory' : 'back to its last checkpoint';
    this.#ports.onLost(`${what}; the run goes ${place}, ${company}`);
  }
}

class LaneCrew {
  readonly #board: LaneBoard;
  readonly #ports: LanePorts;
  readonly #threads = new Map<number, LaneThread>();
  #replaced = 0;
  #closed = false;

  constructor(board: LaneBoard, ports: LanePorts) {
    this.#board = board;
    this.#ports = ports;
  }

  /** Opens a thread for a lane whose thread before, if there was one, has ended. */
  open(setup: LaneSetup): void {
    const thread = this.#ports.openThread(setup);
    this.#threads.set(setup.lane, thread);
    thread.onLost((reason) => {
      if (this.#closed) return;
      this.#threads.delete(setup.lane);
      const goesOn = this.#replaced++ < replacementsMost;
      const outcome = goesOn ? 'it is replaced' : 'the run goes on with fewer';
      this.#ports.onLost(`thread ${setup.lane} ended (${reason}); ${outcome}`);
      if (goesOn) this.open(setup);
    });
  }

  run(tasks: readonly (readonly Call[])[], patience: number): boolean {
    this.#board.open(tasks);
    const thrown = this.#board.work(0);
    if (!this.#board.over(patience)) return false;
    // what another lane threw stays there
    if (this.#board.failed) throw thrown ?? new Error('a task of another lane threw');
    return true;
  }

  close(): void {
    this.#closed = true;
    for (const thread of this.#threads.values()) thread.close();
    this.#threads.clear();
  }
}
