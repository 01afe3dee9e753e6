// holdfast replay: executes a kept run again from its five identifying parts and compares frame by frame.
import { SimulationError } from '@holdfast/core';
import { encodeJson } from '@holdfast/protocol';
import type { Setting } from '../arguments.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { compareFrames, describeDifference, type Difference } from '../frame-comparison.ts';
import { framesOf } from '../frames.ts';
import { executeAgain, repetitionOf } from '../repetition.ts';
import { Target, type TargetOptions } from '../target.ts';
import { replayChanged } from './replay-changed.ts';
import { isReplayFile, replayFileCommand } from './replay-file.ts';
import type { OutputOptions } from './run.ts';

export interface ReplayOptions extends TargetOptions, OutputOptions {
  readonly set?: readonly Setting[];
}

/** Replays a kept run, or the run a file tells of. */
export function replay(word: string, options: ReplayOptions, context: CommandContext): Promise<number> {
  if (options.set !== undefined) return replayChanged(word, options.set, options, context);
  return isReplayFile(word)
    ? replayFileCommand(word, options, context)
    : replayCommand(word, options, context);
}

/** Replays a run and says verified n/n, or where the first difference lies. */
async function replayCommand(
  id: string,
  options: TargetOptions & OutputOptions,
  { console, now, takeInterrupt }: CommandContext,
): Promise<number> {
  const signal = takeInterrupt();
  const target = await Target.open(options, console);
  try {
    const request = await repetitionOf(target, id);
    const following = { jsonl: options.jsonl === true, now, signal };
    const again = await executeAgain(target, request, console, following);
    if (again === undefined) return exitCode.interrupted;
    const { model } = await target.ask((client) => client.run(again));
    const comparison = await compareFrames(framesOf(target, id), framesOf(target, again), model.channels);
    const kept = (await target.ask((client) => client.result(id))).trail;
    const trailEqual = (await target.ask((client) => client.result(again))).trail === kept;
    const verified = comparison.difference === null && trailEqual;
    // A replay that proved what it should has nothing more to tell; one that differs is kept to be looked at.
    if (verified) await target.ask((client) => client.remove(again));
    const report = { run: id, replay: verified ? null : again, trailEqual, ...comparison };
    if (options.json === true) console.result(encodeJson(report, 2));
    else if (options.jsonl === true) console.result(encodeJson({ type: 'comparison', ...report }));
    else if (verified) {
      console.result(`verified ${comparison.verified}/${comparison.frames}  trail ${kept.slice(0, 16)}`);
    }
    if (verified) return exitCode.ok;
    const difference: Difference = comparison.difference ?? {
      sequence: comparison.frames,
      time: request.until ?? 0,
      channel: 'trail',
      kept: null,
      again: null,
    };
    if (options.json !== true && options.jsonl !== true) {
      console.result(`diverged at ${describeDifference(difference)}`);
    }
    console.note(`the replay is kept as ${again}`);
    const { sequence, time } = difference;
    throw new SimulationError('replay.mismatch', { sequence, time });
  } finally {
    await target.close();
  }
}
