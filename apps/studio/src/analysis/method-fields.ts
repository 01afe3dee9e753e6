// The fields of each method, read off the schema that the server checks requests with: a new member there is a field here.

import { methodSchema } from '@holdfast/protocol';
import { z } from 'zod';
import type { Kind } from '@holdfast/pictures';

export type FieldShape =
  | 'figures'
  | 'figure'
  | 'objective'
  | 'constraints'
  | 'ranges'
  | 'range'
  | 'inputs'
  | 'document'
  | 'words'
  | 'number'
  | 'choice';

export interface MethodField {
  readonly key: string;
  readonly shape: FieldShape;
  readonly required: boolean;
  /** What the schema says about it. */
  readonly about: string;
  /** What an empty field means, where the schema says so. */
  readonly fallback: string;
  /** Of a number. */
  readonly whole: boolean;
  /** Of a choice. */
  readonly choices: readonly string[];
}

/** Letters of a default that still fit into its field; a longer one is told beside it. */
const fallbackMost = 16;

interface Wrapped {
  unwrap(): z.ZodType;
}

function bare(schema: z.ZodType): z.ZodType {
  return schema.type === 'optional' ? bare((schema as unknown as Wrapped).unwrap()) : schema;
}

function shapeOf(schema: z.ZodType): FieldShape | undefined {
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodEnum) return 'choice';
  if (schema instanceof z.ZodArray) {
    const element = bare(schema.element as z.ZodType);
    if (element instanceof z.ZodString) return 'words';
    const each = shapeOf(element);
    return each === 'figure' ? 'figures' : each === 'range' ? 'ranges' : each;
  }
  if (!(schema instanceof z.ZodObject)) return undefined;
  const has = (key: string): boolean => Object.hasOwn(schema.shape, key);
  if (has('family')) return 'document';
  if (has('side')) return 'constraints';
  if (has('direction')) return 'objective';
  if (has('metric')) return 'figure';
  if (has('low')) return 'range';
  return has('value') ? 'inputs' : undefined;
}

/** The fields of a kind in the order of the schema, without `kind` itself. */
export function fieldsOf(kind: Kind): readonly MethodField[] {
  const option = methodSchema.options.find((each) => each.shape.kind.value === kind);
  return Object.entries(option?.shape ?? {}).flatMap(([key, outer]): readonly MethodField[] => {
    if (key === 'kind') return [];
    const schema = bare(outer as z.ZodType);
    const shape = shapeOf(schema);
    if (shape === undefined) return [];
    const text = (outer as z.ZodType).description ?? schema.description ?? '';
    const [sentence = '', said = ''] = /\s*Default:? (.+?)\.?$/.exec(text) ?? [];
    const short = said.length <= fallbackMost;
    return [
      {
        key,
        shape,
        required: (outer as z.ZodType).type !== 'optional',
        about: short ? text.slice(0, text.length - sentence.length) : text,
        fallback: short ? said : '',
        whole: schema instanceof z.ZodNumber && schema.isInt,
        choices: schema instanceof z.ZodEnum ? schema.options.map(String) : [],
      },
    ];
  });
}
