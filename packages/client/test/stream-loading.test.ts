// What decodes a stream is loaded later than a stream may begin, or not at all.
import { keyByte } from '@holdfast/protocol';
import { expect, it, vi } from 'vitest';
import { LiveFrames } from '../src/live-frames.ts';

const streamed = Uint8Array.of(keyByte, 1, 2, 3);
const whole = Uint8Array.of(0x48);

it('streamed frames are early until their decoder is there, whole ones never', async () => {
  const frames = new LiveFrames();
  expect(frames.isEarly(streamed)).toBe(false);
  frames.begin([]);
  expect(frames.isEarly(streamed)).toBe(true);
  expect(frames.isEarly(whole)).toBe(false);
  await frames.prepare();
  expect(frames.isEarly(streamed)).toBe(false);
  // Not one that can be decoded: a key frame is asked for.
  expect(frames.take(streamed)).toEqual({ say: { type: 'key' } });
});

it('whole frames are asked for where the decoder cannot be loaded', async () => {
  vi.doMock('../src/stream-frames.ts', () => {
    throw new Error('no such file');
  });
  const frames = new LiveFrames();
  frames.begin([]);
  await expect(frames.prepare()).rejects.toThrow();
  expect(frames.take(streamed)).toEqual({ say: { type: 'watch', watch: 'frames' } });
});
