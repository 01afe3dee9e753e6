// What decodes the compressed stream, in a file of its own: it is loaded with the first connection that watches one, so that a page
// which shows no run does not wait for it.

import type { Channel } from '@holdfast/core';
import { streamLayout, StreamReceiver, streamTiers } from '@holdfast/protocol';

export function openReceiver(channels: readonly Channel[]): StreamReceiver {
  return new StreamReceiver(streamTiers.map((tier) => streamLayout(channels, tier)));
}
