// What a node is, in one word: kind in bits 0..7, role 8..9, fertility 10..11, cadence 12..13, generation 16..31.
// Bit 2 of the kind says that nobody lives there, so that vectors test one bit.

/** Dying slots wait for the sweep that takes the connections to them; free slots may be born into, unused ones never. */
export const kind = Object.freeze({
  sensory: 0,
  workspace: 1,
  dynamic: 2,
  highway: 3,
  dying: 4,
  free: 5,
  unused: 6,
});

export type Kind = (typeof kind)[keyof typeof kind];

/** How a node sends and takes: transmitters give more, resonators take more, dampeners do less of both. */
export const roles = ['transmitter', 'resonator', 'dampener'] as const;
/** Fertile nodes give birth above the threshold, normal ones above one and a half times it, sterile ones never. */
export const fertilities = ['fertile', 'normal', 'sterile'] as const;
/** How often a node looks for a new connection. */
export const cadences = ['quick', 'steady', 'slow'] as const;

export const goneBit = 4;

/** Copies of the network from one turn of each cadence to the next, and how many times more looks each turn has. */
export const cadencePeriods: readonly number[] = [1, 2, 4];
export const cadenceShares: readonly number[] = [1, 2, 3];

export interface Traits {
  readonly role: number;
  readonly fertility: number;
  readonly cadence: number;
}

export function tagOf(what: Kind, { role, fertility, cadence }: Traits, generation = 0): number {
  return what | (role << 8) | (fertility << 10) | (cadence << 12) | (generation << 16);
}

export function kindOf(tag: number): number {
  return tag & 255;
}

export function isAlive(tag: number): boolean {
  return (tag & goneBit) === 0;
}

export function roleOf(tag: number): number {
  return (tag >>> 8) & 3;
}

export function fertilityOf(tag: number): number {
  return (tag >>> 10) & 3;
}

export function cadenceOf(tag: number): number {
  return (tag >>> 12) & 3;
}

export function generationOf(tag: number): number {
  return tag >>> 16;
}

/** The same slot in another kind of use. */
export function withKind(tag: number, what: number): number {
  return (tag & ~255) | what;
}

/** An empty slot for the next generation; generations count modulo 2^16. */
export function emptied(tag: number): number {
  return kind.free | (((generationOf(tag) + 1) & 0xffff) << 16);
}
