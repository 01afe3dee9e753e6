// A person brings a robot in a folder: with its mesh, without it, as two models, by dropping it; a real browser and the real server.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HoldfastClient } from '@holdfast/client';
import { openPage, violations, type WatchedPage } from './fixtures/browser.ts';
import { useRealStudio } from './fixtures/real-server.ts';

/** A tetrahedron. */
const mesh = 'v 0 0 0\nv 0.4 0 0\nv 0 0.4 0\nv 0 0 0.4\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n';
const model = (name: string): string =>
  `<mujoco model="${name}"><compiler meshdir="meshes"/><asset><mesh name="arm" file="arm.obj"/></asset><worldbody>` +
  '<geom type="plane" size="5 5 1"/><body name="arm" pos="0 0 1"><joint name="hinge" axis="0 1 0"/>' +
  '<geom type="mesh" mesh="arm" density="1000"/></body></worldbody></mujoco>';

describe('importing a model', () => {
  const directory = mkdtempSync(join(tmpdir(), 'import-'));
  const studio = useRealStudio();
  let client: HoldfastClient;
  let watched: WatchedPage;
  let page: Page;

  const folder = (name: string, files: Readonly<Record<string, string>>): string => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(directory, name, path, '..'), { recursive: true });
      writeFileSync(join(directory, name, path), text);
    }
    return join(directory, name);
  };

  beforeAll(() => {
    client = new HoldfastClient({ url: studio.server.url });
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  beforeEach(async () => {
    watched = await openPage(studio.browser, 'light', { width: 1280, height: 900 });
    page = watched.page;
  });
  afterEach(() => page.context().close());

  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  const chooseFolder = (path: string): Promise<void> =>
    page.getByLabel('Choose a folder').and(page.locator('input')).setInputFiles(path);
  const ready = (name: string): Promise<void> => page.getByText(`${name}: ready to run`).waitFor();

  it('takes a folder with its mesh, from the start page, to a run and out again as MuJoCo XML', async () => {
    const robot = folder('robot', { 'robot.xml': model('Robot'), 'meshes/arm.obj': mesh });
    await page.goto(`${studio.server.url}/new`);
    await page.getByRole('link', { name: 'Import a model' }).click();
    await chooseFolder(robot);
    await ready('Robot');
    expect(await violations(page)).toEqual([]);
    const [file] = await Promise.all([page.waitForEvent('download'), button('MuJoCo XML').click()]);
    expect(file.suggestedFilename()).toBe('robot.xml');
    expect(readFileSync(await file.path(), 'utf8')).toMatch(
      /^<mujoco model="Robot"[\s\S]*<mesh [^>]*vertex=/,
    );
    await page.getByRole('spinbutton', { name: 'Simulated seconds' }).fill('0.4');
    await button('Run').click();
    await page.waitForURL('**/run/*');
    const id = page.url().split('/').at(-1)!;
    await expect.poll(async () => (await client.run(id)).run.status).toBe('ended');
    expect((await client.result(id)).reached).toBeCloseTo(0.4, 9);
    await button('Export').click();
    const [again] = await Promise.all([page.waitForEvent('download'), button(/^MuJoCo XML/).click()]);
    expect(readFileSync(await again.path(), 'utf8')).toBe(readFileSync(await file.path(), 'utf8'));
    expect(watched.faults).toEqual([]);
  });

  it('names what a folder lacks, takes it from elsewhere, and opens the document in the editor', async () => {
    const lacking = folder('lacking', { 'robot.xml': model('Lacking') });
    const elsewhere = folder('elsewhere', { 'Arm.obj': mesh });
    await page.goto(`${studio.server.url}/make`);
    await page.getByRole('link', { name: 'Import a model' }).click();
    await chooseFolder(lacking);
    const missing = page.getByRole('region', { name: 'Missing files' });
    await missing.getByText('lacking/meshes/arm.obj', { exact: true }).waitFor();
    expect(await missing.innerText()).toContain('the mesh "arm.obj" is missing');
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page)).toEqual([]);
    await missing.locator('input').setInputFiles(join(elsewhere, 'Arm.obj'));
    await ready('Lacking');
    expect(await missing.count()).toBe(0);
    await button('Open in the editor').click();
    await page.getByText('Ready to run').waitFor();
    expect(watched.faults).toEqual([]);
  });

  it('asks which of two models is meant, and refuses what is none with a code and what to do', async () => {
    const two = folder('two', { 'a.xml': model('First'), 'b.xml': model('Second'), 'meshes/arm.obj': mesh });
    await page.goto(`${studio.server.url}/new?import=1`);
    await chooseFolder(two);
    await page
      .getByRole('group', { name: 'Which is the model?' })
      .getByRole('button', { name: 'two/b.xml' })
      .click();
    await ready('Second');
    writeFileSync(join(directory, 'broken.zip'), 'PK\u0003\u0004 and then nothing');
    await page
      .getByLabel('Choose files or a ZIP')
      .and(page.locator('input'))
      .setInputFiles(join(directory, 'broken.zip'));
    await page.getByText('archive.refused').waitFor();
    await page.getByText(/it is damaged/).waitFor();
    await page.getByText('Pack only the model').waitFor();
    expect(watched.faults.every((fault) => fault.includes('422'))).toBe(true);
  });

  it('takes what is dropped anywhere on the start page', async () => {
    await page.goto(`${studio.server.url}/new`);
    await page.getByRole('link', { name: 'Import a model' }).waitFor();
    const files = { 'robot.xml': model('Dropped').replace(' meshdir="meshes"', ''), 'arm.obj': mesh };
    const transfer = await page.evaluateHandle((given) => {
      const held = new DataTransfer();
      for (const [name, text] of Object.entries(given)) held.items.add(new File([text], name));
      return held;
    }, files);
    await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
    await page.getByText('Drop a model').waitFor();
    await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
    await ready('Dropped');
    expect(watched.faults).toEqual([]);
  });
});
