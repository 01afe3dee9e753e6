// Results as text: one fixed order of keys and one layout, so that equal runs give equal bytes.

import type { RunResult, StopReason } from '@holdfast/core';
import { z } from 'zod';
import { metricSchema, seedSchema, stopReasonSchema, wireNumber } from './api.ts';
import { malformed } from './binary.ts';
import { inputSchema, inputValueSchema } from './input-api.ts';
import { decodeJson, encodeJson } from './json.ts';

const digestSchema = z.string().regex(/^[0-9a-f]{64}$/);

export const resultSchema = z.object({
  format: z.literal(1),
  family: z.string(),
  engine: z.string(),
  document: digestSchema,
  name: z.string(),
  seed: seedSchema,
  parameters: z.array(inputSchema),
  inputs: z.array(z.object({ parameter: z.string(), value: inputValueSchema, time: wireNumber })),
  stop: stopReasonSchema,
  partial: z.boolean(),
  timeUnit: z.string(),
  asked: wireNumber,
  reached: wireNumber,
  metrics: z.array(metricSchema),
  frames: z.int().min(0),
  trail: digestSchema,
}) satisfies z.ZodType<RunResult>;

function orderedStop(stop: StopReason): StopReason {
  switch (stop.kind) {
    case 'limit':
      return { kind: stop.kind, limit: stop.limit, bound: stop.bound };
    case 'halted':
      return { kind: stop.kind, rule: stop.rule };
    case 'failed':
      return { kind: stop.kind, code: stop.code, message: stop.message, remedy: stop.remedy };
    case 'reached-end':
    case 'converged':
    case 'cancelled':
    default:
      return { kind: stop.kind };
  }
}

/** Copies a result with its keys in the order of the interface, whatever order they were made in. */
function ordered(result: RunResult): RunResult {
  return {
    format: result.format,
    family: result.family,
    engine: result.engine,
    document: result.document,
    name: result.name,
    seed: result.seed,
    parameters: result.parameters.map(({ parameter, value }) => ({ parameter, value })),
    inputs: result.inputs.map(({ parameter, value, time }) => ({ parameter, value, time })),
    stop: orderedStop(result.stop),
    partial: result.partial,
    timeUnit: result.timeUnit,
    asked: result.asked,
    reached: result.reached,
    metrics: result.metrics.map(({ subject, name, value, standardError, unit }) => ({
      subject,
      name,
      value,
      standardError,
      unit,
    })),
    frames: result.frames,
    trail: result.trail,
  };
}

/** A list of numbers as indented JSON has it. No string of JSON holds a newline, so nothing inside one is taken for a list. */
const indentedList = /\[\n[\s\d.eE+,-]*\]/g;

/** Writes the text users keep and compare: fixed key order, 2 spaces, one newline at the end; a list of numbers on one line. */
export function encodeResult(result: RunResult): string {
  const text = encodeJson(ordered(result), 2);
  return `${text.replaceAll(indentedList, (list) => list.replaceAll(/\s+/g, ''))}\n`;
}

/** Reads a kept result; keys it does not know are dropped. @throws SimulationError `protocol.malformed` */
export function decodeResult(text: string): RunResult {
  let value: unknown;
  try {
    value = decodeJson(text);
  } catch (cause) {
    throw malformed('a result that is not JSON', cause);
  }
  const parsed = resultSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw malformed(`a result is wrong at /${issue?.path.join('/')}: ${issue?.message}`);
  }
  return parsed.data;
}
