import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { encodeResult } from '@holdfast/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNodeSpawner } from '../src/node/spawner.ts';
import { openRealHost, until, type RealHost } from './fixtures/real-host.ts';
import { specOf } from './fixtures/specs.ts';
import { undisturbed } from './fixtures/undisturbed.ts';

describe('a run in a real worker process', () => {
  let real: RealHost;
  beforeAll(() => {
    real = openRealHost({ checkpointMs: 50 });
  });
  afterAll(() => real.dispose());

  test('ends with the bytes of the undisturbed run', async () => {
    const spec = specOf('oscillator');
    const { id } = await real.host.start(spec);
    const { result } = await real.host.ended(id);
    expect(encodeResult(result!)).toBe(encodeResult((await undisturbed(spec)).result));
  });

  test.each([1, 2, 3])('gives the same bytes with %i chunk threads', async (workers) => {
    const spec = specOf('sampler', { workers });
    const { id } = await real.host.start(spec);
    const { result } = await real.host.ended(id);
    expect(encodeResult(result!)).toBe(encodeResult((await undisturbed(spec)).result));
  });

  test('killed with SIGKILL three times in the middle, it resumes and gives the same bytes', async () => {
    const spec = specOf('oscillator', { until: 10, model: { rounds: 300_000 } });
    const { id } = await real.host.start(spec);
    const stored = real.store.runs.get(id)!;
    for (let kill = 0; kill < 3; kill++) {
      const before = stored.checkpoints[0]?.sequence ?? -1;
      await until(() => (stored.checkpoints[0]?.sequence ?? -1) > before);
      real.workers.at(-1)!.kill();
      await until(() => real.host.live(id)?.record.status === 'recovering');
    }
    const { result } = await real.host.ended(id);
    expect(encodeResult(result!)).toBe(encodeResult((await undisturbed(spec)).result));
    expect(
      [...stored.events.values()].filter(({ kind }) => kind === 'recovery').length,
    ).toBeGreaterThanOrEqual(3);
  });

  test('with a damaged state gives itself up, says why, and goes on from its checkpoint in another process', async () => {
    const model = { rounds: 300_000, damagedAt: 8 };
    const { id } = await real.host.start(specOf('oscillator', { until: 10, model }));
    const stored = real.store.runs.get(id)!;
    const { result } = await real.host.ended(id);
    const { result: sound } = await undisturbed(specOf('oscillator', { until: 10 }));
    expect(result).toMatchObject({
      stop: { kind: 'reached-end' },
      metrics: sound.metrics,
      frames: sound.frames,
    });
    const events = [...stored.events.values()];
    expect(events.filter(({ details }) => details['code'] === 'state.corrupt')).toHaveLength(1);
    expect(events.some(({ message }) => message.startsWith('resumed from checkpoint'))).toBe(true);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function orphanOf(kind: string): Promise<number> {
  const host = fork(fileURLToPath(new URL('fixtures/short-lived-host.js', import.meta.url)), [kind]);
  const pid = await new Promise<number>((resolve) => {
    host.on('message', (message) => resolve(Number(message)));
  });
  host.kill('SIGKILL');
  return pid;
}

describe('a worker whose host is killed with SIGKILL', () => {
  test('ends by itself', async () => {
    const pid = await orphanOf('hoard');
    await until(() => !isAlive(pid));
  });

  test('ends even in an endless loop', async () => {
    const pid = await orphanOf('loop');
    await until(() => !isAlive(pid));
  });
});

test('a worker that cannot be started is reported as gone', async () => {
  const entry = new URL('fixtures/no-such-entry.js', import.meta.url);
  const worker = createNodeSpawner({ entry, checkpointDirectory: '/nowhere' }).spawn({
    memoryMb: 128,
    workers: 1,
  });
  const exit = await new Promise<{ code: number | null; stderr: string }>((resolve) =>
    worker.onExit(resolve),
  );
  expect(exit.code).toBe(1);
  expect(exit.stderr).toContain('no-such-entry.js');
});
