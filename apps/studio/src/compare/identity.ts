// What identifies a run, run by run, and what that says about the bytes: equal identities have to give equal trails.

import type { Input } from '@holdfast/core';
import { encodeJson, inputText } from '@holdfast/protocol';
import { formatNumber } from '../design/format.ts';
import type { ComparedRun } from './compared-run.ts';

export interface IdentityRow {
  readonly name: string;
  /** As text, by run. */
  readonly values: readonly string[];
  readonly same: boolean;
}

function inputsText(inputs: readonly (Input & { readonly time?: number })[]): string {
  if (inputs.length === 0) return 'none';
  return inputs
    .map(
      ({ parameter, value, time }) =>
        `${parameter} = ${inputText(value, formatNumber)}${time === undefined ? '' : ` at ${formatNumber(time)}`}`,
    )
    .join(', ');
}

const parts: readonly (readonly [name: string, read: (run: ComparedRun) => string])[] = [
  ['family', ({ run }) => run.family],
  ['engine', ({ result }) => result?.engine ?? 'not known before the end'],
  ['document', ({ run }) => run.document.slice(0, 12)],
  ['seed', ({ run }) => String(run.seed)],
  ['asked until', ({ run }) => formatNumber(run.until, 12)],
  ['parameters', ({ run }) => inputsText(run.parameters)],
  [
    'inputs while it ran',
    ({ result }) => (result === undefined ? 'not known before the end' : inputsText(result.inputs)),
  ],
  ['reached', ({ run, result }) => formatNumber(result?.reached ?? run.time, 12)],
  ['frames recorded', ({ result }) => (result === undefined ? '–' : formatNumber(result.frames))],
  ['trail', ({ result }) => result?.trail.slice(0, 12) ?? '–'],
];

/** The table of what identifies the runs. */
export function identityRows(runs: readonly ComparedRun[]): readonly IdentityRow[] {
  return parts.map(([name, read]) => {
    const values = runs.map(read);
    return { name, values, same: new Set(values).size === 1 };
  });
}

export interface BytesVerdict {
  readonly tone: 'ok' | 'bad' | 'quiet';
  readonly text: string;
}

/** What makes two results another question; empty for equal questions. */
function reasons(a: ComparedRun, b: ComparedRun): readonly string[] {
  const differs = (read: (run: ComparedRun) => unknown): boolean =>
    encodeJson(read(a)) !== encodeJson(read(b));
  return [
    ...(differs(({ run }) => run.document) ? ['document'] : []),
    ...(differs(({ run }) => run.seed) ? ['seed'] : []),
    ...(differs(({ run }) => run.parameters) ? ['parameters'] : []),
    ...(differs(({ result }) => result?.inputs) ? ['inputs while it ran'] : []),
    ...(differs(({ run }) => run.until) ? ['end'] : []),
    ...(differs(({ result }) => result?.engine) ? ['engine'] : []),
  ];
}

/** Whether the second run has the bytes of the first, and whether it should. */
export function bytesVerdict(a: ComparedRun, b: ComparedRun): BytesVerdict {
  const pair = `${a.letter} and ${b.letter}`;
  if (a.result === undefined || b.result === undefined) {
    return { tone: 'quiet', text: `${pair}: bytes can be compared once both have ended.` };
  }
  const same = a.result.trail === b.result.trail && a.result.frames === b.result.frames;
  const why = reasons(a, b);
  if (same && encodeJson(a.result.metrics) === encodeJson(b.result.metrics)) {
    return {
      tone: 'ok',
      text: `${pair}: same bytes, ${formatNumber(a.result.frames)} of ${formatNumber(b.result.frames)} frames and every figure.`,
    };
  }
  if (why.length > 0)
    return {
      tone: 'quiet',
      text: `${pair}: other bytes, as they must be: they differ in ${why.join(', ')}.`,
    };
  if (a.result.partial || b.result.partial) {
    return {
      tone: 'quiet',
      text: `${pair}: asked the same, but at least one ended early; the shorter has no whole result to compare.`,
    };
  }
  return {
    tone: 'bad',
    text: `${pair}: DIVERGED. They were asked the same and gave other bytes; holdfast replay says where.`,
  };
}
