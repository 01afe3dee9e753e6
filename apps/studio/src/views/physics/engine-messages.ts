// What a page and the worker that holds the engine say to each other.

import type { Channel, Input, ModelDocument } from '@holdfast/core';
import type { Scene, WorldForces } from '@holdfast/catalog';
import type { LocalStart } from './local-session.ts';
import type { OwnCourse } from './own-course.ts';

export type EngineQuestion =
  | { readonly kind: 'scene'; readonly document: ModelDocument }
  /** Begins a world and goes to a time. */
  | { readonly kind: 'open'; readonly start: LocalStart; readonly time: number }
  /** Simulated seconds per second; 0 holds. */
  | { readonly kind: 'play'; readonly rate: number }
  | { readonly kind: 'step' }
  | { readonly kind: 'apply'; readonly inputs: readonly Input[] }
  /** Whether forces are told, beginning with those of now. */
  | { readonly kind: 'forces'; readonly on: boolean }
  | { readonly kind: 'seek'; readonly time: number }
  /** Of a frame, wherever it comes from. */
  | { readonly kind: 'digest'; readonly time: number; readonly values: Float64Array }
  /** Holds, and says how a run becomes equal. */
  | { readonly kind: 'course' };

export type EngineAnswer =
  | { readonly kind: 'scene'; readonly scene: Scene }
  | { readonly kind: 'opened'; readonly channels: readonly Channel[] }
  /** `again` when time went back: what was held after it is no longer so. */
  | {
      readonly kind: 'frames';
      readonly times: Float64Array;
      readonly values: Float64Array;
      readonly again: boolean;
      readonly behind: boolean;
    }
  | { readonly kind: 'digest'; readonly digest: string }
  | { readonly kind: 'course'; readonly course: OwnCourse }
  | { readonly kind: 'forces'; readonly time: number; readonly forces: WorldForces }
  | { readonly kind: 'failed'; readonly message: string };
