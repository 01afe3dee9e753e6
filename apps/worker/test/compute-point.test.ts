import { readdirSync, readFileSync } from 'node:fs';
import { catalog } from '@holdfast/catalog';
import type { ModelDocument, RunResult } from '@holdfast/core';
import { decodeResult } from '@holdfast/protocol';
import { computePoint, openModel, RunDriver, type WorkerMessage } from '@holdfast/runtime';
import { describe, expect, it } from 'vitest';

const root = `${import.meta.dirname}/../../../`;

function read(path: string): ModelDocument {
  return JSON.parse(readFileSync(root + path, 'utf8')) as ModelDocument;
}

/** Metrics of the run that the driver makes of a document. */
function driven(document: ModelDocument, until: number, seed: number): Promise<RunResult['metrics']> {
  return new Promise((resolve, reject) => {
    const disk = {
      write: async () => undefined,
      read: async () => new Uint8Array(),
      remove: async () => undefined,
      list: async () => [],
    };
    const clock = {
      now: () => 0,
      monotonic: () => 0,
      after: () => () => undefined,
      breathe: () => Promise.resolve(),
    };
    const driver = new RunDriver({
      clock,
      disk,
      simulators: catalog,
      openExecutor: () => {
        throw new Error('one worker has no executors');
      },
      post(message: WorkerMessage) {
        if (message.type !== 'ended') return;
        if (message.standing === null) reject(new Error(JSON.stringify(message.stop)));
        else resolve(message.standing.metrics);
      },
    });
    driver.receive({
      type: 'start',
      run: 'r',
      spec: { document, seed, until, parameters: [], limits: {}, workers: 1 },
      incarnation: 'i',
      checkpoints: [],
      inputs: [],
      recordedTo: -1,
      runningMs: 0,
      checkpointMs: 1e9,
      memoryMb: 512,
      fleet: false,
    });
  });
}

describe('a point', () => {
  const swinging = readdirSync(`${root}families/pendulum/examples`).map(
    (name) => `families/pendulum/examples/${name}`,
  );

  it.each([...swinging, 'examples/newsvendor.json', 'examples/tolerance-stack.json'])(
    'of %s has the metrics of the run, bit for bit',
    async (path) => {
      const document = read(path);
      const { model } = openModel(catalog, document);
      const until = model.timeUnit === 'iteration' ? 40_000 : 7.3;
      const metrics = computePoint(model, { seed: 5, until, parameters: [] });
      expect(metrics.length).toBeGreaterThan(1);
      expect(metrics).toEqual(await driven(document, until, 5));
    },
  );

  it('of a recorded example has its recorded metrics', () => {
    const { model } = openModel(catalog, read('examples/european-option.json'));
    const recorded = decodeResult(readFileSync(`${root}examples/expected/european-option.json`, 'utf8'));
    const { seed, asked: until, parameters } = recorded;
    expect(computePoint(model, { seed, until, parameters })).toEqual(recorded.metrics);
  });
});
