// From the units of a document to SI: metres and radians, once, while it is compiled.

import type { PhysicsSpec } from './document.ts';

const metres = { m: 1, cm: 0.01, mm: 0.001 } as const;
const radians = { radian: 1, degree: Math.PI / 180 } as const;

export type Vector = readonly [number, number, number];
export type Quaternion = readonly [number, number, number, number];

export class Units {
  readonly #length: number;
  readonly #angle: number;

  constructor({ length, angle }: PhysicsSpec['units']) {
    this.#length = metres[length];
    this.#angle = radians[angle];
  }

  length(value: number): number;
  length(value: number | undefined): number | undefined;
  length(value: number | undefined): number | undefined {
    return value === undefined ? undefined : value * this.#length;
  }

  angle(value: number): number;
  angle(value: number | undefined): number | undefined;
  angle(value: number | undefined): number | undefined {
    return value === undefined ? undefined : value * this.#angle;
  }

  lengths(values: readonly number[]): readonly number[];
  lengths(values: readonly number[] | undefined): readonly number[] | undefined;
  lengths(values: readonly number[] | undefined): readonly number[] | undefined {
    return values?.map((value) => value * this.#length);
  }

  angles(values: readonly number[]): readonly number[];
  angles(values: readonly number[] | undefined): readonly number[] | undefined;
  angles(values: readonly number[] | undefined): readonly number[] | undefined {
    return values?.map((value) => value * this.#angle);
  }

  /** A position of a joint that turns or slides. */
  travel(type: 'hinge' | 'slide', value: number): number {
    return type === 'hinge' ? this.angle(value) : this.length(value);
  }
}
