// holdfast replay: executes a kept run again from its five identifying parts and compares frame by frame.
import { channelSize, SimulationError, type Frame } from '@holdfast/core';
import { encodeJson, type ModelView, type RunRequest } from '@holdfast/protocol';
import { limitsOf } from '@holdfast/report';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { followRun } from '../follow.ts';
import { framesOf } from '../frames.ts';
import { Target, type TargetOptions } from '../target.ts';
import { isReplayFile, replayFileCommand } from './replay-file.ts';
import type { OutputOptions } from './run.ts';

/** How many frames are equal, and what the first difference is. */
export interface Comparison {
  readonly verified: number;
  readonly frames: number;
  readonly difference: { readonly sequence: number; readonly time: number; readonly channel: string } | null;
}

/** Compares recordings bit by bit, up to the first difference. */
export async function compareFrames(
  kept: AsyncIterable<Frame>,
  again: AsyncIterable<Frame>,
  channels: ModelView['channels'],
): Promise<Comparison> {
  const others = again[Symbol.asyncIterator]();
  let verified = 0;
  let frames = 0;
  let difference: Comparison['difference'] = null;
  const differ = ({ sequence, time }: Frame, channel: string): void => {
    difference ??= { sequence, time, channel };
  };
  for await (const frame of kept) {
    frames++;
    if (difference !== null) continue;
    const other = (await others.next()).value as Frame | undefined;
    const at =
      other === undefined ? -1 : frame.values.findIndex((value, i) => !Object.is(value, other.values[i]));
    if (other === undefined) differ(frame, 'missing');
    else if (other.time !== frame.time) differ(frame, 'time');
    else if (at >= 0) differ(frame, channelAt(channels, at));
    else verified++;
  }
  const more = difference === null ? ((await others.next()).value as Frame | undefined) : undefined;
  if (more !== undefined) differ(more, 'not in the kept run');
  return { verified, frames, difference };
}

function channelAt(channels: ModelView['channels'], index: number): string {
  let end = 0;
  return channels.find((channel) => index < (end += channelSize(channel)))?.name ?? 'values';
}

/** The request that repeats a kept run as far as it came. */
async function repetitionOf(target: Target, id: string): Promise<RunRequest> {
  const [result, document, { run }] = await target.ask((client) =>
    Promise.all([client.result(id), client.document(id), client.run(id)]),
  );
  const { seed, asked: until, parameters, inputs } = result;
  return { document, seed, until, parameters, inputs, workers: run.workers, limits: limitsOf(result) };
}

/** Replays a kept run, or the run a file tells of. */
export function replay(
  word: string,
  options: TargetOptions & OutputOptions,
  context: CommandContext,
): Promise<number> {
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
    const again = (await target.ask((client) => client.start(request))).id;
    const stop = await followRun(target, again, console, { jsonl: options.jsonl === true, now, signal });
    if (stop === undefined) {
      await target.ask((client) => client.cancel(again));
      await target.ask((client) => client.remove(again));
      return exitCode.interrupted;
    }
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
    const { sequence, time, channel } = comparison.difference ?? {
      sequence: comparison.frames,
      time: request.until ?? 0,
      channel: 'trail',
    };
    if (options.json !== true && options.jsonl !== true) {
      console.result(`diverged at frame ${sequence}, t = ${time}, ${channel}`);
    }
    console.note(`the replay is kept as ${again}`);
    throw new SimulationError('replay.mismatch', { sequence, time });
  } finally {
    await target.close();
  }
}
