// The picture that was set from outside: a level from 0 to 255 for each sense, -1 where the sense sees what the document shows it.
// Between two steps it is under a seal of its own, as everything a step reads.

import { placesMost, SimulationError, type Parameter } from '@holdfast/core';
import { readChange } from '@holdfast/numerics';
import type { NeuralModel } from './document.ts';
import { sumOf } from './seals.ts';

export const pictureName = 'picture';

/** The parameter; nothing where there are more senses than an input has places. */
export function pictureParameter({ sensory }: NeuralModel): readonly Parameter[] {
  const { width, height } = sensory;
  if (width * height > placesMost) return [];
  return [
    {
      name: pictureName,
      label: 'Picture for the senses',
      unit: '1',
      shape: [height, width],
      changes: true,
      value: -1,
      min: -1,
      max: 255,
      step: 1,
    },
  ];
}

export class Picture {
  readonly size: number;
  #places: Int32Array | undefined;
  #seal = 0;

  constructor(size: number) {
    this.size = size;
  }

  /** Levels row by row; undefined while no sense has one. */
  get places(): Int32Array | undefined {
    return this.#places;
  }

  /** Takes a list of as many levels as there are senses, rounded; undefined takes the picture away. */
  set(levels: ArrayLike<number> | undefined): void {
    const places = levels === undefined ? undefined : Int32Array.from(levels, Math.round);
    this.#places = places?.some((level) => level >= 0) === true ? places : undefined;
    this.#seal = this.#sum();
  }

  /** Takes what changes of the levels, as `writeChange` of numerics says it. @throws SimulationError `input.wrong-length` */
  change(text: string): void {
    const levels = readChange(this.#places ?? new Int32Array(this.size).fill(-1), text);
    if (levels !== undefined) {
      this.set(levels);
      return;
    }
    const expected = `what changes of a list of ${this.size}`;
    throw new SimulationError('input.wrong-length', {
      parameter: pictureName,
      expected,
      given: 'another change',
    });
  }

  /** Whether it is as it was set. */
  get holds(): boolean {
    return this.#sum() === this.#seal;
  }

  #sum(): number {
    return this.#places === undefined ? 0 : sumOf(this.#places);
  }
}
