// What the sensory nodes see in a step, as energy: a function of the step alone, so that nothing has to be remembered.

import type { NeuralModel } from './document.ts';
import { bitsAt, keyOf, stream } from './draws.ts';
import { quantaPerUnit } from './quanta.ts';
import type { Controls } from './rules.ts';

/** Bars are this many nodes wide, light and dark together. */
const barWidth = 16;

export class Senses {
  readonly #model: NeuralModel;
  readonly #seed: number;
  readonly #row: Int32Array;

  constructor(model: NeuralModel, seed: number) {
    this.#model = model;
    this.#seed = seed;
    this.#row = new Int32Array(model.sensory.width);
  }

  /** Writes what is seen in `step`; returns the energy that came in on balance, quanta. */
  show(step: number, controls: Controls, energy: Int32Array): number {
    const { width, height, pattern, period, warmUp } = this.#model.sensory;
    const ramp = warmUp > 0 ? Math.min(1, (step + 1) / warmUp) : 1;
    const key = keyOf(this.#seed, stream.input, step);
    const turn = (step % period) / period;
    let change = 0;
    for (let y = 0, slot = 0; y < height; y++) {
      // Bars are the same in every row.
      const again = y > 0 && pattern !== 'flicker';
      for (let x = 0; x < width; x++, slot++) {
        if (!again) {
          const wave = pattern === 'bars' ? barAt(x, turn) : 0;
          const glow = pattern === 'flicker' ? (2 * bitsAt(key, slot)) / 4294967295 - 1 : wave;
          this.#row[x] = this.#quanta(controls, glow, ramp);
        }
        change += this.#row[x]! - energy[slot]!;
        energy[slot] = this.#row[x]!;
      }
    }
    return change;
  }

  /** Energy of light that departs by `glow`, -1 .. 1, from the mean. */
  #quanta(controls: Controls, glow: number, ramp: number): number {
    const { cap } = this.#model.energy;
    const light = controls.brightness * (1 + controls.contrast * glow) * cap + this.#model.sensory.bias;
    return Math.round(Math.max(0, Math.min(cap, light * ramp)) * quantaPerUnit);
  }
}

/** A triangle wave, -1 .. 1. */
function barAt(x: number, turn: number): number {
  const place = x / barWidth + turn;
  return 4 * Math.abs(place - Math.floor(place) - 0.5) - 1;
}
