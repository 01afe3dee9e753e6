import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelDocument, RunRecord, RunSpec } from '@holdfast/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHost, readConfiguration, type OpenedHost } from '../src/index.ts';

const until = 1_500_000;

describe('a parameter that changes while a run is going', () => {
  let directory: string;
  let host: OpenedHost;
  let document: ModelDocument;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'holdfast-input-'));
    host = await openHost(
      readConfiguration({ HOLDFAST_DATA_DIR: directory, HOLDFAST_LOG_LEVEL: 'silent' }, {}),
    );
    const path = new URL('../../../examples/european-option.json', import.meta.url);
    document = JSON.parse(await readFile(path, 'utf8')) as ModelDocument;
  });

  afterAll(async () => {
    await host.close(10_000);
    await rm(directory, { recursive: true, force: true });
  });

  async function finish(spec: RunSpec): Promise<RunRecord> {
    const { id } = await host.runs.start(spec);
    return host.runs.ended(id);
  }

  it(
    'ends with the figures of a run that began with the new value, and replays',
    { timeout: 300_000 },
    async () => {
      const spec = host.toRunSpec({ document, until, workers: 2 });
      const { id } = await host.runs.start(spec);
      const started = Date.now();
      while ((host.runs.live(id)?.record.time ?? 0) === 0 && Date.now() - started < 60_000) {
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
      }
      await host.runs.input(id, [{ parameter: 'strike', value: 90 }]);
      const { result } = await host.runs.ended(id);
      const fresh = await finish({ ...spec, parameters: [{ parameter: 'strike', value: 90 }] });

      expect(result?.stop.kind).toBe('reached-end');
      expect(result?.inputs).toMatchObject([{ parameter: 'strike', value: 90 }]);
      expect(result?.reached).toBe(until + result!.inputs[0].time);
      expect(result?.metrics).toEqual(fresh.result?.metrics);

      const replayed = await finish({ ...spec, workers: 1, inputs: result!.inputs });
      expect(replayed.result?.trail).toBe(result?.trail);
      expect(replayed.result?.metrics).toEqual(result?.metrics);
    },
  );
});
