// holdfast export --to graphml, edge-list: what a run is at some time, in the format of another program. A state is not kept for every
// time, so it is computed again here: from the newest checkpoint where that helps, else from the start.
import { catalog, stateExporters } from '@holdfast/catalog';
import { SimulationError } from '@holdfast/core';
import { engineName, Follower, type FollowedRun } from '@holdfast/runtime';
import type { Console } from '../console.ts';
import type { CommandContext } from '../context.ts';
import type { StateFormat } from '../exchange-formats.ts';
import { exporterOf } from '../exporter-of.ts';
import { exitCode } from '../exit-code.ts';
import { describeIssues } from '../invalid-document.ts';
import { Target, type TargetOptions } from '../target.ts';

/** Steps between two looks at whether the user wants to leave. */
const stepsAtOnce = 256;

export interface ExportStateOptions extends TargetOptions {
  /** In the model's time unit; the newest state where it is left out. */
  readonly at?: number;
}

/** The run, up to the time whose state is asked for. */
async function followed(target: Target, id: string, at: number | undefined) {
  const [{ run }, document, inputs] = await target.ask((client) =>
    Promise.all([client.run(id), client.document(id), client.inputs(id)]),
  );
  const simulator = catalog.get(document.family)!;
  const isOver = run.status === 'ended';
  const result = isOver ? await target.ask((client) => client.result(id)) : undefined;
  const newest = result?.reached ?? run.time;
  if (at !== undefined && at > newest)
    throw new SimulationError('run.not-there-yet', { id, time: at, reached: newest });
  const { seed, until, parameters, limits } = run;
  const known: FollowedRun = {
    spec: { document, seed, until, parameters, limits },
    engine: result === undefined ? engineName(simulator) : `${result.family}@${result.engine}`,
    checkpoint: () =>
      isOver || at !== undefined ? Promise.resolve(undefined) : target.ask((client) => client.checkpoint(id)),
  };
  return { simulator, document, known, inputs, to: at ?? (isOver ? newest : 0) };
}

/** Computes on to the time `to`; false when the user left. */
async function reach(follower: Follower, to: number, console: Console, signal: AbortSignal) {
  while (follower.time < to) {
    if (signal.aborted) return false;
    const state = await follower.advance({ steps: stepsAtOnce, to });
    console.status(`computing again: ${Math.floor((100 * follower.time) / to)} %`);
    if (state !== 'behind') break;
    await new Promise(setImmediate);
  }
  console.clearStatus();
  return true;
}

/** Writes the state of a run to stdout. */
export async function exportState(
  id: string,
  format: StateFormat,
  { at, ...options }: ExportStateOptions,
  { console, takeInterrupt }: CommandContext,
): Promise<number> {
  const signal = takeInterrupt();
  const target = await Target.open(options, console);
  try {
    const { simulator, document, known, inputs, to } = await followed(target, id, at);
    const exporter = exporterOf(stateExporters, {
      format,
      family: document.family,
      what: 'a run',
    });
    const follower = await Follower.open(simulator, known);
    try {
      follower.hear({ time: to, first: 0, inputs });
      if (!(await reach(follower, to, console, signal))) return exitCode.interrupted;
      const { parts, notices } = exporter.write(document, follower.state());
      console.note(`the state at ${follower.time}`);
      if (notices.length > 0)
        console.note(
          describeIssues(
            notices.map((issue) => ({ issue, file: id })),
            (style, words) => console.inNote(style, words),
          ),
        );
      for (const part of parts) {
        console.result(part);
        await console.drained();
      }
      return exitCode.ok;
    } finally {
      follower.dispose();
    }
  } finally {
    await target.close();
  }
}
