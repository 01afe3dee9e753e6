// What happens at the end of a step: everything that is due at that instant, floaters first, then the drivetrain.

import type { Equations } from './equations.ts';
import { FloaterEvents } from './floater-events.ts';
import { occasion, type Guards } from './guards.ts';
import type { MotionModes } from './motion-modes.ts';
import type { StepState } from './trajectory.ts';
import { zone, type Zones } from './zones.ts';

interface Processed {
  readonly smooth: boolean;
  readonly count: number;
}

export class EventProcessing {
  readonly #equations: Equations;
  readonly #floaters: FloaterEvents;
  readonly #motion: MotionModes;
  readonly #switch: () => void;

  /** @param toggle switches the schedule of the clutch */
  constructor(equations: Equations, motion: MotionModes, toggle: () => void) {
    this.#equations = equations;
    this.#floaters = new FloaterEvents(equations);
    this.#motion = motion;
    this.#switch = toggle;
  }

  /** Processes the event that ended a step and whatever else has happened there. The equations were evaluated last at
   * `state`. @returns how many there were, and whether none of them changes the equations, as ends of bends do not */
  process(step: Readonly<StepState>, state: Float64Array, zones: Zones, guards: Guards): Processed {
    const due: (readonly [what: number, floater: number])[] = [];
    if (step.what !== occasion.none) due.push([step.what, step.floater]);
    guards.collect(state, (what, floater) => {
      if (what !== step.what || floater !== step.floater) due.push([what, floater]);
    });
    let smooth = !step.atSwitch;
    for (const [what, floater] of due) {
      if (what === occasion.zone) smooth = this.#cross(state, zones) && smooth;
      else {
        this.#apply(what, floater, state);
        smooth = smooth && what === occasion.torqueKink;
      }
    }
    if (step.atSwitch) {
      this.#switch();
      this.#motion.command(state);
    }
    return { smooth, count: due.length + (step.atSwitch ? 1 : 0) };
  }

  #apply(what: number, floater: number, state: Float64Array): void {
    const { modes } = this.#equations;
    if (what === occasion.filled) this.#floaters.shut(floater, state);
    else if (what === occasion.brimful) this.#floaters.brimful(floater);
    else if (what === occasion.spillEnds) this.#floaters.spillEnds(floater);
    else if (what === occasion.receiver) modes.compressing = !modes.compressing;
    else if (what === occasion.chainStops) this.#motion.chainStops(state);
    else if (what === occasion.chainStarts) this.#motion.chainStarts();
    else if (what === occasion.flywheelStops) this.#motion.flywheelStops(state);
    else if (what === occasion.speedsMeet) this.#motion.speedsMeet(state);
    else if (what === occasion.clutchFrees) this.#motion.clutchFrees();
    else if (what === occasion.clutchSlips) this.#motion.clutchSlips();
  }

  /** @returns whether only ends of bends were crossed */
  #cross(state: Float64Array, zones: Zones): boolean {
    let smooth = true;
    for (const { kind, floater } of zones.take()) {
      if (kind !== zone.kink) smooth = false;
      if (kind === zone.inject && this.#equations.injecting) this.#floaters.inject(floater);
      else if (kind === zone.shut) this.#floaters.leave(floater, state);
      else if (kind === zone.vent) this.#floaters.vent(floater, state);
      else if (kind === zone.purge) this.#floaters.purge(floater, state);
    }
    return smooth;
  }
}
