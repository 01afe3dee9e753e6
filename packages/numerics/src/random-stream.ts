// Counter-based random streams (streamFormat 1): every uniform is a pure function of (key, stream, draw, iteration).
// Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", doi:10.1145/2063384.2063405.

/** Version of the counter layout and of the map from words to uniforms; written into every result. */
export const streamFormat = 1;

/** The Philox key of a run. */
export interface StreamKey {
  readonly k0: number;
  readonly k1: number;
}

const WORD = 4294967296;
/** The block of the last Philox call; filled and read inside one function. */
const words = new Uint32Array(4);

/** Computes one Philox4x32-10 block; all words are taken modulo 2^32, `out` receives four. */
export function philox4x32(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array,
): void {
  let a = c0 | 0;
  let b = c1 | 0;
  let c = c2 | 0;
  let d = c3 | 0;
  let p = k0 | 0;
  let q = k1 | 0;
  for (let round = 0; round < 10; round++) {
    // High halves of 0xD2511F53 * a and 0xCD9E8D57 * c from 16-bit parts: products stay below 2^32.
    const a0 = a & 0xffff;
    const a1 = a >>> 16;
    const am = Math.imul(0xd251, a0) >>> 0;
    const an = Math.imul(0x1f53, a1) >>> 0;
    const at = (am & 0xffff) + (an & 0xffff) + (Math.imul(0x1f53, a0) >>> 16);
    const highA = Math.imul(0xd251, a1) + (am >>> 16) + (an >>> 16) + (at >>> 16);
    const e0 = c & 0xffff;
    const e1 = c >>> 16;
    const em = Math.imul(0xcd9e, e0) >>> 0;
    const en = Math.imul(0x8d57, e1) >>> 0;
    const et = (em & 0xffff) + (en & 0xffff) + (Math.imul(0x8d57, e0) >>> 16);
    const highC = Math.imul(0xcd9e, e1) + (em >>> 16) + (en >>> 16) + (et >>> 16);
    const lowA = Math.imul(0xd2511f53, a);
    const lowC = Math.imul(0xcd9e8d57, c);
    a = highC ^ b ^ p;
    b = lowC;
    c = highA ^ d ^ q;
    d = lowA;
    p = (p + 0x9e3779b9) | 0;
    q = (q + 0xbb67ae85) | 0;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}

/** Computes one Philox2x32-10 block, a smaller generator for hashing what is random already; all words are taken modulo
 * 2^32, `out` receives two. */
export function philox2x32(c0: number, c1: number, key: number, out: Uint32Array): void {
  let a = c0 | 0;
  let b = c1 | 0;
  let p = key | 0;
  for (let round = 0; round < 10; round++) {
    // High half of 0xD256D193 * a from 16-bit parts.
    const a0 = a & 0xffff;
    const a1 = a >>> 16;
    const middle = Math.imul(0xd256, a0);
    const upper = Math.imul(0xd193, a1) >>> 0;
    const carried = (Math.imul(0xd193, a0) >>> 16) + (upper & 0xffff) + (middle & 0xffff);
    const high = Math.imul(0xd256, a1) + (upper >>> 16) + (middle >>> 16) + (carried >>> 16);
    const low = Math.imul(0xd256d193, a);
    a = high ^ p ^ b;
    b = low;
    p = (p + 0x9e3779b9) | 0;
  }
  out[0] = a;
  out[1] = b;
}

/** The key of a seed: its 53 bits fill the two words without loss.
 * @throws RangeError when the seed is not a whole number in 0..2^53-1 */
export function seedKey(seed: number): StreamKey {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`seed ${seed} is not in 0..2^53-1`);
  return { k0: seed % WORD, k1: Math.floor(seed / WORD) };
}

/** The 32-bit stream of a stable name: MurmurHash3_x86_32 with seed 0 over the UTF-8 bytes (a lone surrogate counts
 * as its three-byte form). Equal ids of different names are possible; whoever assigns streams must refuse them. */
export function streamId(name: string): number {
  let hash = 0;
  let block = 0;
  let length = 0;
  const feed = (byte: number): void => {
    block |= byte << ((length & 3) << 3);
    length++;
    if ((length & 3) !== 0) return;
    hash ^= scramble(block);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
    block = 0;
  };
  for (let i = 0; i < name.length; i++) {
    const code = name.codePointAt(i)!;
    if (code > 0xffff) i++;
    if (code < 0x80) feed(code);
    else {
      if (code < 0x800) feed(0xc0 | (code >> 6));
      else {
        if (code < 0x10000) feed(0xe0 | (code >> 12));
        else {
          feed(0xf0 | (code >> 18));
          feed(0x80 | ((code >> 12) & 63));
        }
        feed(0x80 | ((code >> 6) & 63));
      }
      feed(0x80 | (code & 63));
    }
  }
  if ((length & 3) !== 0) hash ^= scramble(block);
  hash ^= length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function scramble(block: number): number {
  const k = Math.imul(block, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}

/** The uniform of two words, (52 bits + 1/2) * 2^-52: never 0 or 1, and 1 - u is exact. */
export function openUniform(low: number, high: number): number {
  return (high * 1048576 + (low >>> 12)) * 2.220446049250313e-16 + 1.1102230246251565e-16;
}

/** Writes `count` uniforms in (0, 1) of iterations firstIteration, firstIteration + 1, ... to out[0..count).
 * Iteration i uses counter words [4 * floor(i / 8) + i % 4, its high word, stream, draw] and the block's words (0, 1)
 * when bit 2 of i is 0, else (2, 3). Fastest when firstIteration is a multiple of 8. Iterations reach to 2^53. */
export function fillUniforms(
  out: Float64Array,
  count: number,
  firstIteration: number,
  stream: number,
  draw: number,
  key: StreamKey,
): void {
  let at = 0;
  while (at < count) {
    const iteration = firstIteration + at;
    const octet = Math.floor(iteration / 8);
    const offset = iteration - octet * 8;
    if (offset !== 0 || count - at < 8) {
      out[at++] = uniformAt(iteration, stream, draw, key);
      continue;
    }
    const counter = octet * 4;
    const high = Math.floor(counter / WORD);
    for (let lane = 0; lane < 4; lane++) {
      philox4x32(counter + lane, high, stream, draw, key.k0, key.k1, words);
      out[at + lane] = openUniform(words[0]!, words[1]!);
      out[at + lane + 4] = openUniform(words[2]!, words[3]!);
    }
    at += 8;
  }
}

/** The uniform of one iteration, equal to the one `fillUniforms` writes. */
export function uniformAt(iteration: number, stream: number, draw: number, key: StreamKey): number {
  const octet = Math.floor(iteration / 8);
  const offset = iteration - octet * 8;
  const counter = octet * 4 + (offset & 3);
  philox4x32(counter, Math.floor(counter / WORD), stream, draw, key.k0, key.k1, words);
  return offset < 4 ? openUniform(words[0]!, words[1]!) : openUniform(words[2]!, words[3]!);
}
