// Reads values of JSON whose shape nobody promised.

/** An object of unknown members. */
export type Loose = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A finite number, written as a number or as text. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** A text that is not blank. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The objects of a list. */
export function recordsAt(value: unknown, key: string): readonly Loose[] {
  const list = isRecord(value) ? value[key] : undefined;
  return Array.isArray(list) ? (list as unknown[]).filter(isRecord) : [];
}

/** The first number under any of the keys. */
export function numberAt(value: Loose, ...keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const number = numberOf(value[key]);
    if (number !== undefined) return number;
  }
  return undefined;
}

/** A list of numbers, or undefined when one is none. */
export function numbersOf(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const numbers = (value as unknown[]).map(numberOf);
  return numbers.includes(undefined) ? undefined : (numbers as number[]);
}
