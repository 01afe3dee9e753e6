// What every source of uniforms offers, and the plain one. A uniform is a function of (seed, stream, draw, iteration)
// alone, so that any worker computes any block.

import { fillUniforms, philox4x32, type StreamKey } from '@holdfast/numerics';

/** Writes to `out[0 .. count-1]` the uniforms in (0, 1) of consecutive iterations. */
export interface UniformSource {
  write(out: Float64Array, count: number, firstIteration: number, stream: number, draw: number): void;
}

export function plainUniforms(key: StreamKey): UniformSource {
  return {
    write(out, count, firstIteration, stream, draw) {
      fillUniforms(out, count, firstIteration, stream, draw, key);
    },
  };
}

/** A draw number no program uses, so that what shapes a design is independent of every plain uniform. */
const designDraw = 0xffffffff;

/** Philox key of what shapes a design. */
export function designKey({ k0, k1 }: StreamKey): StreamKey {
  const words = new Uint32Array(4);
  philox4x32(0, 0, 0, designDraw, k0, k1, words);
  return { k0: words[0]!, k1: words[1]! };
}
