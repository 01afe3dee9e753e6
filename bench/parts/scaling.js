// A run with one and with two workers in the real host: wall time from the first iterations to the end, equal results.
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHost, readConfiguration } from '@holdfast/server';
import { encodeResult } from '@holdfast/protocol';
import { documentOf, makeGraph } from '../peers/graphs.js';

const until = 20_000_000;
const target = 1.7;

/** Seconds from the request to the end, and the bytes of the result. */
async function timed(host, document, iterations, workers) {
  const start = performance.now();
  const { id } = await host.runs.start(host.toRunSpec({ document, until: iterations, workers }));
  const { result } = await host.runs.ended(id);
  if (result?.stop.kind !== 'reached-end') throw new Error(JSON.stringify(result?.stop));
  return { seconds: (performance.now() - start) / 1000, bytes: encodeResult(result) };
}

/** Prints the speed-up of two workers; the start of the processes counts. */
export async function measureScaling(print) {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  const host = await openHost(
    readConfiguration({ HOLDFAST_DATA_DIR: dataDirectory, HOLDFAST_LOG_LEVEL: 'silent' }, {}),
  );
  const document = documentOf(makeGraph(50));
  try {
    await timed(host, document, 1_000_000, 1);
    const one = await timed(host, document, until, 1);
    const two = await timed(host, document, until, 2);
    const ratio = one.seconds / two.seconds;
    print(`workers in the host, 50 nodes, ${until / 1e6} M iterations, ${availableParallelism()} processors`);
    print(
      `  1: ${one.seconds.toFixed(2)} s, 2: ${two.seconds.toFixed(2)} s, ${ratio.toFixed(2)} times faster, ${(ratio / target).toFixed(2)} of the target of ${target}; results ${one.bytes === two.bytes ? 'equal to the byte' : 'DIFFER'}`,
    );
  } finally {
    await host.close(10_000);
    await rm(dataDirectory, { recursive: true, force: true });
  }
}
