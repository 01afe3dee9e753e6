// What is being made: a sentence or a sketch to begin with, and sentences that change what it means. All of it is one state with one
// history, and survives leaving the page.

import { emptySketch, type Sketch } from './sketch.ts';

export interface Making {
  readonly mode: 'words' | 'drawing';
  /** The sentence that was last understood; empty before the first. */
  readonly text: string;
  readonly sketch: Sketch;
  /** Width of what is drawn, m. */
  readonly width: number;
  readonly planar: boolean;
  /** Sentences that change the world, in order. */
  readonly edits: readonly string[];
}

export const nothingMade: Making = {
  mode: 'words',
  text: '',
  sketch: emptySketch,
  width: 4,
  planar: true,
  edits: [],
};

const key = 'holdfast.making';

/** What was being made in this tab. */
export function keptMaking(): Making {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Making | null;
    return kept !== null && Array.isArray(kept.sketch.ink) ? { ...nothingMade, ...kept } : nothingMade;
  } catch {
    return nothingMade;
  }
}

/** A full storage keeps nothing, which costs only the draft. */
export function keepMaking(making: Making): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(making));
  } catch {
    sessionStorage.removeItem(key);
  }
}
