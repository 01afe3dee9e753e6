// holdfast run: one document to one result, with limits, seed and parameters from the command line.
import { SimulationError, type Input, type Pace, type RunResult } from '@holdfast/core';
import {
  encodeJson,
  encodeResult,
  parseLimits,
  parsePaceFactor,
  type PaceRequest,
  type RunRequest,
} from '@holdfast/protocol';
import { formatDuration } from '../amounts.ts';
import type { Console } from '../console.ts';
import type { CommandContext } from '../context.ts';
import { openDocument } from '../documents.ts';
import { describeIssues } from '../invalid-document.ts';
import { exitCode, exitCodeOf } from '../exit-code.ts';
import { followRun } from '../follow.ts';
import { describeResult, describeStop } from '../report.ts';
import { Target, type TargetOptions } from '../target.ts';

export interface OutputOptions {
  readonly json?: boolean;
  readonly jsonl?: boolean;
}

export interface RunOptions extends TargetOptions, OutputOptions {
  readonly parameter?: readonly Input[];
  readonly seed?: number;
  readonly until?: number;
  readonly limit?: readonly string[];
  readonly workers?: number;
  readonly pace?: string;
  readonly mode?: Pace['mode'];
  readonly hard?: boolean;
  readonly resume?: boolean;
}

/** The pace of a request, when any of it is asked for. @throws SimulationError `configuration.invalid` */
export function paceOf({
  pace,
  mode,
  hard,
}: Pick<RunOptions, 'pace' | 'mode' | 'hard'>): PaceRequest | undefined {
  const asked = { factor: pace === undefined ? undefined : parsePaceFactor(pace), mode, hard };
  return Object.values(asked).every((value) => value === undefined) ? undefined : asked;
}

async function toRequest(path: string, options: RunOptions, console: Console): Promise<RunRequest> {
  const { seed, until, workers, parameter: parameters, limit = [] } = options;
  const limits = parseLimits(limit.join(','));
  const { document, notices } = await openDocument(path);
  if (notices.length > 0) console.note(describeIssues(notices, (_, text) => text));
  return { document, seed, until, workers, parameters, limits, pace: paceOf(options) };
}

/** Prints the result of an ended run, and why it ended. */
export async function printOutcome(
  target: Target,
  id: string,
  console: Console,
  options: OutputOptions,
): Promise<RunResult> {
  const result = await target.ask((client) => client.result(id));
  if (options.json === true) console.result(encodeResult(result));
  else if (options.jsonl === true) console.result(encodeJson({ type: 'result', id, result }));
  else {
    const { model } = await target.ask((client) => client.run(id));
    const labels = model.channels.flatMap(({ subject, label }) =>
      label === undefined ? [] : [[subject, label] as const],
    );
    console.result(describeResult(console, result, new Map(labels)));
  }
  if (result.stop.kind === 'failed')
    console.complain(`${describeStop(result.stop)}\n  ${result.stop.remedy}`);
  return result;
}

/** Pauses a run so that it can be continued; false when it ended first. */
async function pause(target: Target, id: string, console: Console): Promise<boolean> {
  console.note('writing a checkpoint; Ctrl-C again leaves at once');
  try {
    await target.ask((client) => client.pause(id));
  } catch (error) {
    if (error instanceof SimulationError && error.code === 'run.ended') return false;
    throw error;
  }
  console.note(`paused and kept; continue with: holdfast run --resume ${id}${target.flags}`);
  return true;
}

/** Starts the run, or continues it; one that has ended meanwhile is as good as continued. */
async function begin(target: Target, source: string, request: RunRequest | undefined): Promise<string> {
  if (request !== undefined) return (await target.ask((client) => client.start(request))).id;
  try {
    return (await target.ask((client) => client.resume(source))).id;
  } catch (error) {
    if (error instanceof SimulationError && error.code === 'run.ended') return source;
    throw error;
  }
}

/** Follows a run that was started here, prints how it ended, and answers the exit code. An interrupt pauses it. */
export async function toEnd(
  target: Target,
  id: string,
  options: OutputOptions,
  { console, now, signal }: Pick<CommandContext, 'console' | 'now'> & { readonly signal: AbortSignal },
): Promise<number> {
  console.note(`run ${id}  ${target.url}/run/${id}`);
  const startedAt = now();
  const stop = await followRun(target, id, console, { jsonl: options.jsonl === true, now, signal });
  if (stop === undefined && (await pause(target, id, console))) return exitCode.interrupted;
  const result = await printOutcome(target, id, console, options);
  if (result.stop.kind !== 'failed') {
    console.note(`${describeStop(result.stop)} in ${formatDuration(now() - startedAt)}`);
  }
  return exitCodeOf(result.stop);
}

/** Opens a server, begins a run there and follows it to its end. */
export async function execute(
  options: TargetOptions & OutputOptions,
  { console, now, takeInterrupt }: CommandContext,
  start: (target: Target) => Promise<string>,
  resume = false,
): Promise<number> {
  const signal = takeInterrupt();
  const target = await Target.open(options, console, resume);
  try {
    if (signal.aborted) return exitCode.interrupted;
    return await toEnd(target, await start(target), options, { console, now, signal });
  } finally {
    await target.close();
  }
}

/** Executes a document, or with `--resume` continues the run of that id. */
export async function runCommand(
  source: string,
  options: RunOptions,
  context: CommandContext,
): Promise<number> {
  const resume = options.resume === true;
  const request = resume ? undefined : await toRequest(source, options, context.console);
  return execute(options, context, (target) => begin(target, source, request), resume);
}
