// Which floaters hold air or are about to get some: all others cost nothing.

import type { Figures } from './figures.ts';
import { airAt, positionAt, speedAt, valve, type Layout, type Modes } from './layout.ts';
import { residue } from './smooth-valves.ts';

/** More than any plant accelerates at, m/s^2: bounds how far it comes in a step. */
const accelerationMost = 40;

/** Runs are pairs of the first floater and the one behind the last, ascending. */
export class LiveFloaters {
  /** Runs of those that hold air or may get some, and of those among them that are not shut. */
  readonly all: number[] = [];
  open: number[] = this.all;
  /** Numbers of those that are shut, and of those whose switched valve lets air in. */
  readonly sealed: number[] = [];
  readonly filling: number[] = [];

  /** Looks at switched valves. */
  ofValves({ valves }: Modes): void {
    empty(this.all);
    empty(this.sealed);
    empty(this.filling);
    this.open = this.all;
    for (let i = 0; i < valves.length; i++) {
      const mode = valves[i];
      if (mode === valve.empty) continue;
      addRun(this.all, i, i + 1);
      if (mode === valve.sealed) this.sealed.push(i);
      else if (mode === valve.filling) this.filling.push(i);
    }
    if (this.sealed.length === 0) return;
    this.open = [];
    for (let i = 0; i < valves.length; i++)
      if (valves[i] !== valve.empty && valves[i] !== valve.sealed) addRun(this.open, i, i + 1);
  }

  /** Looks for those with air, or in the window of smooth valves within `h` s. */
  ofWindows(figures: Figures, { count }: Layout, state: Float64Array, h: number): void {
    const { loop, charge } = figures;
    const runs = this.all;
    const least = residue * charge;
    // numbers of floaters in or before the window, of a chain that comes at most twice as far as its speed says
    const place = state[positionAt]! / loop.pitch;
    const before = (2 * h * (state[speedAt]! + accelerationMost * h)) / loop.pitch;
    const behind = figures.model.injection.fillLength / loop.pitch;
    const first = Math.floor(-place - before);
    const last = Math.ceil(behind - place);
    empty(runs);
    // the window may reach over the end of the numbers, and then begins with them too
    const windows = [first, last + 1, first + count, last + 1 + count];
    let i = 0;
    while (i < count) {
      let end = count;
      let live = false;
      for (let at = 0; at < windows.length; at += 2) {
        if (i >= windows[at]! && i < windows[at + 1]!) {
          live = true;
          end = Math.min(count, windows[at + 1]!);
        } else if (!live && i < windows[at]!) end = Math.min(end, windows[at]!);
      }
      if (live) addRun(runs, i, end);
      else addHolding(state, least, i, end, runs);
      i = end;
    }
  }
}

/** Takes everything out of a short list. One by one, because setting a length calls into the engine, which takes longer. */
export function empty(list: number[]): void {
  while (list.length > 0) list.pop();
}

/** Adds a run, to the last one where that ends here. */
export function addRun(runs: number[], from: number, to: number): void {
  if (runs.length > 0 && runs[runs.length - 1] === from) runs[runs.length - 1] = to;
  else runs.push(from, to);
}

/** Adds runs of floaters from `from` to before `to` that hold more than `empty`, kg. */
function addHolding(state: Float64Array, empty: number, from: number, to: number, runs: number[]): void {
  let i = from;
  while (i < to) {
    while (i < to && !(state[airAt + i]! > empty)) i++;
    const begin = i;
    while (i < to && state[airAt + i]! > empty) i++;
    if (i > begin) addRun(runs, begin, i);
  }
}
