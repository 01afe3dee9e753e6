import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ring, way } from '../../../bench/parts/drawings.js';
import { drawInk } from '../../../bench/parts/ink.js';
import { writeCommand } from '../src/commands/write.ts';
import { memoryConsole } from './memory-console.ts';
import { encodePng } from './png.ts';

/** A command's surroundings, with a console in memory. */
const around = (memory = memoryConsole()) => ({
  console: memory.console,
  now: () => performance.now(),
  takeInterrupt: () => new AbortController().signal,
});

describe('holdfast write', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'holdfast-write-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('prints the document a sentence means', async () => {
    const memory = memoryConsole();
    expect(await writeCommand(['a', 'ball', 'on', 'a', 'ramp'], {}, around(memory))).toBe(0);
    expect(JSON.parse(memory.out)).toMatchObject({
      family: 'physics',
      version: 1,
      name: 'a ball on a ramp',
      model: { bodies: [{ name: 'ball' }] },
    });
  });

  it('asks about what it does not understand, with marks under it, and writes nothing', async () => {
    const memory = memoryConsole();
    expect(await writeCommand(['a bal on a trampoline'], {}, around(memory))).toBe(3);
    expect(memory.out).toBe('');
    expect(memory.err).toContain('a bal on a trampoline\n    ^^^      ^^^^^^^^^^');
    expect(memory.err).toContain('Perhaps ball');
  });

  it('keeps a document in a file, and changes it by a sentence or prints the patch', async () => {
    const file = join(directory, 'ball.json');
    expect(await writeCommand(['a 2 kg ball'], { out: file }, around())).toBe(0);
    const changed = memoryConsole();
    expect(await writeCommand(['make the ball twice as heavy'], { change: file }, around(changed))).toBe(0);
    expect(JSON.parse(changed.out)).toMatchObject({
      name: 'a 2 kg ball',
      model: { bodies: [{ geoms: [{ mass: 4 }] }] },
    });
    const patch = memoryConsole();
    await writeCommand(['make the ball twice as heavy'], { change: file, patch: true }, around(patch));
    expect(JSON.parse(patch.out)).toEqual([{ op: 'replace', path: '/bodies/0/geoms/0/mass', value: 4 }]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      model: { bodies: [{ geoms: [{ mass: 2 }] }] },
    });
  });

  it('reads a drawing', async () => {
    const file = join(directory, 'ramp.png');
    await writeFile(file, encodePng(drawInk([way([60, 60], [400, 300]), ring(160, 60, 40)], 500, 400, 2)));
    const memory = memoryConsole();
    expect(await writeCommand([file], {}, around(memory))).toBe(0);
    expect(JSON.parse(memory.out)).toMatchObject({
      family: 'physics',
      name: 'ramp',
      model: { bodies: [{ geoms: [{ shape: 'sphere' }] }] },
    });
  });

  it('runs what it wrote at once, and keeps the document where that is asked', async () => {
    const file = join(directory, 'run.json');
    const memory = memoryConsole();
    const options = { run: true, json: true, out: file, dataDir: join(directory, 'data') };
    expect(await writeCommand(['a ball on a ramp'], options, around(memory))).toBe(0);
    expect(JSON.parse(memory.out)).toMatchObject({ family: 'physics', stop: { kind: 'reached-end' } });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ name: 'a ball on a ramp' });
  });

  it('says why a picture or a document cannot be used', async () => {
    const broken = join(directory, 'broken.png');
    await writeFile(broken, 'no picture');
    await expect(writeCommand([broken], {}, around())).rejects.toThrow(/PNG nor JPEG/);
    await expect(writeCommand([join(directory, 'none.png')], {}, around())).rejects.toThrow(/none\.png/);
  });
});
