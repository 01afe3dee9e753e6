// A connection in one word beside its target: type in bits 0..1, learning class 2..5, gate 8..15, weight 16..31 (signed, 15
// bits behind the point).

/** What a connection does; gated ones pass only while their source is charged to the gate, plastic ones learn. */
export const connectionTypes = ['excitatory', 'inhibitory', 'gated', 'plastic'] as const;

export const connection = Object.freeze({ excitatory: 0, inhibitory: 1, gated: 2, plastic: 3 });

/** Learning classes, slowest first. */
export const learningClasses = 16;

export interface Connection {
  readonly type: number;
  /** Magnitude as stored. */
  readonly weight: number;
  /** Charge of the source, in 255ths of the cap, from which a gated connection passes. */
  readonly gate: number;
  readonly learning: number;
}

export function metaOf({ type, weight, gate, learning }: Connection): number {
  const signed = type === connection.inhibitory ? -weight : weight;
  return (signed << 16) | ((type === connection.gated ? gate : 0) << 8) | (learning << 2) | type;
}

/** Signed, as stored. */
export function weightOf(meta: number): number {
  return meta >> 16;
}

export function typeOf(meta: number): number {
  return meta & 3;
}

export function gateOf(meta: number): number {
  return (meta >>> 8) & 255;
}

export function learningOf(meta: number): number {
  return (meta >>> 2) & 15;
}

/** The same connection with another weight. */
export function withWeight(meta: number, weight: number): number {
  return (weight << 16) | (meta & 0xffff);
}
