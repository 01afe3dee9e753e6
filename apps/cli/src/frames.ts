// Recorded frames of a run, read page by page so that no recording has to fit in memory.
import type { Frame } from '@holdfast/core';
import type { Target } from './target.ts';

const pageSize = 200;

/** All recorded frames of a run, in order. */
export async function* framesOf(target: Target, id: string): AsyncGenerator<Frame> {
  for (let after: number | undefined; ;) {
    const from = after;
    const page = await target.ask((client) => client.frames(id, { limit: pageSize, after: from }));
    yield* page;
    after = page.at(-1)?.sequence;
    if (page.length < pageSize) return;
  }
}
