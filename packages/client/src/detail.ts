// Closer looks as numbers; apart from the client, because who only fetches them needs no decoder.

import type { Snapshot } from '@holdfast/core';
import { decodeSnapshot } from '@holdfast/protocol';

/** Reads what `HoldfastClient.detail` gave; the layout names the meaning of the fields. @throws SimulationError `protocol.malformed` */
export function readDetail(bytes: Uint8Array): Snapshot {
  return decodeSnapshot(bytes);
}
