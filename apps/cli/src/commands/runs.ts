// holdfast runs: what is kept, newest first.
import { encodeJson, type RunView } from '@holdfast/protocol';
import { formatCount, formatDuration, formatTable } from '../amounts.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { Target, type TargetOptions } from '../target.ts';
import type { OutputOptions } from './run.ts';

function statusOf({ stop, status, partial }: RunView): string {
  return stop === null ? status : `${stop.kind}${partial ? ', partial' : ''}`;
}

/** Lists the newest runs. */
export async function runsCommand(
  options: TargetOptions & OutputOptions & { readonly limit: number },
  { console }: CommandContext,
): Promise<number> {
  const target = await Target.open(options, console);
  try {
    const { runs } = await target.ask((client) => client.runs({ limit: options.limit }));
    if (options.json === true) console.result(encodeJson(runs, 2));
    else if (options.jsonl === true) for (const run of runs) console.result(encodeJson(run));
    else if (runs.length === 0) console.note('no run is kept yet; start one with: holdfast run <document>');
    else {
      const rows = runs.map((run) => [
        run.id,
        statusOf(run),
        formatCount(run.time),
        formatCount(run.end),
        String(run.seed),
        `${formatDuration(Date.now() - run.createdAt)} ago`,
        run.name,
      ]);
      const titles = ['id', 'status', 'reached', 'of', 'seed', 'started', 'name'];
      console.result(formatTable([titles, ...rows], new Set([2, 3, 4, 5])).join('\n'));
    }
    return exitCode.ok;
  } finally {
    await target.close();
  }
}
