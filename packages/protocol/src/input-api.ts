// Inputs as they travel: one number, or a list with one for each place of a parameter. Zero has no sign on any wire.

import {
  placesMost,
  SimulationError,
  type Input,
  type InputValue,
  type NumberInput,
  type RecordedInput,
} from '@holdfast/core';
import { z } from 'zod';
import { jsonPointer } from './locate.ts';

const unsigned = (value: number): number => (value === 0 ? 0 : value);

/** Base64 (RFC 4648, 4). */
export const changePattern = /^[A-Za-z0-9+/]*={0,2}$/;
/** Letters of a change at most: of every place, all apart. */
const changeMost = 4 * placesMost;

/** Whether a value is what changes of a list. */
export function isChange(value: InputValue): value is Extract<InputValue, { change: string }> {
  return typeof value === 'object' && 'change' in value;
}

/** One number, at most `placesMost` of them, or what changes of them, in base64. */
export const inputValueSchema: z.ZodType<InputValue, InputValue> = z
  .union(
    [
      z.number().overwrite(unsigned),
      z.strictObject({
        change: z.string().regex(changePattern).max(changeMost),
      }),
      z
        .array(z.number())
        .overwrite((values) =>
          values.some((value) => Object.is(value, -0)) ? values.map(unsigned) : values,
        ),
    ],
    'expected a number, a list of numbers or a change of one',
  )
  // of the whole: an issue inside a union is not told
  .check(({ value, issues }) => {
    if (typeof value === 'number' || isChange(value)) return;
    const bound = { origin: 'array', inclusive: true, input: value } as const;
    if (value.length === 0) issues.push({ code: 'too_small', minimum: 1, ...bound });
    if (value.length > placesMost) issues.push({ code: 'too_big', maximum: placesMost, ...bound });
  });

function tooLongAt(place: string, { length }: ArrayLike<unknown>): SimulationError {
  return new SimulationError('input.too-long', { place, given: `${length} numbers`, most: placesMost });
}

/** Refuses a list of more numbers than any parameter has places, as a server would. @throws SimulationError `input.too-long` */
export function checkLengths(inputs: readonly Input[]): void {
  for (const [at, { value }] of inputs.entries())
    if (typeof value !== 'number' && !isChange(value) && value.length > placesMost)
      throw tooLongAt(jsonPointer(['inputs', at, 'value']), value);
}

/** The refusal of a request that holds a list of more numbers than an input has; undefined where none does. */
export function tooLong({ issues }: z.ZodError, request: unknown): SimulationError | undefined {
  const found = issues.find((issue) => issue.code === 'too_big' && issue.maximum === placesMost);
  const list = found?.path.reduce<unknown>(
    (value, key) => Reflect.get(Object(value), key) as unknown,
    request,
  );
  if (found === undefined || !Array.isArray(list)) return undefined;
  return tooLongAt(jsonPointer(found.path), list);
}

export const inputSchema = z.strictObject({
  parameter: z.string().min(1),
  value: inputValueSchema,
}) satisfies z.ZodType<Input>;

/** An input that sets one number, as analyses do. */
export const numberInputSchema = z.strictObject({
  parameter: z.string().min(1),
  value: z.number().overwrite(unsigned),
}) satisfies z.ZodType<NumberInput>;

/** An input with the time it takes effect, in the model's time unit. */
export const recordedInputSchema = inputSchema.extend({
  time: z.number().min(0),
}) satisfies z.ZodType<RecordedInput>;

/** Inputs of a log that is to be replayed: 27 hours of ten a second. */
export const inputsMost = 1_000_000;

export const inputsRequestSchema = z.strictObject({ inputs: z.array(inputSchema).min(1).max(1000) });

export const inputsViewSchema = z.object({ inputs: z.array(z.object(recordedInputSchema.shape)) });
/** What changed a run while it went, in order. */
export interface InputsView {
  readonly inputs: readonly RecordedInput[];
}
