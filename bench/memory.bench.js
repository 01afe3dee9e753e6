// Peak resident memory of a run's own process at a million and at ten million iterations, against the bound of 150 MB.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHost, readConfiguration } from '@holdfast/server';

const boundMb = 150;

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

export async function run(print) {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  const host = await openHost(
    readConfiguration({ HOLDFAST_DATA_DIR: dataDirectory, HOLDFAST_LOG_LEVEL: 'silent' }, {}),
  );
  try {
    for (const name of ['supply-chain-cost', 'insurance-aggregate-loss']) {
      const document = JSON.parse(
        await readFile(new URL(`../examples/${name}.json`, import.meta.url), 'utf8'),
      );
      for (const [until, workers] of [
        [1_000_000, 1],
        [10_000_000, 1],
        [1_000_000, 2],
      ]) {
        const peak = await peakOf(host, document, until, workers);
        const ratio = (peak / boundMb).toFixed(2);
        print(
          `${name}, ${until / 1e6} M iterations, ${workers} worker(s): ${peak.toFixed(0)} MB, ${ratio} of the bound`,
        );
      }
    }
  } finally {
    await host.close(10_000);
    await rm(dataDirectory, { recursive: true, force: true });
  }
}
