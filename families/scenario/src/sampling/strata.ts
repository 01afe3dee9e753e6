// Designs by strata: each of the 1024 points of a replicate's chunk lies in another stratum of equal probability, and is
// random inside it.

import { fillUniforms, philox4x32, type StreamKey } from '@holdfast/numerics';
import { replicateLength } from './layout.ts';
import { designKey, type UniformSource } from './uniform-source.ts';

/** Writes the strata of consecutive points of one replicate's chunk to `out`, which is as long as there are points. Returns
 * how many strata there are, as a power of two; 0 for numbers that stay random. */
type StrataOf = (out: Uint16Array, firstIteration: number, stream: number, draw: number) => number;

/** Points of a replicate's chunk, as a power of two. */
const pointBits = 10;

/** 2^52: uniforms have 52 digits and a half. */
const places = 4_503_599_627_370_496;

/** A plain uniform moved into the stratum of its point. Stratum and place are fields of digits, so that no rounding
 * reaches the next stratum. */
export function stratifiedUniforms(key: StreamKey, strataOf: StrataOf): UniformSource {
  const strata = new Uint16Array(replicateLength);
  return {
    write(out, count, firstIteration, stream, draw) {
      fillUniforms(out, count, firstIteration, stream, draw, key);
      for (let done = 0; done < count;) {
        const first = firstIteration + done;
        const size = Math.min(count - done, replicateLength - (first % replicateLength));
        const bits = strataOf(strata.subarray(0, size), first, stream, draw);
        if (bits === 0) return;
        const width = places / (1 << bits);
        for (let i = 0; i < size; i++) {
          const place = strata[i]! * width + Math.floor(out[done + i]! * width);
          out[done + i] = place * 2.220446049250313e-16 + 1.1102230246251565e-16;
        }
        done += size;
      }
    },
  };
}

/** Each chosen stream reads its own digits of the place of the point in one order of all joint strata: together the points
 * fill every joint stratum once. The order is random, so that nothing that follows the iteration follows the strata. */
export function jointStrata(key: StreamKey, chosen: readonly number[]): StrataOf {
  const order = randomOrders(key);
  const fields = new Map<number, { readonly bits: number; readonly shift: number }>();
  let left = pointBits;
  for (const [index, stream] of chosen.entries()) {
    const bits = Math.ceil(left / (chosen.length - index));
    left -= bits;
    fields.set(stream, { bits, shift: left });
  }
  return (out, firstIteration, stream, draw) => {
    const field = draw === 0 ? fields.get(stream) : undefined;
    if (field === undefined) return 0;
    order(out, firstIteration, chosen[0]!, 0);
    const { bits, shift } = field;
    const mask = (1 << bits) - 1;
    for (let i = 0; i < out.length; i++) out[i] = (out[i]! >> shift) & mask;
    return bits;
  };
}

/** Latin hypercube: for every stream, draw, chunk and replicate an order of its own of 1024 strata.
 * M. D. McKay, R. J. Beckman, W. J. Conover (1979), doi:10.2307/1268522. */
export function latinStrata(key: StreamKey): StrataOf {
  const order = randomOrders(key);
  return (out, firstIteration, stream, draw) => {
    order(out, firstIteration, stream, draw);
    return pointBits;
  };
}

const rounds = 6;
const halfBits = pointBits / 2;
const halfSize = 1 << halfBits;
const indexEnd = 4_294_967_296;

/** Writes consecutive places of an order of 1024, one for every stream, draw, chunk and replicate. Each is a bijection that is
 * computed and never stored: a Feistel network of six rounds whose round functions are tables of random bits.
 * M. Luby, C. Rackoff (1988), doi:10.1137/0217022. */
function randomOrders(
  key: StreamKey,
): (out: Uint16Array, firstIteration: number, stream: number, draw: number) => void {
  const { k0, k1 } = designKey(key);
  const block = new Uint32Array(4);
  const tables = new Uint8Array(rounds * halfSize);
  return (out, firstIteration, stream, draw) => {
    const unit = Math.floor(firstIteration / replicateLength);
    const high = Math.floor(unit / indexEnd) * (tables.length / 4);
    for (let at = 0; at < tables.length; at += 16) {
      philox4x32(at / 4 + high, unit % indexEnd, stream, draw, k0, k1, block);
      for (let i = 0; i < 16; i++) tables[at + i] = (block[i >> 2]! >>> ((i & 3) * 8)) & (halfSize - 1);
    }
    const first = firstIteration % replicateLength;
    for (let i = 0; i < out.length; i++) {
      let left = (first + i) >> halfBits;
      let right = (first + i) & (halfSize - 1);
      for (let at = 0; at < tables.length; at += halfSize) {
        const mixed = left ^ tables[at + right]!;
        left = right;
        right = mixed;
      }
      out[i] = (left << halfBits) | right;
    }
  };
}
