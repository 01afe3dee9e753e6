// What a page and the worker that computes its run in lock-step say to each other.

import type { ModelDocument } from '@holdfast/core';
import type { WorldForces } from '@holdfast/catalog';
import type { RunReached, RunView } from '@holdfast/protocol';
import type { FollowerState } from '@holdfast/runtime';

/** What has to be known of a run to compute it again. */
export interface FollowStart extends Pick<RunView, 'seed' | 'until' | 'parameters' | 'limits'> {
  readonly document: ModelDocument;
  /** Family and version of the numbers, as the server names them. */
  readonly engine: string;
}

/** How far one who follows is. */
export interface FollowStanding {
  readonly state: FollowerState;
  readonly time: number;
  /** How far the run is known to be. */
  readonly horizon: number;
  /** Inputs of the run's log that are known. */
  readonly inputs: number;
  /** Digests found equal, and the time of the last one; NaN before the first. */
  readonly equals: number;
  readonly equalAt: number;
  /** Times a checkpoint replaced what was computed here, because it was not equal. */
  readonly mended: number;
  /** Times a checkpoint was taken because this machine had fallen behind. */
  readonly rejoined: number;
}

/** Frames of equal size one after another, as typed arrays that are handed over. */
export interface PackedFrames {
  readonly sequences: Float64Array;
  readonly times: Float64Array;
  readonly values: Float64Array;
}

export type FollowQuestion =
  | { readonly kind: 'follow'; readonly start: FollowStart }
  | { readonly kind: 'reached'; readonly reached: RunReached }
  /** The checkpoint asked for: undefined while the run has none, a text why it could not be had. */
  | { readonly kind: 'checkpoint'; readonly bytes?: Uint8Array | undefined; readonly failure?: string }
  /** Whether forces are told with the frames. */
  | { readonly kind: 'tell forces'; readonly on: boolean };

export type FollowAnswer =
  | { readonly kind: 'checkpoint wanted' }
  | {
      readonly kind: 'followed';
      readonly frames: PackedFrames;
      /** Of each frame, where they are told. */
      readonly forces: readonly WorldForces[];
      /** What was said of the run after this time was not equal to it. */
      readonly wrongAfter?: number;
      readonly standing: FollowStanding;
    }
  | { readonly kind: 'refused'; readonly message: string };
