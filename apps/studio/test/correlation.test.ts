// The matrix of correlations in a real browser against the real server: by keyboard, by pointer, judged, undone, run, measured.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { openPage, violations, type WatchedPage } from './fixtures/browser.ts';
import { useRealStudio } from './fixtures/real-server.ts';

const studio = useRealStudio();
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  watched = await openPage(studio.browser, 'light', { width: 1440, height: 900 });
  page = watched.page;
});

interface Written {
  readonly dependence: readonly Readonly<Record<string, unknown>>[];
  readonly study: unknown;
}

async function saved(): Promise<Written> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save document' }).click(),
  ]);
  return (JSON.parse(readFileSync(await download.path(), 'utf8')) as { model: Written }).model;
}

const dialog = (): Locator => page.getByRole('dialog', { name: 'Correlate inputs' });
const cell = (row: number, column: number): Locator => dialog().locator(`[data-cell="${row} ${column}"]`);
const text = (row: number, column: number): Promise<string> => cell(row, column).innerText();

it('edits a matrix by keyboard and pointer, judges it, undoes it, and shows what a run measured', async () => {
  await page.goto(`${studio.server.url}/new?example=correlated-portfolio`);
  await page.getByText('Ready to run').waitFor();
  await page.locator('.graph-node').first().waitFor();
  await page.keyboard.press('k');
  await dialog().getByText('These correlations are possible.').waitFor();
  expect(await text(2, 0)).toBe('0.75');

  // Typing a number, its mirror image, and the way on.
  await cell(1, 0).click();
  await page.keyboard.type('.5');
  await page.keyboard.press('Enter');
  await expect.poll(() => text(1, 0)).toBe('0.5');
  expect(await text(0, 1)).toBe('0.5');
  await dialog().getByText('These correlations are possible.').waitFor();

  // Escape leaves the number as it was.
  await page.keyboard.type('0.3');
  await page.keyboard.press('Escape');
  await expect.poll(() => text(2, 0)).toBe('0.75');

  // A contradiction says what is possible, and can be mended.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('-0,9');
  await page.keyboard.press('Enter');
  await expect.poll(() => text(2, 1)).toContain('−0.9');
  await dialog().getByText('too far for a run').waitFor();
  expect(await text(2, 1)).toMatch(/^−0.9\n−0\.6/);
  expect(await violations(page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Use the nearest' }).click();
  await dialog().getByText('These correlations are possible.').waitFor();

  // One history with the document.
  await cell(2, 1).focus();
  await page.keyboard.press('Control+z');
  await dialog().getByText('too far for a run').waitFor();
  for (let step = 0; step < 2; step++) await page.keyboard.press('Control+z');
  await expect.poll(() => text(1, 0)).toBe('0.2');
  expect(await text(2, 1)).toBe('0.1');

  // The pointer turns a cell; one drag is one step.
  const box = (await cell(1, 0).boundingBox())!;
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 40, box.y + 20, { steps: 3 });
  await page.mouse.move(box.x + 60, box.y + 20, { steps: 3 });
  await page.mouse.up();
  await expect.poll(() => text(1, 0)).toBe('0.4');
  await page.keyboard.press('Control+z');
  await expect.poll(() => text(1, 0)).toBe('0.2');

  // Inputs leave and come back; the copula gets its degrees of freedom.
  await dialog().getByRole('button', { name: 'Take Bonds return out' }).click();
  await expect.poll(() => dialog().locator('[data-cell]').count()).toBe(4);
  await dialog().getByLabel('Add an input').selectOption('bonds');
  await dialog().getByLabel('Copula').selectOption('t');
  await dialog().getByLabel('Degrees of freedom').fill('6');
  await page.keyboard.press('Enter');
  await dialog().getByLabel('these inputs').check();
  await page.keyboard.press('Escape');
  await page.getByText('Ready to run').waitFor();
  const { dependence, study } = await saved();
  expect(dependence).toEqual([
    {
      name: 'returns',
      copula: 't',
      degreesOfFreedom: 6,
      measure: 'pearson-of-normals',
      nodes: ['equity', 'emerging', 'bonds'],
      correlation: [[1], [0.75, 1], [0, 0, 1]],
    },
  ]);
  expect(study).toEqual({ inputs: ['equity', 'emerging', 'bonds'] });

  await page.getByRole('button', { name: 'Start run' }).click();
  await page.waitForURL('**/run/*');
  const measured = page.getByRole('table', { name: 'Correlations' });
  await expect.poll(() => measured.locator('td.correlation-read').count()).toBeGreaterThan(0);
  expect(await measured.locator('td.correlation-read').first().innerText()).toMatch(/^−?[01](\.\d+)?\n± /);
  expect(watched.faults).toEqual([]);
});
