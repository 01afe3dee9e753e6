// Attributes of an MJCF element with the defaults of its class, each of which has to be asked for: what nobody asked for was
// not understood, and keeps the model from becoming a spec.

import type { Issue } from '@holdfast/core';
import type { XmlElement } from './xml-reader.ts';

/** What is lost on the way to a spec, and what keeps a model from becoming one. */
export class Notes {
  readonly obstacles: Issue[] = [];
  readonly losses: Issue[] = [];
  readonly #said = new Set<string>();

  /** Something without which the world would move differently. */
  obstacle(line: number, what: string): void {
    const remedy =
      'Nothing to do: the document holds the MJCF itself. Take it out of the model to get a spec.';
    this.obstacles.push(note(line, 'kept-as-mjcf', `${what} has no place in a spec`, remedy));
  }

  /** Something that is only looked at; told once. */
  loss(line: number, what: string): void {
    if (this.#said.has(what)) return;
    this.#said.add(what);
    const remedy = 'Nothing moves differently without it.';
    this.losses.push(note(line, 'left-out', `${what} is left out`, remedy));
  }
}

function note(line: number, code: string, message: string, remedy: string): Issue {
  return { path: '/model', code: `physics.${code}`, message: `line ${line}: ${message}`, remedy, line };
}

export class Attributes {
  readonly line: number;
  readonly #tag: string;
  readonly #values: ReadonlyMap<string, string>;
  readonly #notes: Notes;
  readonly #asked = new Set<string>(['class', 'childclass']);

  constructor({ tag, line }: XmlElement, values: ReadonlyMap<string, string>, notes: Notes) {
    this.#tag = tag;
    this.line = line;
    this.#values = values;
    this.#notes = notes;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string | undefined {
    this.#asked.add(name);
    return this.#values.get(name);
  }

  /** Undefined where it is missing. */
  numbers(name: string): readonly number[] | undefined {
    const text = this.text(name)?.trim();
    if (text === undefined) return undefined;
    const numbers = text === '' ? [] : text.split(/\s+/).map(Number);
    if (numbers.length === 0 || numbers.some((number) => !Number.isFinite(number)))
      this.obstacle(`${name}="${text.slice(0, 40)}"`);
    return numbers;
  }

  number(name: string): number | undefined {
    const numbers = this.numbers(name);
    if (numbers !== undefined && numbers.length !== 1)
      this.obstacle(`${name} with ${numbers.length} numbers`);
    return numbers?.[0];
  }

  /** As many numbers as there are defaults; those that are not given are the defaults. */
  filled<Tuple extends readonly number[]>(name: string, defaults: Tuple): Tuple | undefined {
    const numbers = this.numbers(name);
    if (numbers === undefined) return undefined;
    if (numbers.length > defaults.length) this.obstacle(`${name} with ${numbers.length} numbers`);
    return defaults.map((value, index) => numbers[index] ?? value) as unknown as Tuple;
  }

  vector(name: string): [number, number, number] | undefined {
    const numbers = this.numbers(name);
    if (numbers === undefined) return undefined;
    const [x, y, z, ...rest] = numbers;
    if (x === undefined || y === undefined || z === undefined || rest.length > 0)
      this.obstacle(`${name} with ${numbers.length} numbers`);
    return [x ?? 0, y ?? 0, z ?? 0];
  }

  /** A range that counts: by its switch, or by being there where limits are automatic. */
  range(name: string, by: string, isAutomatic: boolean): [number, number] | undefined {
    const numbers = this.numbers(name);
    const limited = this.text(by) ?? 'auto';
    if (numbers === undefined) {
      if (limited === 'true') this.obstacle(`${by} without ${name}`);
      return undefined;
    }
    const [low = 0, high = 0] = numbers;
    const counts = limited === 'true' || (limited === 'auto' && isAutomatic && low < high);
    return counts ? [low, high] : undefined;
  }

  /** Attributes that are only looked at. */
  lose(...names: readonly string[]): void {
    for (const name of names)
      if (this.text(name) !== undefined) this.#notes.loss(this.line, `${name} of <${this.#tag}>`);
  }

  obstacle(what: string): void {
    this.#notes.obstacle(this.line, `<${this.#tag}> ${what}`);
  }

  /** Everything has been asked for. */
  close(): void {
    for (const name of this.#values.keys()) if (!this.#asked.has(name)) this.obstacle(`with ${name}`);
  }
}

/** An object without the members that are undefined. */
export function given<Value extends object>(
  value: Value,
): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
