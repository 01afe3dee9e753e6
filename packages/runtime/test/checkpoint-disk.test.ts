import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkpointFile, removeOlder } from '../src/checkpoint.ts';
import { createCheckpointDisk } from '../src/node/checkpoint-disk.ts';
import type { CheckpointDisk } from '../src/ports.ts';

let directory: string;
let disk: CheckpointDisk;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-disk-'));
  disk = createCheckpointDisk(join(directory, 'checkpoints'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('a file reads back as it was written, and is replaced whole', async () => {
  await disk.write('run', 'a', Uint8Array.of(1, 2, 3));
  await disk.write('run', 'a', Uint8Array.of(4));
  expect([...(await disk.read('run', 'a'))]).toEqual([4]);
  expect(readdirSync(join(directory, 'checkpoints', 'run'))).toEqual(['a']);
});

test('what a crash left unfinished goes with the older files', async () => {
  const names = [1, 2, 3].map((sequence) => checkpointFile(sequence, '1.0'));
  for (const name of names) await disk.write('run', name, Uint8Array.of(1));
  const place = join(directory, 'checkpoints', 'run');
  const unfinished = [1, 3].map((sequence) => `${checkpointFile(sequence, '0.4')}.partial`);
  for (const name of unfinished) writeFileSync(join(place, name), 'half');
  await removeOlder(disk, 'run', 2);
  expect(readdirSync(place).sort()).toEqual([names[1], unfinished[1], names[2]].sort());
});

test('runs do not see each other, and an unknown run has no files', async () => {
  await disk.write('one', 'a', Uint8Array.of(1));
  expect(await disk.list('two')).toEqual([]);
  await expect(disk.read('two', 'a')).rejects.toThrow('ENOENT');
});

test('removing is harmless when repeated', async () => {
  await disk.write('run', 'a', Uint8Array.of(1));
  await disk.remove('run', 'a');
  await disk.remove('run', 'a');
  expect(await disk.list('run')).toEqual([]);
});

test('a write that cannot happen is refused', async () => {
  writeFileSync(join(directory, 'checkpoints'), 'a file where the directory should be');
  await expect(disk.write('run', 'a', Uint8Array.of(1))).rejects.toThrow();
});
