// Air that leaves many floaters, added up: its mass, heat and exergy. Logarithms are taken a block at a time.

import type { LogTable } from '@holdfast/numerics';
import { gasConstant, heatCapacity, type Figures } from './figures.ts';
import type { Flow } from './flow.ts';
import { account } from './layout.ts';

/** Logarithms in a block: few enough to stay close to the processor. */
const block = 512;

export class Mixture {
  readonly #ratios = new Float64Array(block);
  readonly #weights = new Float64Array(block);
  #logs: LogTable | undefined;
  #count = 0;
  #ambient = 0;
  #perAmbient = 0;
  #perOutside = 0;
  #mass = 0;
  #heat = 0;
  #entropy = 0;

  /** Starts anew. */
  begin({ logs, model, perAmbient, perOutside }: Figures): this {
    this.#logs = logs;
    this.#ambient = model.water.ambient;
    this.#perAmbient = perAmbient;
    this.#perOutside = perOutside;
    this.#count = 0;
    this.#mass = 0;
    this.#heat = 0;
    this.#entropy = 0;
    return this;
  }

  /** Adds `flow` kg/s that leave at `temperature` K and `pressure` Pa. */
  leave(flow: number, temperature: number, pressure: number): void {
    if (this.#count === block) this.#flush();
    const at = this.#count;
    this.#ratios[at] = temperature * this.#perAmbient;
    this.#weights[at] = heatCapacity * flow;
    this.#ratios[at + 1] = pressure * this.#perOutside;
    this.#weights[at + 1] = -gasConstant * flow;
    this.#count = at + 2;
    this.#mass += flow;
    this.#heat += flow * (temperature - this.#ambient);
  }

  /** Books air lost to the water, kg/s, the heat in it, W, and its exergy, W. */
  book({ rates }: Flow): void {
    this.#flush();
    const heat = heatCapacity * this.#heat;
    rates[account.airVented] = this.#mass;
    rates[account.vented] = heat;
    rates[account.ventedExergy] = heat - this.#ambient * this.#entropy;
  }

  #flush(): void {
    this.#entropy += this.#logs?.weighted(this.#ratios, this.#weights, this.#count) ?? 0;
    this.#count = 0;
  }
}
