// What those who look for connections need to know of a network, copied into one block of words: handles and kinds as tags, energies and
// degrees as bytes, and the rows of those who look. Once made it never changes; its last word is a checksum.

import type { NeuralModel } from './document.ts';
import { pickAt, shareAt } from './draws.ts';
import type { Graph } from './graph.ts';
import type { Places } from './places.ts';
import type { Bounds } from './population.ts';
import { sumOf } from './seals.ts';
import { cadenceOf, cadencePeriods, cadenceShares, isAlive } from './tag.ts';

/** Steps from one copy to the next, and from a copy to the step that takes what came of it. */
export const growthPeriod = 64;

/** Steps in which a quick node looks `growth.rate` times. */
const ratePeriod = 5;

/** Marks the words of a question. */
const questionMark = 0x51_4e_48_01;
const headWords = 12;

/** A node as it was: what is full takes in nothing more, what is crowded nobody else. */
export const fullCharge = 255;
export const crowdedDegree = 254;
export const overcrowdedDegree = 255;

/** A question as it is read. */
export interface Question {
  readonly words: Int32Array;
  readonly key: number;
  /** Slots copied. */
  readonly high: number;
  /** Most connections out of a node, and out of a highway. */
  readonly outgoing: number;
  readonly highway: number;
  /** [slot, looks, connections] of each node that looks, by slot. */
  readonly lookers: Int32Array;
  /** [target, meta] of their connections, row by row. */
  readonly rows: Int32Array;
  readonly tags: Int32Array;
  /** 0 .. 254, and 255 for a node that is full. */
  readonly charges: Uint8Array;
  /** Incoming connections: 0 .. 253 below the bound, 254 at it, 255 above. */
  readonly degrees: Uint8Array;
}

/** What a question is made from. */
export interface Asker {
  readonly graph: Graph;
  readonly places: Places;
  readonly model: NeuralModel;
  readonly energy: Int32Array;
  readonly cap: number;
  readonly bounds: Bounds;
  /** Looks of a quick node in five steps, on average. */
  readonly rate: number;
}

/** Who looks, and how often, by slot. Where more would look than may, the search begins at a slot that is drawn. */
function lookersOf({ graph, places, model, rate }: Asker, step: number, key: number): readonly number[] {
  const { tag, tally } = graph;
  const round = step / growthPeriod;
  const expected = cadenceShares.map((share) => (rate * share * growthPeriod) / ratePeriod);
  const { dynamicAt } = places;
  const range = tally.high - dynamicAt;
  const first = pickAt(key, 0, 1, Math.max(1, range));
  let left = growthPeriod * model.growth.looksMost;
  const [late, early]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < range && left > 0; turn++) {
    const slot = dynamicAt + ((first + turn) % range);
    const cadence = cadenceOf(tag[slot]!);
    if (!isAlive(tag[slot]!) || (round + slot) % cadencePeriods[cadence]! !== 0) continue;
    const looks = Math.min(left, Math.floor(expected[cadence]! + shareAt(key, slot, 0)));
    if (looks === 0) continue;
    left -= looks;
    (turn < range - first ? late : early).push(slot, looks, graph.length[slot]!);
  }
  return [...early, ...late];
}

/** Copies what is asked about after `step`; undefined when nobody looks. */
export function questionOf(asker: Asker, step: number, key: number): Int32Array<ArrayBuffer> | undefined {
  if (asker.rate === 0) return undefined;
  const lookers = lookersOf(asker, step, key);
  if (lookers.length === 0) return undefined;
  const { graph, bounds } = asker;
  const { high } = graph.tally;
  const rowWords = lookers.reduce((sum, word, at) => (at % 3 === 2 ? sum + 2 * word : sum), 0);
  const bytes = 4 * Math.ceil(high / 4);
  const words = new Int32Array(headWords + lookers.length + rowWords + high + bytes / 2 + 1);
  words.set([questionMark, step | 0, Math.floor(step / 4294967296), key, high, lookers.length, rowWords]);
  words.set([bounds.outgoing, bounds.highway], 7);
  words.set(lookers, headWords);
  const { rows, tags, charges, degrees } = readQuestion(words);
  copyRows(graph, lookers, rows);
  tags.set(graph.tag.subarray(0, high));
  copyBytes(asker, charges, degrees);
  words[words.length - 1] = sumOf(words.subarray(0, -1));
  return words;
}

function copyRows(
  { start, length, target, meta }: Graph,
  lookers: readonly number[],
  rows: Int32Array,
): void {
  let at = 0;
  for (let each = 0; each < lookers.length; each += 3) {
    const slot = lookers[each]!;
    for (let place = start[slot]!; place < start[slot]! + length[slot]!; place++) {
      rows[at++] = target[place]!;
      rows[at++] = meta[place]!;
    }
  }
}

function copyBytes({ graph, energy, cap, bounds }: Asker, charges: Uint8Array, degrees: Uint8Array): void {
  const { degree, tally } = graph;
  const { incoming } = bounds;
  const perQuantum = fullCharge / cap;
  const perConnection = crowdedDegree / Math.max(1, incoming);
  for (let slot = 0; slot < tally.high; slot++) {
    const stored = energy[slot]!;
    charges[slot] = stored >= cap ? fullCharge : Math.min(fullCharge - 1, Math.floor(stored * perQuantum));
    const count = degree[slot]!;
    if (count < incoming) degrees[slot] = Math.min(crowdedDegree - 1, Math.floor(count * perConnection));
    else degrees[slot] = count > incoming ? overcrowdedDegree : crowdedDegree;
  }
}

/** Reads the words of a question. @throws RangeError when these are none, or not as they were written */
export function readQuestion(words: Int32Array): Question {
  const [mark, , , key, high, lookerWords, rowWords, outgoing, highway] = words as unknown as number[];
  const bytes = 4 * Math.ceil(high! / 4);
  const size = headWords + lookerWords! + rowWords! + high! + bytes / 2 + 1;
  if (mark !== questionMark || words.length !== size) throw new RangeError('not a question of a network');
  const rowsAt = headWords + lookerWords!;
  const tagsAt = rowsAt + rowWords!;
  const bytesAt = words.byteOffset + 4 * (tagsAt + high!);
  return {
    words,
    key: key!,
    high: high!,
    outgoing: outgoing!,
    highway: highway!,
    lookers: words.subarray(headWords, rowsAt),
    rows: words.subarray(rowsAt, tagsAt),
    tags: words.subarray(tagsAt, tagsAt + high!),
    charges: new Uint8Array(words.buffer, bytesAt, high),
    degrees: new Uint8Array(words.buffer, bytesAt + bytes, high),
  };
}

/** Whether words that end in their checksum are as they were written. */
export function isSealed(words: Int32Array): boolean {
  return words.length > 0 && words[0] !== 0 && sumOf(words.subarray(0, -1)) === words[words.length - 1];
}
