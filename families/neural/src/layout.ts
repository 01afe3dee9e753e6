// Where everything lies in one block of memory, decided before it exists: the scalar code and the kernel read and write the
// same bytes. Every array begins at a multiple of 64.

/** Words of the account of one step, in the order in which they are summed; each is a 64-bit whole number of quanta. */
export const sumAt = Object.freeze({
  /** Stored energy as read and as written by the step. */
  read: 0,
  kept: 1,
  /** Paid by sources, and what arrived. */
  sent: 2,
  arrived: 3,
  amplified: 4,
  transmission: 5,
  noise: 6,
  regulator: 7,
  deficit: 8,
  maintenance: 9,
  decay: 10,
  spill: 11,
  dead: 12,
});
export const sumCount = 13;

/** Counts a step leaves behind, as 32-bit words. */
export const countAt = Object.freeze({
  /** Nodes that starve, listed in `fallen`; counted once all of them are known. */
  fallen: 0,
  /** Nodes charged enough to give birth. */
  ready: 1,
  /** Sum of all flows modulo 2^32 as the push saw it, and as the nodes did. */
  pushed: 2,
  taken: 3,
  /** Connections a sweep removed. */
  swept: 4,
  /** What sources paid modulo 2^32, as the push saw it, and the slots that were pushed. */
  paid: 5,
  sources: 6,
  /** What was said of nodes modulo 2^32: of each that starves its slot plus one, of each that is ready `perReady`. */
  marked: 7,
  /** Slots whose rows learnt or were swept. */
  rewritten: 8,
});
/** Odd, and larger than sums of a few slots. */
export const perReady = 0x9e3779b1 | 0;
export const countCount = 9;

/** Coefficients of one kind of node, as 32-bit words; those marked f32 are floats. */
export const coefficientAt = Object.freeze({
  cap: 0,
  maintenance: 1,
  idle: 2,
  /** f32, a share of the stored energy. */
  decay: 3,
  noiseSpan: 4,
  noiseMost: 5,
  /** f32 */
  regulatorRate: 6,
  regulatorTarget: 7,
  /** f32, three roles each. */
  output: 8,
  input: 11,
  /** f32, share of its energy a node may pay in a step, times 2^15. */
  drain: 14,
  /** f32, 255 over the cap. */
  level: 15,
  starvation: 16,
  readiness: 17,
});
export const coefficientCount = 32;

/** How connections learn, as 32-bit floats: the rate of the slowest class, what each class adds to it, and what scales a change of energy. */
export const rateAt = Object.freeze({ slowest: 0, each: 1, scale: 2 });
export const rateCount = 4;

/** Kinds of node with coefficients of their own, in the order of their slots. */
export const bands = ['sensory', 'workspace', 'dynamic'] as const;

/** Words of one node, in the order of their arrays. */
export const nodeFields = [
  'tag',
  'energyA',
  'energyB',
  'activation',
  'level',
  'start',
  'length',
  'room',
  'weights',
  'checksum',
  'loss',
  'degree',
  'birth',
  'seal',
  'fallen',
] as const;
export type NodeField = (typeof nodeFields)[number];

export interface Layout {
  /** Slots, a multiple of 4. */
  readonly nodes: number;
  /** Places for connections, a multiple of 4. */
  readonly places: number;
  /** Lanes that may pass over the graph at once: each has an account and a gain array of its own. */
  readonly lanes: number;
  /** Byte addresses; `sums` and `counts` are those of the first lane. */
  readonly sums: number;
  readonly counts: number;
  /** Eight bytes nobody reads: where half a vector goes that must not be written. */
  readonly aside: number;
  readonly coefficients: number;
  readonly rates: number;
  readonly heads: number;
  readonly gains: number;
  readonly node: Readonly<Record<NodeField, number>>;
  readonly target: number;
  readonly meta: number;
  readonly bytes: number;
}

/** Lists of free rows, one for each size. */
export const headCount = 192;

/** Bytes from the account of one lane to that of the next. */
export const accountStride = 192;

/** Bytes of a gain array: four more than there are nodes, where flows to places that do not exist end up. */
export function gainStride(nodes: number): number {
  return 64 * Math.ceil((4 * (nodes + 4)) / 64);
}

/** Lays out a graph of at most `nodes` slots and `places` places. */
export function layoutOf(nodesAsked: number, placesAsked: number, lanes: number): Layout {
  const nodes = 4 * Math.ceil(nodesAsked / 4);
  const places = 4 * Math.ceil(placesAsked / 4);
  let end = 0;
  const reserve = (bytes: number): number => {
    const at = end;
    end = 64 * Math.ceil((at + bytes) / 64);
    return at;
  };
  const sums = reserve(accountStride * lanes);
  const counts = sums + 128;
  const aside = counts + 4 * countCount;
  const coefficients = reserve(4 * coefficientCount * bands.length);
  const rates = reserve(4 * rateCount);
  const heads = reserve(4 * headCount);
  const gains = reserve(gainStride(nodes) * lanes);
  const node = Object.fromEntries(nodeFields.map((name) => [name, reserve(4 * nodes)])) as Record<
    NodeField,
    number
  >;
  const target = reserve(4 * places);
  const meta = reserve(4 * places);
  return {
    nodes,
    places,
    lanes,
    sums,
    counts,
    aside,
    coefficients,
    rates,
    heads,
    gains,
    node,
    target,
    meta,
    bytes: end,
  };
}
