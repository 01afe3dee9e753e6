// JSON Schemas as viewers of recordings read them: one type for each field, arrays of numbers or of objects only.

export interface FieldSchema {
  readonly type: 'number' | 'integer' | 'string' | 'object' | 'array';
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly items?: FieldSchema;
}

export const numberField: FieldSchema = { type: 'number' };
export const numbersField: FieldSchema = { type: 'array', items: numberField };

/** A schema of named fields. */
export function objectField(properties: Readonly<Record<string, FieldSchema>>): FieldSchema {
  return { type: 'object', properties };
}

/** Seconds and nanoseconds, which viewers take for an instant by its title. */
export const instantField: FieldSchema = {
  type: 'object',
  title: 'time',
  properties: { sec: { type: 'integer' }, nsec: { type: 'integer' } },
};

/** The instant a number of nanoseconds after zero. */
export function instantOf(nanoseconds: bigint): { readonly sec: number; readonly nsec: number } {
  return { sec: Number(nanoseconds / 1_000_000_000n), nsec: Number(nanoseconds % 1_000_000_000n) };
}
