// When something switches at a time of its own: the pulse schedule of the clutch (H3), closed for a pulse and open for a coast,
// and the points of the grid's profiles.

import type { GridProfiles } from './grid-profiles.ts';
import { controlAt, type Controls } from './layout.ts';

export class Schedule {
  /** Whether the clutch is in a pulse, and when that changes, s. */
  closed = true;
  pulseAt = Infinity;
  readonly grid: GridProfiles;

  constructor(grid: GridProfiles) {
    this.grid = grid;
  }

  /** Time of the next change, s. */
  get switchAt(): number {
    return Math.min(this.pulseAt, this.grid.next);
  }

  /** Starts a cycle at `time`. */
  begin(time: number, controls: Controls): void {
    this.closed = true;
    this.pulseAt = controls[controlAt.coast]! > 0 ? time + controls[controlAt.pulse]! : Infinity;
  }

  /** Goes on past what is due: the other half of the cycle, or the next stretch of a profile. */
  pass(controls: Controls): void {
    const { switchAt } = this;
    this.grid.pass(switchAt);
    if (this.pulseAt > switchAt) return;
    this.closed = !this.closed;
    this.pulseAt += controls[this.closed ? controlAt.pulse : controlAt.coast]!;
  }
}
