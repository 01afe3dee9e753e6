// The schema an editor completes a document with: envelope and model in one.

import type { Simulator } from '@holdfast/core';
import { documentSchema } from '@holdfast/protocol';
import { z } from 'zod';

const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** The JSON Schema of a whole document: the envelope every family shares around the family's own `model`.
 * Definitions of the model's schema move to the root, where its references point. */
export function documentJsonSchema(simulator: Simulator): Readonly<Record<string, unknown>> {
  const envelope = z.toJSONSchema(documentSchema, { io: 'input' });
  const { $schema: _, $defs, ...model } = simulator.schema;
  return {
    ...envelope,
    $schema: dialect,
    title: `Holdfast ${simulator.family} document`,
    properties: { ...envelope.properties, family: { const: simulator.family }, model },
    ...($defs === undefined ? {} : { $defs }),
  };
}
