// What page and preview worker say to each other.

import type { Fields } from './graph-model.ts';

export interface PreviewQuestion {
  /** A later question makes an earlier one void. */
  readonly id: number;
  readonly document: Fields;
  /** Nodes that lead from the model to the part the ports are in. */
  readonly inside: readonly string[];
  /** Ports to look at, as "node.port". */
  readonly ports: readonly string[];
}

/** What a port is like in a quick sample. */
export interface PortPreview {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Shares of the bins between `low` and `high`, the largest 1; empty for a value that is always the same. */
  readonly bins: readonly number[];
  /** The 5 % and 95 % quantiles. */
  readonly p05: number;
  readonly p95: number;
  /** Standard deviation, where the family reports one. */
  readonly sd: number | undefined;
  /** Iterations it was computed from. */
  readonly samples: number;
}

export interface PreviewAnswer {
  readonly id: number;
  readonly previews: readonly (readonly [string, PortPreview])[];
  /** False while more is to come. */
  readonly done: boolean;
}
