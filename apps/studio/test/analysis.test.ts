// Analyses and comparisons in a real browser against the real server.
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExperimentResult } from '@holdfast/protocol';
import { openPage, violations, waitMs, type WatchedPage } from './fixtures/browser.ts';
import { useRealStudio } from './fixtures/real-server.ts';

const studio = useRealStudio();
let watched: WatchedPage;
let page: Page;

beforeEach(async () => {
  watched = await openPage(studio.browser, 'light');
  page = watched.page;
});
afterEach(async () => {
  await page.context().close();
  expect(watched.faults).toEqual([]);
});

const exampleFile = (shell: string): readonly string[] => shell.split(/\s+/).slice(1);

/** Starts an analysis of the portfolio; answers its id. */
async function startAnalysis(until: number, method: Readonly<Record<string, unknown>>): Promise<string> {
  const document = (await (await fetch(`${studio.server.url}/api/v1/examples/portfolio`)).json()) as unknown;
  const outputs = [{ subject: 'wealth.value', metric: 'mean' }];
  const answer = await fetch(`${studio.server.url}/api/v1/experiments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ document, until, method: { ...method, outputs } }),
  });
  return ((await answer.json()) as { experiment: { id: string } }).experiment.id;
}

describe('an analysis', () => {
  it('is asked for, started, read with the arrow keys, reloaded, and is what the command line prints', async () => {
    await page.goto(`${studio.server.url}/new?example=insurance-aggregate-loss`);
    await page.getByText('Ready to run').waitFor();
    await page.locator('h1').click();
    await page.keyboard.press('y');
    await page.getByRole('radio', { name: /^Tornado/ }).waitFor();
    await page.getByLabel('Until').fill('none');
    await page.getByText('"until" has to be a number. Change its type.').waitFor();
    expect(await page.getByRole('button', { name: 'Start analysis' }).isDisabled()).toBe(true);
    await page.getByLabel('Until').fill('4096');
    const shell = await page.locator('code', { hasText: 'holdfast analyze' }).innerText();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL('**/analysis/*');
    await page.getByText('Finished', { exact: true }).waitFor({ timeout: 2 * waitMs });
    const plot = page.getByRole('slider', { name: /^Tornado of the mean of Aggregate loss/ });
    await page.keyboard.press('p');
    await page.keyboard.press('End');
    expect(await plot.getAttribute('aria-valuetext')).toMatch(/^Retention: .* swing 0/);
    const id = page.url().split('/').at(-1);
    await page.reload();
    await page.getByRole('button', { name: /^Show Tornado of the mean of Aggregate loss/ }).click();
    expect(await page.getByRole('table').first().innerText()).toContain('Claims per year');
    const words = exampleFile(shell);
    const printed = await studio.server.holdfast('--quiet', ...words, '--json');
    const kept = (await (
      await fetch(`${studio.server.url}/api/v1/experiments/${id}/result`)
    ).json()) as ExperimentResult;
    expect((JSON.parse(printed) as ExperimentResult).report).toEqual(kept.report);
  }, 90_000);

  it('is stopped with what is known, changed, and found in the list', async () => {
    const id = await startAnalysis(200_000, { kind: 'sobol', rows: 4096 });
    await page.goto(`${studio.server.url}/analysis/${id}`);
    await page.getByText(/of at most 16,384/).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('PARTIAL', { exact: true }).waitFor();
    await page.keyboard.press('y');
    await page.getByRole('radio', { name: /^Sobol/, checked: true }).waitFor();
    expect(await page.getByLabel('Rows').inputValue()).toBe('4096');
    await page.locator('h1').click();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByRole('link', { name: 'Sobol · Portfolio of three funds' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('sobol portfolio');
    await page.getByRole('option', { name: /^Sobol: Portfolio of three funds Analysis, stopped/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/analysis/${id}`);
  });
});

async function startRun(seed: number): Promise<string> {
  const document = (await (await fetch(`${studio.server.url}/api/v1/examples/newsvendor`)).json()) as unknown;
  const answer = await fetch(`${studio.server.url}/api/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ document, seed, until: 4096 }),
  });
  return ((await answer.json()) as { run: { id: string } }).run.id;
}

describe('runs', () => {
  it('are chosen and compared with the keyboard alone, and say whether their bytes are the same', async () => {
    await startRun(11);
    await startRun(12);
    await page.goto(studio.server.url);
    await expect
      .poll(() => page.getByText('Finished', { exact: true }).count(), { timeout: 2 * waitMs })
      .toBeGreaterThan(1);
    await page.locator('body').click({ position: { x: 640, y: 60 } });
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Compare 2 runs' }).waitFor();
    await page.keyboard.press('c');
    await page.waitForURL('**/compare?runs=*');
    await page.getByText(/other bytes, as they must be: they differ in seed/).waitFor();
    expect(await page.getByRole('slider', { name: /^Distribution functions of Profit/ }).count()).toBe(1);
    const mean = page.getByRole('row', { name: /^mean of Profit/ });
    expect(await mean.innerText()).toMatch(/within its error|differs/);

    const again = await startRun(11);
    await page.keyboard.press('c');
    await page.getByRole('combobox', { name: 'Compare with a run' }).fill(again);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Compare 3 runs' }).waitFor();
    await page.keyboard.press('o');
    await page.getByText(/A and B: same bytes/).waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'and analyses have no serious accessibility violation in the %s theme',
    async (theme) => {
      await startAnalysis(1000, { kind: 'tornado' });
      const dressed = await openPage(studio.browser, theme);
      const found: string[] = [];
      const check = async (where: string): Promise<void> => {
        found.push(...(await violations(dressed.page)).map((line) => `${where} ${line}`));
      };
      await dressed.page.goto(`${studio.server.url}/analyse?example=newsvendor&kind=optimize`);
      await dressed.page.getByRole('button', { name: 'Add a bound' }).click();
      await check('form');
      await dressed.page.goto(`${studio.server.url}/analyses`);
      await dressed.page.getByRole('link', { name: 'Tornado · Portfolio of three funds' }).first().click();
      await dressed.page.getByRole('slider').first().waitFor();
      await check('analysis');
      await dressed.page.goto(studio.server.url);
      const boxes = dressed.page.getByRole('checkbox');
      await boxes.nth(1).check();
      await boxes.nth(0).check();
      await check('list');
      await dressed.page.keyboard.press('c');
      await dressed.page.getByRole('slider').first().waitFor();
      await check('comparison');
      await dressed.page.context().close();
      expect(found).toEqual([]);
      expect(dressed.faults).toEqual([]);
    },
  );
});
