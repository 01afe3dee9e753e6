// Inputs as they travel: one number, or a list with one for each place of a parameter. Zero has no sign on any wire.

import {
  placesMost,
  type Input,
  type InputValue,
  type NumberInput,
  type RecordedInput,
} from '@holdfast/core';
import { z } from 'zod';

const unsigned = (value: number): number => (value === 0 ? 0 : value);

/** One number, or at most `placesMost` of them. */
export const inputValueSchema: z.ZodType<InputValue, InputValue> = z
  .union(
    [
      z.number().overwrite(unsigned),
      z
        .array(z.number())
        .overwrite((values) =>
          values.some((value) => Object.is(value, -0)) ? values.map(unsigned) : values,
        ),
    ],
    'expected a number or a list of numbers',
  )
  // of the whole: an issue inside a union is not told
  .refine(
    (value) => typeof value === 'number' || (value.length > 0 && value.length <= placesMost),
    `1 to ${placesMost} numbers are taken at once`,
  );

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

export const inputsRequestSchema = z.strictObject({ inputs: z.array(inputSchema).min(1).max(1000) });

export const inputsViewSchema = z.object({ inputs: z.array(z.object(recordedInputSchema.shape)) });
/** What changed a run while it went, in order. */
export interface InputsView {
  readonly inputs: readonly RecordedInput[];
}
