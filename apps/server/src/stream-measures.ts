// What Prometheus is told of frames on their way to live clients.

import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export interface StreamMeasures {
  framePublished(bytes: number): void;
  frameDropped(): void;
  /** Changes how many frames of compressed streams are under way to clients that have not acknowledged them. */
  framesUnderWay(change: number): void;
  /** A frame of a compressed stream, however many clients share it. */
  frameEncoded(tier: string, bytes: number, seconds: number): void;
}

/** Registers them. */
export function streamMeasures(registers: Registry[]): StreamMeasures {
  const published = new Counter({
    name: 'holdfast_frames_published_total',
    help: 'Frames handed to live clients.',
    registers,
  });
  const dropped = new Counter({
    name: 'holdfast_frames_dropped_total',
    help: 'Frames live clients did not get because they were slow.',
    registers,
  });
  const publishedBytes = new Counter({
    name: 'holdfast_frames_published_bytes_total',
    help: 'Bytes of frames handed to live clients.',
    registers,
  });
  const underWay = new Gauge({
    name: 'holdfast_stream_frames_under_way',
    help: 'Frames of compressed streams that clients have not acknowledged yet.',
    registers,
  });
  const labelNames = ['tier'] as const;
  const encodedBytes = new Counter({
    name: 'holdfast_stream_encoded_bytes_total',
    help: 'Bytes of frames encoded for compressed streams; clients that share a frame share its bytes.',
    labelNames,
    registers,
  });
  const encoding = new Histogram({
    name: 'holdfast_stream_encode_seconds',
    help: 'Time to encode one frame of a compressed stream.',
    labelNames,
    buckets: [1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 5e-3, 2e-2],
    registers,
  });
  return {
    framePublished(bytes) {
      published.inc();
      publishedBytes.inc(bytes);
    },
    frameDropped: () => dropped.inc(),
    framesUnderWay: (change) => underWay.inc(change),
    frameEncoded(tier, bytes, seconds) {
      encodedBytes.inc({ tier }, bytes);
      encoding.observe({ tier }, seconds);
    },
  };
}
