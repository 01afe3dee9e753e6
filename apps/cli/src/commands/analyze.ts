// holdfast analyze: many runs of a document as one experiment, from a terminal.
import { setTimeout as wait } from 'node:timers/promises';
import type { ExperimentResult, ExperimentView } from '@holdfast/protocol';
import { encodeJson } from '@holdfast/protocol';
import { formatCount, formatDuration } from '../amounts.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { describeExperiment } from '../experiment-report.ts';
import { experimentRequest, type AnalyzeOptions } from '../experiment-request.ts';
import { Target, type TargetOptions } from '../target.ts';
import type { OutputOptions } from './run.ts';

/** How often the server is asked how far it is: often at first, because many experiments are short. */
const firstAskMs = 50;
const lastAskMs = 500;

async function follow(
  target: Target,
  id: string,
  { console, takeInterrupt }: CommandContext,
): Promise<ExperimentView> {
  const signal = takeInterrupt();
  let cancelled = false;
  for (let delay = firstAskMs; ; delay = Math.min(lastAskMs, 1.3 * delay)) {
    const { experiment } = await target.ask((client) => client.experiment(id));
    if (experiment.status === 'ended') return experiment;
    console.status(`${experiment.kind}  ${formatCount(experiment.points)} points`);
    if (signal.aborted && !cancelled) {
      cancelled = true;
      await target.ask((client) => client.cancelExperiment(id)).catch(() => undefined);
    }
    await wait(delay, undefined, cancelled ? {} : { signal }).catch(() => undefined);
  }
}

function exitCodeOf({ stop }: ExperimentResult): number {
  switch (stop.kind) {
    case 'completed':
      return exitCode.ok;
    case 'limit':
      return exitCode.limit;
    case 'cancelled':
      return exitCode.interrupted;
    case 'failed':
      return exitCode.failure;
  }
}

/** Carries an experiment out and prints what it found. */
export async function analyzeCommand(
  path: string,
  options: AnalyzeOptions & TargetOptions & OutputOptions & { readonly to?: 'html' },
  context: CommandContext,
): Promise<number> {
  const { console, now } = context;
  const request = await experimentRequest(path, options);
  const target = await Target.open(options, console);
  try {
    const { id } = await target.ask((client) => client.startExperiment(request));
    const startedAt = now();
    await follow(target, id, context);
    console.clearStatus();
    const result = await target.ask((client) => client.experimentResult(id));
    if (options.to === 'html') console.result(await target.ask((client) => client.experimentReport(id)));
    else if (options.json === true) console.result(encodeJson(result, 2));
    else console.result(describeExperiment(console, result));
    if (result.stop.kind === 'failed') {
      console.complain(`failed: ${result.stop.message} [${result.stop.code}]\n  ${result.stop.remedy}`);
    } else {
      console.note(
        `${formatCount(result.points)} points in ${formatDuration(now() - startedAt)}, experiment ${id}`,
      );
    }
    return exitCodeOf(result);
  } finally {
    await target.close();
  }
}
