// holdfast set, pace and profile: one question to a run that another process executes.
import { formatNumber } from '@holdfast/client';
import { SimulationError, type Input, type Pace } from '@holdfast/core';
import {
  encodeJson,
  formatPaceFactor,
  inputText,
  parsePaceFactor,
  type AssistanceView,
  type ComponentCostView,
  type RunView,
} from '@holdfast/protocol';
import { InvalidArgumentError } from 'commander';
import { formatTable } from '../amounts.ts';
import { assignment } from '../arguments.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { Target, type TargetOptions } from '../target.ts';

interface SteerOptions extends TargetOptions {
  readonly json?: boolean;
}

async function asked<Answer>(
  options: TargetOptions,
  { console }: CommandContext,
  ask: (target: Target) => Promise<Answer>,
): Promise<Answer> {
  const target = await Target.open(options, console);
  try {
    return await ask(target);
  } finally {
    await target.close();
  }
}

function inputsOf(texts: readonly string[]): readonly Input[] {
  try {
    return texts.flatMap((text) => assignment(text));
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const value = texts.join(' ');
    throw new SimulationError('configuration.invalid', { name: 'set', value, reason: error.message });
  }
}

function print({ console }: CommandContext, { json }: SteerOptions, run: RunView, text: string): number {
  console.result(json === true ? encodeJson(run, 2) : text);
  return exitCode.ok;
}

/** Sets parameters of a living run. */
export async function setCommand(
  id: string,
  texts: readonly string[],
  options: SteerOptions,
  context: CommandContext,
): Promise<number> {
  const inputs = inputsOf(texts);
  const [run, log] = await asked(options, context, async (target) => {
    const changed = await target.ask((client) => client.input(id, inputs));
    return [changed, await target.ask((client) => client.inputs(id))] as const;
  });
  const words = log
    .slice(-inputs.length)
    .map(
      ({ parameter, value, time }) => `${parameter} = ${inputText(value)} from t = ${formatNumber(time, 9)}`,
    );
  return print(context, options, run, words.join('\n'));
}

/** Changes how fast a living run goes. */
export async function paceCommand(
  id: string,
  factor: string | undefined,
  options: SteerOptions & { readonly mode?: Pace['mode']; readonly hard?: boolean },
  context: CommandContext,
): Promise<number> {
  const { mode, hard } = options;
  const pace = { factor: factor === undefined ? undefined : parsePaceFactor(factor), mode, hard };
  const run = await asked(options, context, (target) => target.ask((client) => client.pace(id, pace)));
  const { pace: now } = run;
  const words = `${formatPaceFactor(now.factor)}, ${now.mode}${now.hard ? ', hard' : ''}`;
  return print(context, options, run, words);
}

function milliseconds(value: number): string {
  return value === 0 ? '-' : formatNumber(value, 3);
}

function rowOf({ name, within, count, p50, p95, p99, share }: ComponentCostView): readonly string[] {
  const label = within === null ? name : `  ${name}`;
  return [label, String(count), ...[p50, p95, p99].map(milliseconds), `${(100 * share).toFixed(1)} %`];
}

function assistanceLine(assistance: AssistanceView): string {
  const { state, asked, answered, late, dropped, failures, replaced, latency } = assistance;
  const { stuck, dead, poisoned } = failures;
  const failed = `${stuck} stuck, ${dead} dead, ${poisoned} poisoned, ${replaced} replaced`;
  const answers = `${asked} asked, ${answered} answered in time, ${late} late, ${dropped} dropped`;
  const times = `p50 ${milliseconds(latency.p50)} ms, p99 ${milliseconds(latency.p99)} ms`;
  return `worker beside the run: ${state}, ${answers}; ${failed}; ${times}`;
}

/** Prints what the computing of a living run goes into. */
export async function profileCommand(
  id: string,
  options: SteerOptions,
  context: CommandContext,
): Promise<number> {
  const profile = await asked(options, context, (target) => target.ask((client) => client.profile(id)));
  const { console } = context;
  if (options.json === true) console.result(encodeJson(profile, 2));
  else if (profile === null) console.note('nothing is known: the run is not executed there now');
  else {
    const { pace, clock, costs, assistance } = profile;
    const { rtf, lagMs, slips, rung, headroom } = clock;
    const room = headroom === null ? '' : `, headroom ${formatNumber(headroom, 3)}x`;
    const kept = `pace ${formatPaceFactor(pace.factor)}, ${pace.mode}: ${formatNumber(rtf, 4)}x reached`;
    console.result(`${kept}, lag ${formatNumber(lagMs, 3)} ms, ${slips} slips, rung ${rung}${room}`);
    if (assistance !== null) console.result(assistanceLine(assistance));
    const titles = ['component, ms', 'count', 'p50', 'p95', 'p99', 'share'];
    console.result(formatTable([titles, ...costs.map(rowOf)], new Set([1, 2, 3, 4, 5])).join('\n'));
  }
  return exitCode.ok;
}
