import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exporters, importers } from '@holdfast/catalog';
import { importCommand } from '../src/commands/import.ts';
import { exportModel } from '../src/commands/export-model.ts';
import { importFormats, modelFormats } from '../src/exchange-formats.ts';
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

  it('says that a document needs no import, and which families a format has', async () => {
    const portfolio = fileURLToPath(new URL('../../../examples/portfolio.json', import.meta.url));
    await expect(importCommand(portfolio, {}, memoryConsole())).rejects.toMatchObject({
      code: 'document.unreadable',
      message: expect.stringContaining('document of Holdfast already') as string,
    });
    await expect(exportModel(portfolio, 'mjcf', {}, memoryConsole())).rejects.toMatchObject({
      code: 'export.no-form',
      message: 'a model of the family scenario cannot be written as mjcf: only physics has that form',
    });
  });

  it('says what it knows when a file looks like nothing it knows', async () => {
    const file = await written('notes.txt', 'Dear all,');
    await expect(importCommand(file, {}, memoryConsole())).rejects.toThrow(/graph-json, squiggle/);
  });
});

describe('a model in several files', () => {
  let directory = '';
  const tetrahedron = 'v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n';
  const files = {
    'scene.xml': '<mujoco><include file="parts/robot.xml"/></mujoco>',
    'parts/robot.xml':
      '<mujoco><compiler meshdir="meshes"/><asset><mesh file="tip.obj"/></asset><worldbody><geom type="mesh" mesh="tip"/></worldbody></mujoco>',
    'meshes/tip.obj': tetrahedron,
  };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'holdfast-import-'));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(directory, 'robot', path, '..'), { recursive: true });
      await writeFile(join(directory, 'robot', path), text);
    }
    const packed = Object.entries(files).map(
      ([path, text]) => [path, new TextEncoder().encode(text)] as const,
    );
    await writeFile(join(directory, 'robot.zip'), zipSync(Object.fromEntries(packed)));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const imported = async (path: string, main?: string): Promise<string> => {
    const memory = memoryConsole();
    await importCommand(join(directory, path), main === undefined ? {} : { main }, memory);
    return memory.out;
  };

  it('is the same document from its folder, its ZIP file and its main file', async () => {
    const fromFolder = await imported('robot');
    expect(await imported('robot.zip')).toBe(fromFolder);
    const document = JSON.parse(fromFolder);
    expect(document).toMatchObject({ family: 'physics', name: 'robot' });
    expect(document.model.meshes).toMatchObject([
      { name: 'tip', vertices: [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1] },
    ]);
    expect(JSON.parse(await imported('robot/scene.xml')).model).toEqual(document.model);
  });

  it('names what is missing, and asks which model is meant', async () => {
    await mkdir(join(directory, 'broken'));
    for (const name of ['one.xml', 'two.xml'])
      await writeFile(
        join(directory, 'broken', name),
        '<mujoco><asset><mesh file="gone.stl"/></asset></mujoco>',
      );
    await expect(imported('broken')).rejects.toThrow(/2 models.*one\.xml.*--main/);
    const failure = await imported('broken', 'two.xml').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InvalidDocument);
    const [placed] = (failure as InvalidDocument).issues;
    expect(placed?.issue.message).toContain('"gone.stl" is missing');
    expect(placed?.issue.remedy).toContain('Put it at gone.stl');
  });

  it('goes out as MJCF and comes back the same', async () => {
    expect([...modelFormats]).toEqual(exporters.map(({ format }) => format));
    const document = JSON.parse(await imported('robot'));
    await writeFile(join(directory, 'robot.json'), JSON.stringify(document));
    const memory = memoryConsole();
    expect(await exportModel(join(directory, 'robot.json'), 'mjcf', {}, memory)).toBe(0);
    expect(memory.err).toContain('@start');
    await writeFile(join(directory, 'again.xml'), memory.out);
    expect(JSON.parse(await imported('again.xml')).model).toMatchObject(document.model);
    await expect(
      exportModel(example('../european-option.json'), 'mjcf', {}, memoryConsole()),
    ).rejects.toThrow(/only physics/);
  });

  it('does not follow a link out of its folder', async () => {
    await mkdir(join(directory, 'linked'));
    await writeFile(
      join(directory, 'linked/a.xml'),
      '<mujoco><asset><mesh file="tip.obj"/></asset></mujoco>',
    );
    await symlink(join(directory, 'robot/meshes/tip.obj'), join(directory, 'linked/tip.obj'));
    const failure = await imported('linked').catch((error: unknown) => error);
    expect((failure as InvalidDocument).issues[0]?.issue.code).toBe('physics.missing-file');
  });
});
