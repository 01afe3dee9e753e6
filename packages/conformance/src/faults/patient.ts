// A living simulation whose memory a test may damage, and the damage any memory may take. A family hands over its live
// words; what is special to it comes as injuries by name.

import type { Simulation } from '@holdfast/core';

export type Words = Int32Array | Uint32Array | Float64Array | Float32Array | Uint8Array;

export interface Patient {
  readonly simulation: Simulation;
  /** Live words by name, as they lie in memory now. */
  readonly memory: () => Readonly<Record<string, Words>>;
  /** Damage only this family can take; each may say that it found nothing to damage. */
  readonly injuries: Readonly<Record<string, (draw: Draw) => boolean>>;
}

/** A whole number 0 .. `count` - 1, the same for the same seed. */
export type Draw = (count: number) => number;

/** Damages a patient; says what was hit, or nothing where there is nothing to hit. */
export interface Fault {
  readonly name: string;
  strike(patient: Patient, draw: Draw): string | undefined;
}

/** An array of at least so many words. */
function wordsOf({ memory }: Patient, draw: Draw, least: number): readonly [string, Words] | undefined {
  const fields = Object.entries(memory()).filter(([, { length }]) => length >= least);
  return fields[draw(fields.length)];
}

/** The bytes of words, wherever they lie. */
function bytesOf({ buffer, byteOffset, byteLength }: Words): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** One bit anywhere changes. */
const bitFlip: Fault = {
  name: 'a flipped bit',
  strike(patient, draw) {
    const found = wordsOf(patient, draw, 1);
    if (found === undefined) return undefined;
    const [name, words] = found;
    const bytes = bytesOf(words);
    const at = draw(bytes.length);
    bytes[at]! ^= 1 << draw(8);
    return `byte ${at} of ${name}`;
  },
};

/** What a number becomes when its bits are those of no number. */
const notANumber: Fault = {
  name: 'a word of ones, which is no number',
  strike(patient, draw) {
    const found = wordsOf(patient, draw, 1);
    if (found === undefined) return undefined;
    const [name, words] = found;
    const size = words.BYTES_PER_ELEMENT;
    const at = size * draw(words.length);
    const hit = bytesOf(words).subarray(at, at + size);
    if (hit.every((byte) => byte === 0xff)) return undefined;
    hit.fill(0xff);
    return `byte ${at} of ${name}`;
  },
};

/** From somewhere on an array is empty. */
const truncated: Fault = {
  name: 'a truncated array',
  strike(patient, draw) {
    const found = wordsOf(patient, draw, 1);
    if (found === undefined) return undefined;
    const [name, words] = found;
    const bytes = bytesOf(words);
    const from = words.BYTES_PER_ELEMENT * draw(words.length);
    if (bytes.subarray(from).every((byte) => byte === 0)) return undefined;
    bytes.fill(0, from);
    return `${name} from byte ${from}`;
  },
};

/** Part of an array is written over another part of it. */
const duplicated: Fault = {
  name: 'a duplicated stretch',
  strike(patient, draw) {
    const found = wordsOf(patient, draw, 2);
    if (found === undefined) return undefined;
    const [name, words] = found;
    const count = 1 + draw(Math.min(16, words.length >> 1));
    const [from, to] = [draw(words.length - count + 1), draw(words.length - count + 1)];
    const before = words.slice(to, to + count);
    words.copyWithin(to, from, from + count);
    const changed = words.subarray(to, to + count).some((word, at) => word !== before[at]);
    return changed ? `${count} words of ${name} from ${from} to ${to}` : undefined;
  },
};

/** Faults of any memory. */
export const memoryFaults: readonly Fault[] = [bitFlip, notANumber, truncated, duplicated];

/** The injuries of a family as faults. */
export function injuriesOf(patient: Patient): readonly Fault[] {
  return Object.keys(patient.injuries).map((name) => ({
    name,
    strike: ({ injuries }, draw) => (injuries[name]!(draw) ? name : undefined),
  }));
}
