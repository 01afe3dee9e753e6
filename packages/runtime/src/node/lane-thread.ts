// Lanes of a simulation as threads of the worker process. The same entry module runs in the thread; once there it computes tasks and
// never looks at its messages.

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { LaneBoard, type Functions } from '../lane-board.ts';
import { LaneTeam, type LaneSetup, type LaneThread } from '../lane-team.ts';

/** A lane computes in the memory it is given: whatever else takes more than its modules need ends it, and not the run. */
const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 };

interface LaneData {
  readonly serves: 'lane';
  readonly setup: LaneSetup;
}

/** A team of at most `workers` lanes, one for each processor, whose threads run the module at path `entry`. */
export function openLaneTeam(entry: string, workers: number, onLost: (message: string) => void): LaneTeam {
  const lanes = Math.min(workers, availableParallelism());
  return new LaneTeam(lanes, { openThread: (setup) => openLaneThread(entry, setup), functionsOf, onLost });
}

/** Opens a thread that serves a lane. */
export function openLaneThread(entry: string, setup: LaneSetup): LaneThread {
  const data: LaneData = { serves: 'lane', setup };
  const thread = new Worker(entry, { workerData: data, stdin: false, resourceLimits });
  // nobody waits for it: it ends with the process
  thread.unref();
  return {
    onLost: (listener) => {
      thread.on('error', () => undefined);
      thread.on('exit', (code) => listener(`code ${code}`));
    },
    close: () => void thread.terminate(),
  };
}

/** Whether a thread that was given this was opened to serve a lane. */
export function isLane(data: unknown): data is LaneData {
  return typeof data === 'object' && data !== null && 'serves' in data && data.serves === 'lane';
}

/** Serves a lane in a thread opened by `openLaneThread`. */
export function serveLane({ setup: { lane, names, board, module, memory } }: LaneData): never {
  return new LaneBoard(names, functionsOf(module, memory), board).serve(lane);
}

/** What is used here of the platform's WebAssembly: a module that somebody compiled, over a memory that somebody made. */
interface Engine {
  readonly Instance: new (module: object, imports: object) => { readonly exports: Functions };
}

/** The functions of a module over a memory. */
export function functionsOf(module: object, memory: object): Functions {
  const { WebAssembly: engine } = globalThis as unknown as { readonly WebAssembly: Engine };
  return new engine.Instance(module, { host: { memory } }).exports;
}
