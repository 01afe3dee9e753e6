// holdfast replay <file>: executes a run again from a report or a replay file and compares what it gives with what the
// file says, wherever the first run was made.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { SimulationError, type RunResult } from '@holdfast/core';
import { encodeJson } from '@holdfast/protocol';
import { readReplay, type Expected } from '@holdfast/report';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { executeAgain } from '../repetition.ts';
import { Target, type TargetOptions } from '../target.ts';
import type { OutputOptions } from './run.ts';

/** Whether the word names a file: ids of runs have no dot and no slash. */
export function isReplayFile(word: string): boolean {
  return /[./\\]/.test(word) || existsSync(word);
}

/** What differs between the result a file tells of and the one computed now, each as `name: told, computed`. */
export function differences(expected: Expected, result: RunResult): readonly string[] {
  const names = ['document', 'engine', 'reached', 'partial', 'frames', 'trail'] as const;
  return names
    .filter((name) => expected[name] !== result[name])
    .map((name) => `${name}: ${expected[name]}, ${result[name]}`);
}

/** Replays a file and says verified, or what differs. */
export async function replayFileCommand(
  path: string,
  options: TargetOptions & OutputOptions,
  { console, now, takeInterrupt }: CommandContext,
): Promise<number> {
  const { request, expected } = readReplay(await readFile(path, 'utf8'));
  const signal = takeInterrupt();
  const target = await Target.open(options, console);
  try {
    const following = { jsonl: options.jsonl === true, now, signal };
    const again = await executeAgain(target, request, console, following);
    if (again === undefined) return exitCode.interrupted;
    const result = await target.ask((client) => client.result(again));
    const different = differences(expected, result);
    const verified = different.length === 0;
    // A replay that proved what it should has nothing more to tell; one that differs is kept to be looked at.
    if (verified) await target.ask((client) => client.remove(again));
    const report = {
      file: path,
      replay: verified ? null : again,
      verified,
      frames: result.frames,
      different,
    };
    if (options.json === true) console.result(encodeJson(report, 2));
    else if (options.jsonl === true) console.result(encodeJson({ type: 'comparison', ...report }));
    else if (verified) {
      console.result(`verified ${result.frames} frames  trail ${result.trail.slice(0, 16)}`);
    } else console.result(`differs in ${different.join('; ')}`);
    if (verified) return exitCode.ok;
    console.note(`the replay is kept as ${again}`);
    throw new SimulationError('replay.mismatch', { sequence: result.frames, time: result.reached });
  } finally {
    await target.close();
  }
}
