// A person makes worlds: draws a ramp and a ball, mends a guess, runs it; says a sentence and changes it by another; brings a picture.
// A real browser, the real server, the real engine.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HoldfastClient } from '@holdfast/client';
import { ring, way } from '../../../bench/parts/drawings.js';
import { drawInk } from '../../../bench/parts/ink.js';
import { encodePng } from '../../cli/test/png.ts';
import { openPage, violationsInBoth, type WatchedPage } from './fixtures/browser.ts';
import { useRealStudio } from './fixtures/real-server.ts';

interface World {
  readonly bodies: readonly {
    readonly name: string;
    readonly geoms: readonly { readonly shape: string; readonly color?: readonly number[] }[];
  }[];
}

const studio = useRealStudio();
let watched: WatchedPage;
let page: Page;
let client: HoldfastClient;
const directory = mkdtempSync(join(tmpdir(), 'make-'));

beforeAll(() => {
  client = new HoldfastClient({ url: studio.server.url });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
beforeEach(async () => {
  watched = await openPage(studio.browser, 'light', { width: 1440, height: 1000 });
  page = watched.page;
});
afterEach(async () => {
  await page.context().close();
  expect(watched.faults).toEqual([]);
});

const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
const ready = (): Promise<void> => page.getByText('ready to run').waitFor();

/** Draws with the mouse; points are in the units of the sheet, which is 960 wide. */
async function draw(points: readonly { readonly x: number; readonly y: number }[]): Promise<void> {
  const sheet = await page.locator('.sheet-ink').boundingBox();
  if (sheet === null) throw new Error('there is no sheet');
  const scale = sheet.width / 960;
  const [first, ...rest] = points.map(({ x, y }) => [sheet.x + x * scale, sheet.y + y * scale] as const);
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...point);
  await page.mouse.up();
}

/** Where the bodies of a run are in its first and last frame: x and z by name. */
async function journeys(id: string) {
  await expect.poll(async () => (await client.run(id)).run.status).toBe('ended');
  const { model } = await client.run(id);
  const poses = model.channels.findIndex(({ name }) => name === 'poses');
  const before = model.channels
    .slice(0, poses)
    .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const frames = await client.frames(id, { limit: 1000 });
  const { model: world } = (await client.document(id)) as unknown as { model: World };
  const at = (values: Float64Array, row: number) => ({
    x: values[before + 7 * row],
    z: values[before + 7 * row + 2],
  });
  return Object.fromEntries(
    world.bodies.map(({ name }, row) => [
      name,
      { from: at(frames[0].values, row), to: at(frames.at(-1)!.values, row) },
    ]),
  );
}

async function ran(): Promise<string> {
  await button('Run').click();
  await page.waitForURL('**/run/*');
  return page.url().split('/').at(-1) ?? '';
}

describe('making a world', () => {
  it('draws a ramp and a ball, mends a guess, and the ball rolls down; the run forks and replays', async () => {
    await page.goto(`${studio.server.url}/make`);
    await page.getByRole('radio', { name: 'Draw it' }).click();
    await draw(way([160, 150], [640, 400]));
    await button(/^ramp 9\d %/).waitFor();
    await draw(ring(250, 158, 36));
    await button(/^ball \d+ %/).waitFor();
    // Flat enough that it could be an ellipse: the guess is mended by its chip.
    await draw(ring(760, 300, 40).map(({ x, y }) => ({ x, y: 300 + (y - 300) * 0.93 })));
    const parts = page.getByRole('region', { name: 'Parts of the drawing' });
    await expect.poll(() => parts.getByRole('row').count()).toBe(4);
    // A stroke may begin on a chip; a tap opens it.
    const [chip, sheet] = [
      await button(/^ramp /).boundingBox(),
      await page.locator('.sheet-ink').boundingBox(),
    ];
    const unit = sheet!.width / 960;
    const start = { x: (chip!.x + chip!.width / 2 - sheet!.x) / unit, y: (chip!.y + 8 - sheet!.y) / unit };
    await draw(way([start.x, start.y], [start.x + 150, start.y - 90]));
    await expect.poll(() => parts.getByRole('row').count()).toBe(5);
    await button('Undo').click();
    await expect.poll(() => parts.getByRole('row').count()).toBe(4);
    const third = page.locator('.chip').nth(2);
    await third.click();
    expect(await violationsInBoth(page)).toEqual([]);
    const other = page.getByRole('dialog').getByRole('button', { name: /^(ellipse|circle)/, pressed: false });
    const chosen = (await other.first().innerText()).split('\n')[0].trim();
    await other.first().click();
    await expect.poll(() => third.innerText()).toContain('chosen');
    await expect
      .poll(() =>
        parts
          .getByRole('combobox', { name: /^Shape of/ })
          .nth(2)
          .inputValue(),
      )
      .toBe(chosen);
    await ready();
    expect(await violationsInBoth(page)).toEqual([]);

    await page.getByRole('spinbutton', { name: 'Simulated seconds' }).fill('1.5');
    const id = await ran();
    const { ball, 'ball 1': one } = await journeys(id);
    const { from, to } = ball ?? one;
    expect(to.x - from.x).toBeGreaterThan(0.3);
    expect(to.z - from.z).toBeLessThan(-0.15);
    expect(await studio.server.holdfast('replay', id)).toMatch(/verified (\d+)\/\1/);
    const fork = await client.fork(id, { at: 0.5 });
    await expect.poll(async () => (await client.run(fork.id)).run.status).toBe('ended');
    expect(await studio.server.holdfast('replay', fork.id)).toMatch(/verified (\d+)\/\1/);
  });

  it('takes a sentence once it is understood, changes it by another, undoes, and runs', async () => {
    await page.goto(`${studio.server.url}/make`);
    const box = page.getByRole('textbox', { name: 'What should there be?' });
    await box.fill('a bal on a 20 degree ramp');
    await page.keyboard.press('Enter');
    await page.getByText('What is meant by "bal"?').waitFor();
    expect(await page.locator('.asked-marks mark').allInnerTexts()).toEqual(['bal']);
    expect(await violationsInBoth(page)).toEqual([]);
    await button('ball').first().click();
    await ready();
    await page.getByRole('textbox', { name: 'Change it by a sentence' }).fill('paint the ball red');
    await page.keyboard.press('Enter');
    await button('Take back: paint the ball red').waitFor();
    await page.keyboard.press('Escape');
    await button('Undo').click();
    await button('Take back: paint the ball red').waitFor({ state: 'detached' });
    await button('Redo').click();
    await button('Take back: paint the ball red').waitFor();
    await ready();
    expect(await violationsInBoth(page)).toEqual([]);
    const id = await ran();
    const { model } = (await client.document(id)) as unknown as { model: World };
    expect(model.bodies[0].geoms[0].color).toEqual([0.85, 0.2, 0.18, 1]);
    const { ball } = await journeys(id);
    expect(ball.to.x - ball.from.x).toBeGreaterThan(0.5);
    await page.goBack();
    await button('Open in the editor').click();
    await page.getByText('Ready to run').waitFor();
  });

  it('reads a picture into the same sheet, and is erased, moved and undone there', async () => {
    const file = join(directory, 'drawing.png');
    writeFileSync(file, encodePng(drawInk([way([60, 60], [400, 300]), ring(160, 60, 40)], 500, 400, 2)));
    await page.goto(`${studio.server.url}/make`);
    await page.getByRole('radio', { name: 'Draw it' }).click();
    await page.getByLabel('Picture of a drawing').setInputFiles(file);
    await button(/^ramp /).waitFor();
    const ball = button(/^ball /);
    await ball.waitFor();
    await ready();
    const before = await ball.boundingBox();
    await ball.focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await ball.boundingBox())!.x - before!.x).toBeGreaterThan(20);
    await page.keyboard.press('Delete');
    await ball.waitFor({ state: 'detached' });
    await button('Undo').click();
    await ball.waitFor();
    const id = await ran();
    const { model } = (await client.document(id)) as unknown as { model: World };
    expect(model.bodies.map(({ name, geoms }) => [name, geoms[0].shape])).toEqual([['ball', 'sphere']]);
  });

  it('keeps the pen under the pointer however the page is scaled, and adds shapes without a pointer', async () => {
    await page.goto(`${studio.server.url}/make`);
    await page.getByRole('radio', { name: 'Draw it' }).click();
    await page.evaluate('document.documentElement.style.zoom = "0.7"');
    await draw(ring(500, 250, 60));
    await button(/^ball /).waitFor();
    const path = await page.locator('.sheet-stroke').first().getAttribute('d');
    const numbers = [...(path ?? '').matchAll(/-?\d+\.\d/g)].map(Number);
    const xs = numbers.filter((_, i) => i % 2 === 0);
    expect(Math.abs((Math.min(...xs) + Math.max(...xs)) / 2 - 500)).toBeLessThan(3);
    expect(Math.abs(Math.max(...xs) - Math.min(...xs) - 120)).toBeLessThan(5);
    await button('Add').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Box' }).click();
    await button(/^box /).waitFor();
  });
});
