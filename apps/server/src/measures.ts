// What Prometheus is told. One registry per server, so that two servers in one process never add up.

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RunCounts } from './roster.ts';
import { streamMeasures, type StreamMeasures } from './stream-measures.ts';

export interface Measures extends StreamMeasures {
  request(method: string, route: string, status: number, seconds: number): void;
  runEnded(stop: string): void;
  streamOpened(kind: 'live' | 'progress'): () => void;
  /** Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
  close(): void;
}

/** Sources of the gauges, read when Prometheus asks. */
export interface MeasureSources {
  counts(): RunCounts;
  loopDelayMs(): number;
}

/** Opens the registry of one server. */
export function openMeasures(sources: MeasureSources): Measures {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'holdfast_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    registers,
  });
  const ended = new Counter({
    name: 'holdfast_runs_ended_total',
    help: 'Runs that ended in this process, by stop reason.',
    labelNames: ['stop'],
    registers,
  });
  const streams = new Gauge({
    name: 'holdfast_streams_open',
    help: 'Open live WebSockets and progress streams.',
    labelNames: ['kind'],
    registers,
  });
  const runs = new Gauge({
    name: 'holdfast_runs',
    help: 'Runs of this process that have not ended, by status.',
    labelNames: ['status'],
    registers,
    collect() {
      for (const [status, count] of Object.entries(sources.counts())) this.set({ status }, count);
    },
  });
  const delay = new Gauge({
    name: 'holdfast_event_loop_delay_p99_seconds',
    help: 'Lateness of the event loop, 99th percentile of the last whole second.',
    registers,
    collect() {
      this.set(sources.loopDelayMs() / 1000);
    },
  });
  runs.reset();
  delay.reset();
  return {
    request: (method, route, status, seconds) =>
      durations.observe({ method, route, status: String(status) }, seconds),
    ...streamMeasures(registers),
    runEnded: (stop) => ended.inc({ stop }),
    streamOpened(kind) {
      streams.inc({ kind });
      return () => streams.dec({ kind });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    close: () => registry.clear(),
  };
}
