// Scrambled Sobol points as uniforms: one dimension for each random number of an iteration, one scramble for each
// replicate. A number beyond the last dimension stays random.

import {
  fillSobol,
  philox4x32,
  scrambledSobol,
  sobolWords,
  type SobolCoordinate,
  type StreamKey,
} from '@holdfast/numerics';
import type { Design } from './design.ts';
import { pointOf, replicateCount, replicateLength, replicateOf } from './layout.ts';
import { designKey, plainUniforms, type UniformSource } from './uniform-source.ts';

/** Points of one sequence. A replicate that has used them up goes on with another scramble. */
const sequenceLength = 4_294_967_296;

export class SobolUniforms implements UniformSource {
  readonly #design: Design;
  readonly #plain: UniformSource;
  readonly #key: StreamKey;
  /** By dimension, then by replicate; scrambled when first needed. */
  #coordinates: SobolCoordinate[][] = [];
  #epoch = 0;

  constructor(design: Design, key: StreamKey) {
    this.#design = design;
    this.#plain = plainUniforms(key);
    this.#key = designKey(key);
  }

  write(out: Float64Array, count: number, firstIteration: number, stream: number, draw: number): void {
    const dimension = this.#design.dimensionOf(stream, draw);
    if (dimension === undefined) return this.#plain.write(out, count, firstIteration, stream, draw);
    for (let done = 0; done < count;) {
      const iteration = firstIteration + done;
      const size = Math.min(count - done, replicateLength - (iteration % replicateLength));
      const point = pointOf(iteration);
      this.#enter(Math.floor(point / sequenceLength));
      const replicate = replicateOf(iteration);
      const known = (this.#coordinates[dimension] ??= []);
      const coordinate = (known[replicate] ??= this.#scrambled(dimension, replicate, stream, draw));
      fillSobol(out, done, size, point % sequenceLength, coordinate);
      done += size;
    }
    return undefined;
  }

  #enter(epoch: number): void {
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.#coordinates = [];
  }

  /** Keyed by the stream, not by the dimension: a node keeps its scramble when others come and go. */
  #scrambled(dimension: number, replicate: number, stream: number, draw: number): SobolCoordinate {
    const { k0, k1 } = this.#key;
    const copy = this.#epoch * replicateCount + replicate;
    const random = new Uint32Array(4 * Math.ceil(sobolWords / 4));
    for (let at = 0; at < random.length; at += 4) {
      philox4x32(at, copy, stream, draw, k0, k1, random.subarray(at, at + 4));
    }
    return scrambledSobol(dimension, random);
  }
}
