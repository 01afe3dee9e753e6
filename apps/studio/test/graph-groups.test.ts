// Groups in a real browser against the real server: made, named, coloured, moved, collapsed, found, copied, taken apart.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPage, violations, type WatchedPage } from './fixtures/browser.ts';
import { useRealStudio } from './fixtures/real-server.ts';

interface Written {
  readonly model: {
    readonly groups?: readonly Readonly<Record<string, unknown>>[];
    readonly layout: Readonly<Record<string, readonly [number, number]>>;
  };
}

const studio = useRealStudio();
let watched: WatchedPage;
let page: Page;

beforeEach(async () => {
  watched = await openPage(studio.browser, 'light', { width: 1440, height: 900 });
  page = watched.page;
});
afterEach(async () => {
  await page.context().close();
  expect(watched.faults).toEqual([]);
});

const node = (id: string): Locator => page.locator(`.graph-node[data-key="${id}"]`);
const frame = (name: string): Locator => page.getByRole('option', { name: new RegExp(`^${name} group of`) });
const inspector = (): Locator => page.getByRole('region', { name: /^Inspector/ });
const edges = (): Locator => page.locator('.graph-edge');

async function open(example: string): Promise<void> {
  await page.goto(`${studio.server.url}/new?example=${example}`);
  await page.getByText('Ready to run').waitFor();
  await page.locator('.graph-node').first().waitFor();
}

async function saved(): Promise<Written['model']> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save document' }).click(),
  ]);
  return (JSON.parse(readFileSync(await download.path(), 'utf8')) as Written).model;
}

async function placeOf(of: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await of.boundingBox();
  if (box === null) throw new Error('it is not to be seen');
  return box;
}

describe('a group', () => {
  it('is made, named, coloured and taken apart with the keyboard, each step undone', async () => {
    await open('portfolio');
    const [first, second] = await page
      .locator('.graph-node')
      .evaluateAll((boxes) => boxes.map((box) => (box as HTMLElement).dataset['key'] ?? ''));
    await node(first).click({ position: { x: 40, y: 10 } });
    await node(second).click({ modifiers: ['Shift'], position: { x: 40, y: 10 } });
    await page.keyboard.press('Control+g');
    await page.keyboard.type('Equity & bonds');
    await frame('Equity & bonds').waitFor();
    await inspector().getByRole('radio', { name: 'green' }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await page.getByText('Ready to run').waitFor();
    expect((await saved()).groups).toEqual([
      { name: 'Equity & bonds', nodes: [first, second], color: 'green' },
    ]);

    await frame('Equity & bonds').focus();
    await page.keyboard.press('Control+Shift+g');
    await expect.poll(() => frame('Equity & bonds').count()).toBe(0);
    expect((await saved()).groups).toBeUndefined();
    await node(first).focus();
    await page.keyboard.press('Control+z');
    await frame('Equity & bonds').waitFor();
    await page.keyboard.press('m');
    await expect
      .poll(() => frame('Equity & bonds').evaluate((option) => option === document.activeElement))
      .toBe(true);
    await page.keyboard.press('m');
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset['key']))
      .toBe(first);
  });

  it('takes its nodes along when its frame is dragged, and nothing else', async () => {
    await open('clinic-budget');
    const before = (await saved()).layout;
    const handle = await placeOf(frame('Staff').locator('.graph-group-name'));
    const start = { x: handle.x + 8, y: handle.y + 5 };
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x + 20, start.y - 10, { steps: 3 });
    const [frameOnTheWay, nodeOnTheWay] = [await placeOf(frame('Staff')), await placeOf(node('doctors'))];
    expect(nodeOnTheWay.y).toBeGreaterThan(frameOnTheWay.y);
    await page.mouse.move(start.x + 40, start.y - 20, { steps: 3 });
    await page.mouse.up();
    await page.getByText('from examples/clinic-budget.json, edited').waitFor();
    const after = (await saved()).layout;
    const ways = Object.entries(after).map(([id, [x, y]]) => [id, x - before[id][0], y - before[id][1]]);
    const moved = ways.filter(([, x, y]) => x !== 0 || y !== 0);
    expect(moved.map(([id]) => id)).toEqual(['doctors', 'salary', 'locums', 'staff']);
    expect(new Set(moved.map(([, x, y]) => `${x} ${y}`)).size).toBe(1);
    await frame('Staff').focus();
    await page.keyboard.press('Control+z');
    await page.getByText('from examples/clinic-budget.json', { exact: true }).waitFor();
  });

  it('becomes one block with its edges, by pointer and by key, and opens for what is sought inside', async () => {
    await open('clinic-budget');
    expect(await node('waste').count()).toBe(0);
    expect(await frame('Supplies').getAttribute('class')).toBe('graph-node');
    const count = await edges().count();
    await frame('Staff').locator('[data-fold]').click();
    await expect.poll(() => node('doctors').count()).toBe(0);
    // Three edges are inside.
    expect(await edges().count()).toBe(count - 3);
    expect((await saved()).groups?.map(({ collapsed }) => collapsed)).toContain(true);
    await frame('Staff').focus();
    await page.keyboard.press('h');
    await node('doctors').waitFor();
    expect(await edges().count()).toBe(count);

    await page.keyboard.press('/');
    await page.getByRole('combobox', { name: 'Find a node or group' }).fill('result group');
    await page.keyboard.press('Enter');
    await expect.poll(() => frame('Result').getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('/');
    await page.getByRole('combobox', { name: 'Find a node or group' }).fill('waste');
    await page.keyboard.press('Enter');
    await expect.poll(() => node('waste').getAttribute('aria-selected')).toBe('true');
  });

  it('goes along when it is copied into another document', async () => {
    await open('clinic-budget');
    await frame('Income').locator('.graph-group-name').click();
    await page.keyboard.press('Control+c');
    await page.goto(`${studio.server.url}/new?blank=1`);
    await page.getByText('Drag a node here from the left').waitFor();
    await page.locator('.graph-canvas').click({ position: { x: 300, y: 300 } });
    await page.keyboard.press('Control+v');
    await frame('Income').waitFor();
    expect((await saved()).groups).toEqual([
      { name: 'Income', color: 'violet', nodes: ['fee', 'unpaid', 'income'] },
    ]);
  });

  it.each(['light', 'dark'] as const)('has no serious accessibility violation, %s', async (theme) => {
    const dressed = await openPage(studio.browser, theme, { width: 1440, height: 900 });
    await dressed.page.goto(`${studio.server.url}/new?example=clinic-budget`);
    await dressed.page.getByText('Ready to run').waitFor();
    await dressed.page
      .getByRole('option', { name: /^Staff group of 4 nodes/ })
      .click({ position: { x: 120, y: 8 } });
    await dressed.page.getByRole('radio', { name: 'violet' }).waitFor();
    const found = await violations(dressed.page);
    await dressed.page.context().close();
    expect(found).toEqual([]);
    expect(dressed.faults).toEqual([]);
  });
});
