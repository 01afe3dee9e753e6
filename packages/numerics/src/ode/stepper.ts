// What a caller sees of a method that takes one step at a time.

/** One step at a time: try, look at the error, read inside, accept or try again. */
export interface OdeStepper {
  /** Order of the solution that is carried on, and exponent of the previous error in the step controller. */
  readonly method: { readonly name: string; readonly order: number; readonly memory: number };
  /** Where the step begins; whoever writes to it calls `restart`. */
  readonly state: Float64Array;
  /** Where the last attempt ends. */
  readonly trial: Float64Array;
  /** Element with the largest error of the last attempt, before anything inside it has been read. */
  readonly worst: number;
  /** Says that the state or the equations have changed since the last step. */
  restart(): void;
  /** Slope at the beginning of the step; evaluates the system when it is not known yet. */
  slopeAt(time: number): Float64Array;
  /** Computes a step of `h` from `state` at `time` into `trial`; the system was evaluated last at `trial`.
   * @returns the largest error over its tolerance: at most 1 is good, NaN when something is not finite */
  attempt(time: number, h: number): number;
  /** Makes the end of the last attempt the state the next one begins with. */
  accept(): void;
  /** Makes the solution inside the last attempt, `theta` of the way, the state the next step begins with. */
  acceptInside(theta: number): void;
  /** Fills `into` with the solution inside the last attempt, `theta` of the way from its beginning. */
  interpolate(theta: number, into: Float64Array): void;
  /** Fills the elements of `into` that `elements` names, as `interpolate` does with all. */
  interpolateSome(theta: number, elements: readonly number[], into: Float64Array): void;
  /** Product of step and fastest rate in the last attempt, before it is accepted. Absent where it does not bound the step. */
  stiffness?(): number;
}
