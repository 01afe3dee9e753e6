// holdfast show: pictures, tables and sounds for the senses of a living network, so many a second. Everything shown is an input, so it replays.
import { setTimeout as wait } from 'node:timers/promises';
import { SimulationError, type Parameter } from '@holdfast/core';
import { encodeJson, listLogMost } from '@holdfast/protocol';
import { pictureValue, type Extent } from '@holdfast/sketch';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { shownFiles } from '../shown-files.ts';
import { Target, type TargetOptions } from '../target.ts';

export interface ShowOptions extends TargetOptions {
  readonly rate: number;
  readonly again?: boolean;
  readonly json?: boolean;
}

const name = 'picture';

type Levels = readonly number[];

/** The pictures of files, without end where they begin again. */
function* picturesOf(
  paths: readonly string[],
  senses: Extent,
  { rate, again = false }: ShowOptions,
): Generator<Levels> {
  for (;;) {
    let count = 0;
    for (const levels of shownFiles(paths, senses, rate)) {
      count += 1;
      yield levels;
    }
    if (!again || count === 0) return;
  }
}

/** The senses of a run. @throws SimulationError `input.unknown` */
function sensesOf(parameters: readonly Parameter[]): Extent {
  const [height, width] = parameters.find((parameter) => parameter.name === name)?.shape ?? [];
  if (height !== undefined && width !== undefined) return { width, height };
  const known = parameters.map((parameter) => parameter.name).join(', ') || '(none)';
  throw new SimulationError('input.unknown', { parameter: name, known });
}

/** Shows files to a run until they are over, or until Ctrl-C where they begin again. */
export async function showCommand(
  id: string,
  paths: readonly string[],
  options: ShowOptions,
  { console, now, takeInterrupt }: CommandContext,
): Promise<number> {
  const target = await Target.open(options, console);
  const signal = takeInterrupt();
  let [shown, listed] = [0, 0];
  try {
    const senses = sensesOf((await target.ask((client) => client.run(id))).model.parameters);
    let before: Levels | undefined;
    const begun = now();
    for (const levels of picturesOf(paths, senses, options)) {
      const due = begun + (1000 * shown) / options.rate - now();
      if (due > 0) await wait(due, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
      const value = pictureValue(before, levels);
      const run = await target.ask((client) => client.input(id, [{ parameter: name, value }]));
      [shown, listed, before] = [shown + 1, run.listed ?? 0, levels];
    }
  } finally {
    await target.close();
  }
  const free = Math.floor(100 * (1 - listed / listLogMost));
  const words = `${shown} ${shown === 1 ? 'picture' : 'pictures'} shown, the log of the run is ${free} % free`;
  console.result(options.json === true ? encodeJson({ run: id, shown, listed }, 2) : words);
  return signal.aborted ? exitCode.interrupted : exitCode.ok;
}
