// What a server keeps in sequence, read page by page, so that nothing has to fit in memory.

import { frameSize, SimulationError, type Channel, type Frame } from '@holdfast/core';
import type { HoldfastClient, PageOptions } from './client.ts';

/** Every row of a list of pages, in order; a page is full until the last. */
export async function* pagesOf<Row extends { readonly sequence: number }>(
  read: (page: PageOptions<number>) => Promise<readonly Row[]>,
  limit: number,
): AsyncGenerator<Row> {
  for (let after: number | undefined; ;) {
    const page = await read({ limit, ...(after === undefined ? {} : { after }) });
    yield* page;
    after = page.at(-1)?.sequence;
    if (page.length < limit) return;
  }
}

const pageFrames = 500;
/** Numbers in one page of frames: 2 MB of them, and some ten times that as the text they travel as. */
const pageNumbers = 250_000;

/** All recorded frames of a run in order; frames of many numbers come in shorter pages where `channels` say so.
 * @throws SimulationError `protocol.malformed` where a frame has not the numbers of `channels`: another version recorded it, and
 * no name would be right */
export async function* recordedFrames(
  client: Pick<HoldfastClient, 'frames'>,
  id: string,
  channels: readonly Channel[] = [],
): AsyncGenerator<Frame> {
  const size = frameSize(channels);
  const limit = Math.max(1, Math.min(pageFrames, Math.floor(pageNumbers / Math.max(1, size))));
  for await (const frame of pagesOf((page) => client.frames(id, page), limit)) {
    const { length } = frame.values;
    if (size > 0 && length !== size) {
      const reason = `a frame of ${length} numbers was recorded by another version, whose channels this one does not know`;
      throw new SimulationError('protocol.malformed', { reason });
    }
    yield frame;
  }
}
