// Values of options, checked as they are parsed: a mistake is a usage error that names the option and what it takes.
import type { Input, NumberInput } from '@holdfast/core';
import { InvalidArgumentError } from 'commander';
import { readNumbers } from './number-file.ts';

interface MovedRange {
  readonly parameter: string;
  readonly low?: number;
  readonly high?: number;
}

interface Bound {
  readonly subject: string;
  readonly metric: string;
  readonly side: 'at-least' | 'at-most';
  readonly bound: number;
}

/** A parameter to be set, from the start or at a time. */
export type Setting = Input & {
  readonly time: number | undefined;
};

/** Reads a whole number; 1e6 is one. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    const top = max === Number.MAX_SAFE_INTEGER ? '2^53-1' : max;
    throw new InvalidArgumentError(`It takes a whole number from ${min} to ${top}.`);
  };
}

/** Reads a number above 0; Infinity is one. */
export function positiveNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('It takes a number above 0.');
}

/** Reads `name=value` and adds it to those before. */
export function numberAssignment(text: string, before: readonly NumberInput[] = []): readonly NumberInput[] {
  const at = text.indexOf('=');
  const parameter = text.slice(0, at).trim();
  const written = text.slice(at + 1).trim();
  const value = at < 1 || written === '' ? Number.NaN : Number(written);
  if (parameter === '' || Number.isNaN(value)) {
    throw new InvalidArgumentError('Write it as name=number, for example -p price=12.5.');
  }
  return [...before, { parameter, value }];
}

/** Reads `name=value`, or `name=@file` for a list of numbers, and adds it to those before. */
export function assignment(text: string, before: readonly Input[] = []): readonly Input[] {
  const [, parameter, file] = /^([^=]+?)\s*=\s*@(.+)$/.exec(text.trim()) ?? [];
  if (parameter === undefined || file === undefined) return [...before, ...numberAssignment(text)];
  return [...before, { parameter, value: readNumbers(file) }];
}

/** Reads `name=value` or `name=@file`, each with `@time` after it or without, and adds it to those before; without a time it holds
 * from the start. */
export function setting(text: string, before: readonly Setting[] = []): readonly Setting[] {
  const [, assigned = '', at] = /^([^@=]*=\s*@[^@]*|.*?)(?:@([^@]*))?$/.exec(text) ?? [];
  const time = at === undefined ? undefined : at.trim() === '' ? Number.NaN : Number(at);
  if (time !== undefined && !(time >= 0 && time < Infinity)) {
    throw new InvalidArgumentError('Write it as name=number or name=number@time, for example load=1.2@30.');
  }
  const [input] = assignment(assigned);
  return [...before, { ...input!, time }];
}

/** Reads how many pictures are shown a second. */
export function pictureRate(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value > 0 && value <= 60) return value;
  throw new InvalidArgumentError('It takes a number above 0, at most 60.');
}

/** Reads a time at or after 0. */
export function instant(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 0 && value < Infinity) return value;
  throw new InvalidArgumentError('It takes a time, 0 or later.');
}

/** Reads a finite number. */
export function finiteNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It takes a number.');
}

/** Reads `name` or `name=low..high` and adds it to those before. */
export function rangeOf(text: string, before: readonly MovedRange[] = []): readonly MovedRange[] {
  const [, parameter = '', ends] = /^([^=]+?)\s*(?:=(.*))?$/.exec(text.trim()) ?? [];
  const [low, high, ...more] = (ends ?? '')
    .split('..')
    .map((end) => (end.trim() === '' ? Number.NaN : Number(end)));
  if (parameter !== '' && ends === undefined) return [...before, { parameter }];
  if (parameter !== '' && more.length === 0 && Number.isFinite(low) && Number.isFinite(high)) {
    return [...before, { parameter, low: low!, high: high! }];
  }
  throw new InvalidArgumentError('Write it as name or name=low..high, for example --range price=2..5.');
}

/** Reads `subject:metric>=value` or `<=` and adds it to those before. */
export function bounded(text: string, before: readonly Bound[] = []): readonly Bound[] {
  const [, subject, metric, sign, value = ''] =
    /^(.+):([^:<>=]+)(>=|<=)(.+)$/.exec(text.replaceAll(' ', '')) ?? [];
  const bound = Number(value);
  if (subject === undefined || metric === undefined || value === '' || !Number.isFinite(bound)) {
    throw new InvalidArgumentError('Write it as subject:metric>=value, for example "profit.value:p05>=0".');
  }
  return [...before, { subject, metric, side: sign === '>=' ? 'at-least' : 'at-most', bound }];
}

/** Adds a text to those before. */
export function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** Reads the address of a server. */
export function serverAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text;
  throw new InvalidArgumentError('It takes an address such as http://127.0.0.1:7700.');
}
