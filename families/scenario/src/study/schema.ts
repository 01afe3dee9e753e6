// The schema of `study`: what is computed beside the model, under the same random numbers.

import { z } from 'zod';

/** Most differences, one for each variant and output, and most pairs of an input and an output. */
export const studyLimits = { differences: 200, pairs: 120 } as const;

const variantSchema = z.strictObject({
  name: z
    .string()
    .max(100)
    .regex(/^[A-Za-z][A-Za-z0-9_-]*$/)
    .describe('Its differences are reported as "output.value@name".'),
  label: z.string().max(200).optional().describe('Name shown to people.'),
  parameters: z
    .record(z.string(), z.number())
    .optional()
    .describe('Values of parameters in the variant; the others are those of the model.'),
  redraw: z
    .array(z.string().min(1).max(1000))
    .max(20_000)
    .optional()
    .describe(
      'Sources that draw random numbers of their own in the variant: ids of nodes, "group:name" for data drawn together, "dependence:name" for correlated nodes.',
    ),
});
export type VariantSpec = z.infer<typeof variantSchema>;

export const studySchema = z
  .strictObject({
    variants: z
      .array(variantSchema)
      .max(200)
      .optional()
      .describe(
        'Changed copies of the model. What each output gives there less what it gives in the model is reported, iteration by iteration under the same random numbers.',
      ),
    inputs: z
      .array(z.string().min(1).max(1000))
      .max(studyLimits.pairs)
      .optional()
      .describe('Nodes that draw random numbers, whose correlation with every output is reported.'),
  })
  .describe('What is computed beside the model.');
export type StudySpec = z.infer<typeof studySchema>;
