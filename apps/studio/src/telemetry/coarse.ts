// Tells the coarse facts of a run from its numbers: only they are worth a rendering.

import type { RunView } from '@holdfast/protocol';

/** The facts of a run that change the page and not only its numbers. */
export function coarse(run: RunView | undefined): string {
  return JSON.stringify([
    run?.status,
    run?.stop,
    run?.partial,
    run?.epoch,
    run?.parameters,
    run?.end,
    run?.pace,
  ]);
}
