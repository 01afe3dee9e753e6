// The source of uniforms of each design.

import { fillUniforms, seedKey, type StreamKey } from '@holdfast/numerics';
import type { Design } from './design.ts';
import { SobolUniforms } from './sobol-uniforms.ts';
import { jointStrata, latinStrata, stratifiedUniforms } from './strata.ts';
import { plainUniforms, type UniformSource } from './uniform-source.ts';

export function uniformsOf(design: Design, seed: number): UniformSource {
  const key = seedKey(seed);
  switch (design.method) {
    case 'random':
      return plainUniforms(key);
    case 'sobol':
      return new SobolUniforms(design, key);
    case 'latin-hypercube':
      return stratifiedUniforms(key, latinStrata(key));
    case 'antithetic':
      return antitheticUniforms(key);
    case 'stratified':
      return stratifiedUniforms(key, jointStrata(key, design.chosen));
  }
}

/** Iterations 2p and 2p + 1 draw u and 1 - u, where u is the plain uniform of iteration p.
 * J. M. Hammersley, K. W. Morton (1956), doi:10.1017/S0305004100031455. */
function antitheticUniforms(key: StreamKey): UniformSource {
  let half = new Float64Array(0);
  return {
    write(out, count, firstIteration, stream, draw) {
      const firstPair = Math.floor(firstIteration / 2);
      const pairs = Math.floor((firstIteration + count - 1) / 2) - firstPair + 1;
      if (half.length < pairs) half = new Float64Array(pairs);
      fillUniforms(half, pairs, firstPair, stream, draw, key);
      for (let i = 0; i < count; i++) {
        const iteration = firstIteration + i;
        const u = half[Math.floor(iteration / 2) - firstPair]!;
        out[i] = iteration % 2 === 0 ? u : 1 - u;
      }
    },
  };
}
