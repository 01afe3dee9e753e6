import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importers } from '@holdfast/catalog';
import { importCommand } from '../src/commands/import.ts';
import { importFormats } from '../src/exchange-formats.ts';
import { InvalidDocument } from '../src/invalid-document.ts';
import { memoryConsole } from './memory-console.ts';

const example = (name: string): string =>
  fileURLToPath(new URL(`../../../examples/imports/${name}`, import.meta.url));

describe('holdfast import', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'holdfast-import-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const written = async (name: string, text: string): Promise<string> => {
    const file = join(directory, name);
    await writeFile(file, text);
    return file;
  };

  it('offers exactly the formats there are', () => {
    expect([...importFormats].sort()).toEqual(importers.map(({ format }) => format).sort());
  });

  it('writes the document to stdout and what it changed to stderr', async () => {
    const memory = memoryConsole();
    expect(await importCommand(example('warehouse.graph.json'), {}, memory)).toBe(0);
    expect(JSON.parse(memory.out)).toMatchObject({ family: 'scenario', name: 'Warehouse cost' });
    expect(memory.err).toContain('KALMAN_FILTER');
  });

  it('names a script after its file, or as asked', async () => {
    const memory = memoryConsole();
    await importCommand(example('product-launch.squiggle'), { name: 'Launch' }, memory);
    expect(JSON.parse(memory.out)).toMatchObject({ name: 'Launch' });
  });

  it('says line and column where a script cannot be read', async () => {
    const file = await written('bad.squiggle', 'a = 1 to 2\nb = mean(a)\n');
    const failure = await importCommand(file, {}, memoryConsole()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InvalidDocument);
    expect((failure as InvalidDocument).issues[0]).toMatchObject({ line: 2, column: 5 });
  });

  it('says what it knows when a file looks like nothing it knows', async () => {
    const file = await written('notes.txt', 'Dear all,');
    await expect(importCommand(file, {}, memoryConsole())).rejects.toThrow(/graph-json, squiggle/);
  });
});
