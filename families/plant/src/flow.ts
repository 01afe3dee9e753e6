// What the equations find on their way to a derivative: rates of every account, and what guards look at.

import { accounts } from './layout.ts';

export class Flow {
  /** Rates of the accounts, W and kg/s. */
  readonly rates = new Float64Array(accounts);
  /** Air leaving each floater, kg/s; negative where a spilling one would have to draw air in. */
  readonly outflow: Float64Array;
  /** Force of the air, N. */
  lift = 0;
  /** Volume of all air, m^3. */
  airVolume = 0;
  /** Water that enters floaters and that is pushed out, m^3/s. */
  intake = 0;
  expelled = 0;
  /** Pressure before the injection valves, Pa, and exergy of the air there, J/kg. */
  pressure = 0;
  pressureExergy = 0;
  /** Moving mass, kg. */
  mass = 0;
  /** Force on the chain but for the clutch, N; dry friction included. */
  force = 0;
  /** Torque of the clutch on the flywheel, N m; what it would be if it were locked. */
  torque = 0;
  lockedTorque = 0;
  /** Torque of the generator, N m. */
  generatorTorque = 0;
  /** Force beyond what holds a standing chain, N: positive sets it moving. */
  breakaway = 0;

  constructor(outflow: Float64Array) {
    this.outflow = outflow;
  }
}
