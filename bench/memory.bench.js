// Peak resident memory of a run's own process, against bounds: 150 MB at a million and ten million iterations of documents of
// professionals, 100 MB at a hundred million iterations of a generated graph of 50 nodes.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHost, readConfiguration } from '@holdfast/server';
import { documentOf, makeGraph } from './peers/graphs.js';

/** Executes a document and returns the highest resident memory its worker was seen with, MB. */
async function peakOf(host, document, until, workers) {
  const { id } = await host.runs.start(host.toRunSpec({ document, until, workers }));
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, host.runs.live(id)?.memoryMb ?? 0);
  }, 20);
  const record = await host.runs.ended(id);
  clearInterval(timer);
  if (record.result?.stop.kind !== 'reached-end') throw new Error(JSON.stringify(record.result?.stop));
  return peak;
}

/** Name, document, iterations, workers and bound in MB of each run. */
async function cases() {
  const cases = [];
  for (const name of ['supply-chain-cost', 'insurance-aggregate-loss']) {
    const document = JSON.parse(await readFile(new URL(`../examples/${name}.json`, import.meta.url), 'utf8'));
    cases.push([name, document, 1e6, 1, 150], [name, document, 1e7, 1, 150], [name, document, 1e6, 2, 150]);
  }
  return [...cases, ['50 nodes', documentOf(makeGraph(50)), 1e8, 1, 100]];
}

export async function run(print) {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  const host = await openHost(
    readConfiguration({ HOLDFAST_DATA_DIR: dataDirectory, HOLDFAST_LOG_LEVEL: 'silent' }, {}),
  );
  try {
    for (const [name, document, until, workers, boundMb] of await cases()) {
      const peak = await peakOf(host, document, until, workers);
      const ratio = (peak / boundMb).toFixed(2);
      print(
        `${name}, ${until / 1e6} M iterations, ${workers} worker(s): ${peak.toFixed(0)} MB, ${ratio} of the bound of ${boundMb}`,
      );
    }
  } finally {
    await host.close(10_000);
    await rm(dataDirectory, { recursive: true, force: true });
  }
}
