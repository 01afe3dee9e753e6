// What a sentence says, before anything has a place: things with measures, how they relate, and where all of it happens.

/** What can be measured about a thing, in SI units. */
export type MeasureName =
  | 'mass'
  | 'size'
  | 'radius'
  | 'diameter'
  | 'length'
  | 'height'
  | 'width'
  | 'thickness'
  | 'angle'
  | 'speed'
  | 'spin'
  | 'stiffness'
  | 'damping'
  | 'friction'
  | 'bounce'
  | 'density'
  | 'drop'
  | 'parts'
  | 'scale'
  | 'weight'
  | 'gap';

export type Measures = { [name in MeasureName]?: number };

export interface Thing {
  /** A noun of the lexicon. */
  readonly kind: string;
  readonly count: number;
  /** Whether the count was said; else it is a guess for a plural. */
  readonly isCounted: boolean;
  readonly measures: Measures;
  material?: string;
  color?: string;
  /** What a heap, a row or a tower is made of. */
  element?: Thing;
  /** Direction of its speed: forward is +x. */
  heading: 'forward' | 'back' | 'up' | 'down';
  fixed: boolean;
  readonly from: number;
  readonly to: number;
}

export type RelationKind = 'on' | 'above' | 'beside' | 'hanging' | 'joined' | 'hitting';

/** What ties two things: a spring, a rope, a rod, a hinge or a weld. */
export interface Tie {
  readonly kind: 'spring' | 'rope' | 'rod' | 'hinge' | 'weld';
  readonly measures: Measures;
}

/** `a` is placed with respect to `b`, both indices of things; -1 stands for the ceiling. */
export interface Relation {
  readonly kind: RelationKind;
  readonly a: number;
  readonly b: number;
  readonly tie?: Tie;
  readonly distance?: number;
}

export interface Surroundings {
  gravity?: number;
  /** Density and viscosity of what everything moves through. */
  medium?: readonly [number, number];
  wind?: number;
  ground: boolean;
  friction?: number;
  place?: string;
}

/** A part of a sentence that was not understood. */
export interface Question {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly message: string;
  readonly suggestions: readonly string[];
}

export interface Scene {
  readonly things: readonly Thing[];
  readonly relations: readonly Relation[];
  readonly surroundings: Surroundings;
  readonly questions: readonly Question[];
}
