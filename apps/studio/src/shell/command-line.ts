// The command line and the SDK call behind every action, ready to paste: quoted for a POSIX shell and for TypeScript.

import { isBinary } from '@holdfast/client';
import type { Input, Limits, Pace } from '@holdfast/core';
import { formatLimits, formatPaceFactor } from '@holdfast/protocol';

/** One action as text. */
export interface CopyLines {
  readonly title: string;
  /** For a shell. */
  readonly shell: string;
  /** For a module that holds a `client`. */
  readonly sdk: string;
}

/** How a run is to be started; absent means the document's or the server's own value. */
export interface StartSettings {
  readonly seed?: number;
  readonly until?: number;
  readonly workers?: number;
  readonly limits: Limits;
  readonly parameters: readonly Input[];
}

/** Quotes a word for a POSIX shell where it needs it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A value as a TypeScript literal with bare keys where they may be bare. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${literalKey(key)}: ${literal(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function literalKey(key: string): string {
  // Only as a computed key is it a member like any other: as a plain one it sets the prototype.
  if (key === '__proto__') return "['__proto__']";
  return /^[A-Za-z_]\w*$/.test(key) ? key : literal(key);
}

/** A list is too long for a line: what the command line reads it from. */
function listFile(parameter: string): string {
  return `@${parameter}.csv`;
}

/** Starting a run. `file` is the document's file name. */
export function startLines(file: string, settings: StartSettings): CopyLines {
  const { seed, until, workers, limits, parameters } = settings;
  const bounded = Object.keys(limits).length > 0;
  const words = ['holdfast', 'run', file];
  if (seed !== undefined) words.push('--seed', String(seed));
  if (until !== undefined) words.push('--until', String(until));
  if (workers !== undefined) words.push('--workers', String(workers));
  for (const { parameter, value } of parameters)
    words.push('-p', `${parameter}=${typeof value === 'number' ? value : listFile(parameter)}`);
  if (bounded) words.push('--limit', formatLimits(limits));
  const request = {
    seed,
    until,
    workers,
    parameters: parameters.length === 0 ? undefined : parameters,
    limits: bounded ? limits : undefined,
  };
  const rest = literal(request).slice(2, -2);
  return {
    title: 'Start this run',
    shell: words.map(shellWord).join(' '),
    sdk: `const run = await client.start({ document${rest === '' ? '' : `, ${rest}`} });`,
  };
}

function post(origin: string, id: string, verb: string, body?: unknown): string {
  const data =
    body === undefined ? '' : ` -H 'content-type: application/json' -d ${shellWord(JSON.stringify(body))}`;
  return `curl -X POST ${shellWord(`${origin}/api/v1/runs/${id}/${verb}`)}${data}`;
}

function sdk(call: string): string {
  return `await client.${call};`;
}

function replay(id: string): string {
  const name = literal(id);
  const same = 'seed: run.seed, until: run.until, parameters: run.parameters';
  return `const { run } = await client.run(${name});\nawait client.start({ document: await client.document(${name}), ${same} });`;
}

/** Everything the run page can do with a run. */
export function runLines(origin: string, id: string): readonly CopyLines[] {
  const word = shellWord(id);
  return [
    {
      title: 'Watch',
      shell: `holdfast watch ${word}`,
      sdk: `const live = client.live(${literal(id)}, { onFrame });`,
    },
    { title: 'Pause', shell: post(origin, id, 'pause'), sdk: sdk(`pause(${literal(id)})`) },
    { title: 'Resume', shell: `holdfast run --resume ${word}`, sdk: sdk(`resume(${literal(id)})`) },
    { title: 'Stop', shell: post(origin, id, 'cancel'), sdk: sdk(`cancel(${literal(id)})`) },
    { title: 'Replay and compare', shell: `holdfast replay ${word}`, sdk: replay(id) },
  ];
}

/** Changing how a living run goes against the wall clock. */
export function paceLines(origin: string, id: string, pace: Pace): readonly CopyLines[] {
  const word = shellWord(id);
  const server = ` --server ${shellWord(origin)}`;
  const { factor, mode, hard } = pace;
  return [
    {
      title: 'Keep this pace',
      shell: `holdfast pace ${word} ${formatPaceFactor(factor)} --mode ${mode}${hard ? ' --hard' : ''}${server}`,
      sdk: sdk(`pace(${literal(id)}, ${literal(pace)})`),
    },
    {
      title: 'What computing goes into',
      shell: `holdfast profile ${word}${server}`,
      sdk: `const profile = await client.profile(${literal(id)});`,
    },
  ];
}

/** Harming a living run on purpose. */
export function drillLines(origin: string, id: string): readonly CopyLines[] {
  const word = shellWord(id);
  const line = (title: string, kind: 'plug' | 'corrupt'): CopyLines => ({
    title,
    shell: `holdfast drill ${word} ${kind} --server ${shellWord(origin)}`,
    sdk: sdk(`drill(${literal(id)}, ${literal({ kind })})`),
  });
  return [line('Pull the plug', 'plug'), line('Corrupt something', 'corrupt')];
}

/** Forking a run at a time. */
export function forkLine(id: string, at: number): CopyLines {
  return {
    title: 'Fork',
    shell: `holdfast fork ${shellWord(id)} --at ${at}`,
    sdk: `const run = await client.fork(${literal(id)}, { at: ${at} });`,
  };
}

/** What each export is called by the command line. */
export const exportFormats = {
  html: { title: 'Report', file: 'html', call: 'report' },
  json: { title: 'Result', file: 'json', call: 'result' },
  csv: { title: 'Metrics', file: 'csv', call: 'metrics' },
  'frames-csv': { title: 'Frames', file: 'csv', call: 'frames' },
  'frames-ndjson': { title: 'Frames', file: 'ndjson', call: 'frames' },
  'frames-parquet': { title: 'Frames', file: 'parquet', call: 'frames' },
  mcap: { title: 'Recording', file: 'mcap', call: 'recording' },
} as const;

export type ExportFormat = keyof typeof exportFormats;

/** Exporting a run. */
export function exportLines(id: string, format: ExportFormat): CopyLines {
  const { title, file, call } = exportFormats[format];
  return {
    title: `Export ${title.toLowerCase()} as ${file.toUpperCase()}`,
    shell: `holdfast export ${shellWord(id)} --to ${format}`,
    sdk: isBinary(format)
      ? `for await (const part of exportedBytes(client, ${literal(id)}, ${literal(format)})) file.write(part);`
      : `const ${call} = await client.${call}(${literal(id)});`,
  };
}

/** Setting a parameter of a living run. */
export function inputLines(origin: string, id: string, input: Input): CopyLines {
  const { parameter, value } = input;
  return {
    title: `Set ${parameter}`,
    shell: `holdfast set ${shellWord(id)} ${shellWord(`${parameter}=${typeof value === 'number' ? value : listFile(parameter)}`)} --server ${shellWord(origin)}`,
    sdk: `await client.input(${literal(id)}, ${literal([input])});`,
  };
}
