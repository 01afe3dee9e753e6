// Designs by strata: each of the 1024 points of a replicate's chunk lies in another stratum of equal probability, and is
// random inside it.

import { fillUniforms, philox4x32, type StreamKey } from '@holdfast/numerics';
import { replicateLength } from './layout.ts';
import { designKey, type UniformSource } from './uniform-source.ts';

/** The stratum of each point of a replicate's chunk, one of 2^bits. */
interface Strata {
  readonly bits: number;
  of(point: number): number;
}

/** The strata of the replicate and chunk an iteration belongs to; undefined for a number that stays random. */
type StrataOf = (iteration: number, stream: number, draw: number) => Strata | undefined;

/** Points of a replicate's chunk, as a power of two. */
const pointBits = 10;

/** 2^52: uniforms have 52 digits and a half. */
const places = 4_503_599_627_370_496;

/** A plain uniform moved into the stratum of its point. Stratum and place are fields of digits, so that no rounding
 * reaches the next stratum. */
export function stratifiedUniforms(key: StreamKey, strataOf: StrataOf): UniformSource {
  return {
    write(out, count, firstIteration, stream, draw) {
      fillUniforms(out, count, firstIteration, stream, draw, key);
      for (let done = 0; done < count;) {
        const first = (firstIteration + done) % replicateLength;
        const size = Math.min(count - done, replicateLength - first);
        const strata = strataOf(firstIteration + done, stream, draw);
        if (strata === undefined) return;
        const width = places / (1 << strata.bits);
        for (let i = 0; i < size; i++) {
          const inside = Math.floor(out[done + i]! * width);
          const place = strata.of(first + i) * width + inside;
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
  const orderOf = randomOrders(key);
  const fields = new Map<number, { readonly bits: number; readonly shift: number }>();
  let left = pointBits;
  for (const [index, stream] of chosen.entries()) {
    const bits = Math.ceil(left / (chosen.length - index));
    left -= bits;
    fields.set(stream, { bits, shift: left });
  }
  return (iteration, stream, draw) => {
    const field = draw === 0 ? fields.get(stream) : undefined;
    if (field === undefined) return undefined;
    const { bits, shift } = field;
    const order = orderOf(iteration, chosen[0]!, 0);
    return { bits, of: (point) => (order(point) >> shift) & ((1 << bits) - 1) };
  };
}

/** Latin hypercube: for every stream, draw, chunk and replicate an order of its own of 1024 strata.
 * M. D. McKay, R. J. Beckman, W. J. Conover (1979), doi:10.2307/1268522. */
export function latinStrata(key: StreamKey): StrataOf {
  const orderOf = randomOrders(key);
  return (iteration, stream, draw) => ({ bits: pointBits, of: orderOf(iteration, stream, draw) });
}

const rounds = 6;
const halfBits = pointBits / 2;
const halfSize = 1 << halfBits;
const indexEnd = 4_294_967_296;

/** Orders of 1024 places, one for every stream, draw, chunk and replicate; valid until the next is asked for. Each is a
 * bijection that is computed and never stored: a Feistel network of six rounds whose round functions are tables of random
 * bits. M. Luby, C. Rackoff (1988), doi:10.1137/0217022. */
function randomOrders(
  key: StreamKey,
): (iteration: number, stream: number, draw: number) => (place: number) => number {
  const { k0, k1 } = designKey(key);
  const words = new Uint32Array((rounds * halfSize) / 4);
  const order = (place: number): number => bijection(words, place);
  return (iteration, stream, draw) => {
    const unit = Math.floor(iteration / replicateLength);
    const high = Math.floor(unit / indexEnd) * words.length;
    for (let at = 0; at < words.length; at += 4) {
      philox4x32(at + high, unit % indexEnd, stream, draw, k0, k1, words.subarray(at, at + 4));
    }
    return order;
  };
}

function bijection(words: Uint32Array, place: number): number {
  let left = place >> halfBits;
  let right = place & (halfSize - 1);
  for (let round = 0; round < rounds; round++) {
    const at = round * halfSize + right;
    const random = (words[at >> 2]! >>> ((at & 3) * 8)) & (halfSize - 1);
    const mixed = left ^ random;
    left = right;
    right = mixed;
  }
  return (left << halfBits) | right;
}
