// What the sensory nodes see in a step, as energy: a function of the step, of the document's series and of the picture that was set.

import type { NeuralModel } from './document.ts';
import { bitsAt, keyOf, stream } from './draws.ts';
import { Picture } from './picture.ts';
import { quantaPerUnit } from './quanta.ts';
import type { Controls } from './rules.ts';
import { frameAt, type Series } from './series.ts';

/** Bars are this many nodes wide, light and dark together. */
const barWidth = 16;

/** Levels of a picture. */
const levels = 256;

export class Senses {
  readonly picture: Picture;
  readonly #model: NeuralModel;
  readonly #seed: number;
  readonly #series: Series | undefined;
  readonly #row: Int32Array;
  readonly #light = new Int32Array(levels);

  constructor(model: NeuralModel, seed: number, series: Series | undefined) {
    const { width, height } = model.sensory;
    this.#model = model;
    this.#seed = seed;
    this.#series = series;
    this.#row = new Int32Array(width);
    this.picture = new Picture(width * height);
  }

  /** Writes what is seen in `step`; returns the energy that came in on balance, quanta. */
  show(step: number, controls: Controls, energy: Int32Array): number {
    const frame = this.#series === undefined ? undefined : frameAt(this.#series, step);
    const { places } = this.picture;
    const shown = frame === undefined ? this.#pattern(step, controls, energy) : 0;
    if (frame === undefined && places === undefined) return shown;
    this.#light.forEach((_, level) => {
      this.#light[level] = this.#quanta(controls, (2 * level) / (levels - 1) - 1, this.#ramp(step));
    });
    let change = shown;
    for (let slot = 0; slot < this.picture.size; slot++) {
      const level = places === undefined || places[slot]! < 0 ? (frame?.[slot] ?? -1) : places[slot]!;
      if (level < 0) continue;
      change += this.#light[level]! - energy[slot]!;
      energy[slot] = this.#light[level]!;
    }
    return change;
  }

  /** Shows the document's pattern everywhere. */
  #pattern(step: number, controls: Controls, energy: Int32Array): number {
    const { width, height, pattern, period } = this.#model.sensory;
    const ramp = this.#ramp(step);
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

  #ramp(step: number): number {
    const { warmUp } = this.#model.sensory;
    return warmUp > 0 ? Math.min(1, (step + 1) / warmUp) : 1;
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
