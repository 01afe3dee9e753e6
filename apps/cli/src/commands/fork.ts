// holdfast fork: a new run that is another one up to a time, with what is set there.
import type { Input, Pace } from '@holdfast/core';
import type { CommandContext } from '../context.ts';
import { Target, type TargetOptions } from '../target.ts';
import { paceOf, toEnd, type OutputOptions } from './run.ts';

export interface ForkOptions extends TargetOptions, OutputOptions {
  readonly at: number;
  readonly set?: readonly Input[];
  readonly pace?: string;
  readonly mode?: Pace['mode'];
  readonly hard?: boolean;
}

/** Forks run `id` and follows the new run to its end. */
export async function forkCommand(
  id: string,
  options: ForkOptions,
  { console, now, takeInterrupt }: CommandContext,
): Promise<number> {
  const signal = takeInterrupt();
  const target = await Target.open(options, console);
  try {
    const { at, set = [] } = options;
    const request = { at, set: [...set], pace: paceOf(options) };
    const run = await target.ask((client) => client.fork(id, request));
    console.note(`forked from ${id} at ${at}`);
    return await toEnd(target, run.id, options, { console, now, signal });
  } finally {
    await target.close();
  }
}
