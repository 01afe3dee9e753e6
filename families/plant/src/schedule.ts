// The pulse schedule of the clutch (H3): closed for a pulse, open for a coast, switching at exact times.

import { controlAt, type Controls } from './layout.ts';

export class Schedule {
  /** Whether the clutch is in a pulse, and when that changes, s. */
  closed = true;
  switchAt = Infinity;

  /** Starts a cycle at `time`. */
  begin(time: number, controls: Controls): void {
    this.closed = true;
    this.switchAt = controls[controlAt.coast]! > 0 ? time + controls[controlAt.pulse]! : Infinity;
  }

  /** Goes on to the other half of the cycle. */
  toggle(controls: Controls): void {
    this.closed = !this.closed;
    this.switchAt += controls[this.closed ? controlAt.pulse : controlAt.coast]!;
  }
}
