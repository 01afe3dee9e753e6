// What a page and the worker that draws for it say to each other.

import type { ScreenSubject, View } from './screen.ts';
import type { Stage } from './stage.ts';

export type ScreenOrder =
  | { readonly type: 'open'; readonly canvas: OffscreenCanvas; readonly subject: ScreenSubject }
  | { readonly type: 'draw'; readonly view: View }
  | { readonly type: 'picture'; readonly view: View; readonly request: number };

export type ScreenNews =
  | { readonly type: 'opened'; readonly kind: Stage['kind']; readonly level: number }
  | { readonly type: 'refused' }
  | { readonly type: 'drawn'; readonly calls: number }
  /** `blob` is missing where it could not be written. */
  | { readonly type: 'picture'; readonly request: number; readonly blob: Blob | undefined };
