// holdfast watch: follows a run that is executed elsewhere; leaving never touches it.
import type { CommandContext } from '../context.ts';
import { exitCode, exitCodeOf } from '../exit-code.ts';
import { followRun } from '../follow.ts';
import { Target, type TargetOptions } from '../target.ts';
import { printOutcome, type OutputOptions } from './run.ts';

/** Follows a run until it ends or the user leaves; without an id, the newest run. */
export async function watchCommand(
  id: string | undefined,
  options: TargetOptions & OutputOptions,
  { console, now, takeInterrupt }: CommandContext,
): Promise<number> {
  const signal = takeInterrupt();
  const target = await Target.open(options, console, true);
  try {
    const newest = id ?? (await target.ask((client) => client.runs({ limit: 1 }))).runs[0]?.id;
    if (newest === undefined) {
      console.complain('no run is kept yet\n  Start one with: holdfast run <document>');
      return exitCode.failure;
    }
    const { run } = await target.ask((client) => client.run(newest));
    if (target.embedded && run.status === 'paused') {
      console.complain(
        `run ${run.id} is paused and no server is there to continue it\n  Continue it with: holdfast run --resume ${run.id}${target.flags}`,
      );
      return exitCode.failure;
    }
    console.note(`run ${run.id}  ${run.name}`);
    const stop =
      run.stop ?? (await followRun(target, run.id, console, { jsonl: options.jsonl === true, now, signal }));
    if (stop === undefined) {
      const later = target.embedded
        ? 'it continues when the data directory is opened again'
        : 'the run is not touched';
      console.note(`detached from ${run.id}; ${later}`);
      return exitCode.ok;
    }
    return exitCodeOf((await printOutcome(target, run.id, console, options)).stop);
  } finally {
    await target.close();
  }
}
