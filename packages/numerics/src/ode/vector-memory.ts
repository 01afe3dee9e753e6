// Memory that WebAssembly and plain code share: whoever has some lends it to a method of integration.

import type { Engine, Memory } from '../wasm/engine.ts';

export interface VectorMemory {
  /** What compiles code for it and its memory as code sees it; absent for ordinary memory. */
  readonly engine?: Engine | undefined;
  readonly memory?: Memory | undefined;
  /** So many doubles of it, all zero; of ordinary memory when there is no more. */
  take(doubles: number): Float64Array;
}
