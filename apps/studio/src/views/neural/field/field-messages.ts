// What the page and the worker that draws a field say to each other.

import type { Sheet } from './field-look.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import type { View } from './field-painter.ts';

export type ToFieldWorker =
  | { readonly type: 'canvas'; readonly canvas: OffscreenCanvas }
  | { readonly type: 'size'; readonly width: number; readonly height: number }
  | { readonly type: 'view'; readonly view: View }
  /** 256 colours for each of the four kinds, as pixels in memory. */
  | { readonly type: 'colours'; readonly colours: Uint32Array<ArrayBuffer> }
  /** An encoded look. */
  | { readonly type: 'look'; readonly bytes: Uint8Array }
  /** An encoded look at one node, to be read: what reads it is no part of the page. */
  | { readonly type: 'near'; readonly bytes: Uint8Array }
  /** Whether anybody sees it. */
  | { readonly type: 'seen'; readonly seen: boolean }
  /** What lies under a pointer is told, and again with each look; -1 for nothing. */
  | { readonly type: 'under'; readonly slot: number };

export type FromFieldWorker =
  | { readonly type: 'sheet'; readonly sheet: Sheet; readonly cap: number }
  | { readonly type: 'near'; readonly found: Neighbourhood }
  | { readonly type: 'looked'; readonly time: number; readonly living: number }
  | { readonly type: 'under'; readonly slot: number; readonly level: number; readonly use: number }
  /** Once a second while it moves: pictures drawn so far, and milliseconds of the last ones. */
  | { readonly type: 'drawn'; readonly pictures: number; readonly ms: number; readonly kind: string };
