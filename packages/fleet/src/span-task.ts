// How spans of a run are written on the board. The key names everything the bits depend on besides the work: span and inputs.

import type { Input, InputValue } from '@holdfast/core';
import { decodeJson, encodeJson, isChange, sha256Hex } from '@holdfast/protocol';
import type { FleetRun, Span, SpanRequest } from '@holdfast/runtime';
import type { Claim, Task, Work } from './board.ts';

interface Setup extends Omit<FleetRun['setup'], 'until'> {
  /** As text, because JSON has no Infinity. */
  readonly until: string;
}

interface Body {
  readonly first: number;
  readonly count: number;
  /** Values as text, for the same reason. */
  readonly inputs: readonly { readonly parameter: string; readonly value: Written }[];
}

export function workOf({ run, epoch, launch, engine, digest, setup }: FleetRun): Work {
  const { document, seed, until } = setup;
  const body: Setup = { document, seed, until: String(until) };
  return {
    name: `${run}.${epoch}.${launch}`,
    run,
    epoch,
    launch,
    engine,
    document: digest,
    setup: encodeJson(body),
  };
}

/** The setup of a work as its tasks need it; throws on what is no setup. */
export function decodeSetup(text: string): SpanRequest['setup'] {
  const { document, seed, until } = decodeJson(text) as Setup;
  return { document, seed, until: Number(until) };
}

/** Shortest text that reads back as the same number, the sign of zero included. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

type Change = Exclude<InputValue, number | readonly number[]>;
type Written = string | readonly string[] | Change;

function written(value: InputValue): Written {
  if (typeof value === 'number') return numberText(value);
  return isChange(value) ? value : value.map(numberText);
}

function read(value: Written): InputValue {
  if (typeof value === 'string') return Number(value);
  return 'change' in value ? value : value.map(Number);
}

export function taskOf({ first, count }: Span, inputs: readonly Input[]): Task {
  const texts = inputs.map(({ parameter, value }) => ({ parameter, value: written(value) }));
  const body: Body = { first, count, inputs: texts };
  return {
    key: `${first}+${count}.${sha256Hex(encodeJson(texts)).slice(0, 32)}`,
    request: encodeJson(body),
  };
}

export function decodeTask({ request }: Pick<Claim, 'request'>): Pick<SpanRequest, 'span' | 'inputs'> {
  const { first, count, inputs } = decodeJson(request) as Body;
  return {
    span: { first, count },
    inputs: inputs.map(({ parameter, value }) => ({ parameter, value: read(value) })),
  };
}
