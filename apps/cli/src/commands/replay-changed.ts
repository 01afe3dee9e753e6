// holdfast replay --set: executes a run again with inputs changed, and says where the two first differ.
import { readFile } from 'node:fs/promises';
import type { RecordedInput } from '@holdfast/core';
import { encodeJson, type RunRequest } from '@holdfast/protocol';
import { readReplay } from '@holdfast/report';
import type { Setting } from '../arguments.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { compareFrames, describeDifference } from '../frame-comparison.ts';
import { framesOf } from '../frames.ts';
import { executeAgain, repetitionOf } from '../repetition.ts';
import { Target, type TargetOptions } from '../target.ts';
import { isReplayFile } from './replay-file.ts';
import type { OutputOptions } from './run.ts';

/** A request with settings in the place of what it says: of its start, or of its input log at their times. */
export function changedRequest(request: RunRequest, settings: readonly Setting[]): RunRequest {
  const { parameters = [], inputs = [] } = request;
  const names = new Set(settings.filter(({ time }) => time === undefined).map(({ parameter }) => parameter));
  const atStart = settings.flatMap(({ parameter, value, time }) =>
    time === undefined ? [{ parameter, value }] : [],
  );
  const later: readonly RecordedInput[] = settings.flatMap(({ parameter, value, time }) =>
    time === undefined ? [] : [{ parameter, value, time }],
  );
  const isReplaced = (input: RecordedInput): boolean =>
    later.some(({ parameter, time }) => parameter === input.parameter && time === input.time);
  return {
    ...request,
    parameters: [...parameters.filter(({ parameter }) => !names.has(parameter)), ...atStart],
    inputs: [...inputs.filter((input) => !isReplaced(input)), ...later].toSorted((a, b) => a.time - b.time),
  };
}

/** Replays a kept run, or the run a file tells of, with `settings`, and says where it first differs. */
export async function replayChanged(
  word: string,
  settings: readonly Setting[],
  options: TargetOptions & OutputOptions,
  { console, now, takeInterrupt }: CommandContext,
): Promise<number> {
  const fromFile = isReplayFile(word);
  const told = fromFile ? readReplay(await readFile(word, 'utf8')).request : undefined;
  const signal = takeInterrupt();
  const target = await Target.open(options, console);
  const following = { jsonl: options.jsonl === true, now, signal };
  try {
    const request = told ?? (await repetitionOf(target, word));
    const kept = told === undefined ? word : await executeAgain(target, told, console, following);
    if (kept === undefined) return exitCode.interrupted;
    const again = await executeAgain(target, changedRequest(request, settings), console, following);
    if (again === undefined) {
      if (told !== undefined) await target.ask((client) => client.remove(kept));
      return exitCode.interrupted;
    }
    const { model } = await target.ask((client) => client.run(again));
    const comparison = await compareFrames(framesOf(target, kept), framesOf(target, again), model.channels);
    const { difference, frames } = comparison;
    // What is the same as before has nothing more to tell; the first execution of a file was made for this comparison only.
    if (difference === null) await target.ask((client) => client.remove(again));
    if (told !== undefined) await target.ask((client) => client.remove(kept));
    const report = { run: word, replay: difference === null ? null : again, ...comparison };
    if (options.json === true) console.result(encodeJson(report, 2));
    else if (options.jsonl === true) console.result(encodeJson({ type: 'comparison', ...report }));
    else if (difference === null) console.result(`no difference in ${frames} frames`);
    else console.result(`first difference at ${describeDifference(difference)}`);
    if (difference !== null) console.note(`the changed run is kept as ${again}`);
    return exitCode.ok;
  } finally {
    await target.close();
  }
}
