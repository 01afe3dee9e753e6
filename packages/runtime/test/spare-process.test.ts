import { readFileSync } from 'node:fs';
import { encodeResult } from '@holdfast/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { createNodeSpawner, type NodeSpawner } from '../src/node/spawner.ts';
import type { HostMessage, WorkerMessage } from '../src/messages.ts';
import type { WorkerHandle } from '../src/ports.ts';
import { openRealHost, until } from './fixtures/real-host.ts';
import { specOf } from './fixtures/specs.ts';
import { undisturbed } from './fixtures/undisturbed.ts';

const entry = new URL('fixtures/worker-entry.js', import.meta.url);
const demand = { memoryMb: 128, workers: 1 };

/** Children of this process, also those that have ended and that it has not heard of yet. */
function allChildren(): readonly number[] {
  const text = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8');
  return text.split(' ').flatMap((pid) => (pid === '' ? [] : [Number(pid)]));
}

/** Those that run the entry. */
const childrenHere = (): readonly number[] =>
  allChildren().filter((pid) => commandOf(pid).includes('worker-entry.js'));

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

const boundOf = ({ pid }: WorkerHandle): string =>
  readFileSync(`/proc/${pid}/limits`, 'utf8').match(/Max data size +(\d+ +\d+)/)?.[1] ?? '';

describe('a process that waits for its run', () => {
  let spawner: NodeSpawner<HostMessage, WorkerMessage>;
  const started: WorkerHandle[] = [];
  const spawn = (of = demand): WorkerHandle => {
    const worker = spawner.spawn(of);
    started.push(worker);
    return worker;
  };
  const open = async (): Promise<number> => {
    spawner = createNodeSpawner({ entry, checkpointDirectory: '/nowhere', spare: demand });
    // Read once: while a process passes from one program to the next it has no command line for a moment.
    let here: readonly number[] = [];
    await until(() => (here = childrenHere()).length > 0);
    return here[0];
  };
  afterEach(async () => {
    spawner.close();
    for (const worker of started.splice(0)) worker.kill();
    await until(() => childrenHere().length === 0);
  });

  test('is the one the next run of its demand gets, under the same bound as any other', async () => {
    const waiting = await open();
    const first = spawn();
    const second = spawn();
    expect(first.pid).toBe(waiting);
    expect(second.pid).not.toBe(waiting);
    // The bound is there once the programs before Node have run.
    await until(() => boundOf(first) !== '' && boundOf(second) !== '');
    expect(boundOf(first)).toBe(boundOf(second));
  });

  test('is not given to a run with another bound', async () => {
    const waiting = await open();
    expect(spawn({ memoryMb: 64, workers: 1 }).pid).not.toBe(waiting);
    expect(spawn({ memoryMb: 128, workers: 2 }).pid).not.toBe(waiting);
    expect(spawn().pid).toBe(waiting);
  });

  test('that died is not given to anybody, and the next run starts all the same', async () => {
    const waiting = await open();
    process.kill(waiting, 'SIGKILL');
    await until(() => !allChildren().includes(waiting));
    expect(spawn().pid).not.toBe(waiting);
  });

  test('ends when its spawner is closed', async () => {
    await open();
    spawner.close();
    await until(() => childrenHere().length === 0);
  });
});

test('a run in a process that waited for it ends with the bytes of the undisturbed run, and another waits later', async () => {
  const spec = specOf('oscillator', { limits: { memoryMb: 128 } });
  const real = openRealHost({}, { memoryMb: 128, workers: 1 });
  const reference = encodeResult((await undisturbed(spec)).result);
  for (let turn = 0; turn < 2; turn++) {
    let here: readonly number[] = [];
    await until(() => (here = childrenHere()).length === 1);
    const [waiting] = here;
    const { id } = await real.host.start(spec);
    const { result } = await real.host.ended(id);
    expect(real.workers[turn].pid).toBe(waiting);
    expect(encodeResult(result!)).toBe(reference);
    await until(() => !childrenHere().includes(waiting));
  }
  await real.dispose();
});
