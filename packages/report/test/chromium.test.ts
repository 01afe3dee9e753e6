// A report as people open it: a file on disk, in a real browser, light and dark.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChromium } from '@holdfast/conformance';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReplay, replayText } from '../src/replay-file.ts';
import { reportParts } from '../src/report.ts';
import type { ReportSource } from '../src/source.ts';
import { plainWords, sourceOf, type Words } from './fixtures/source.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const attack = `"'></title></style><script>window.broken = true</script><img src=x onerror="window.broken=true">`;

describe('a report opened from disk', () => {
  let browser: Browser;
  let directory = '';
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'holdfast-report-'));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function open(
    source: ReportSource,
    colorScheme: 'light' | 'dark' = 'light',
    width = 1200,
  ): Promise<{ readonly page: Page; readonly faults: string[] }> {
    const path = join(directory, 'report.html');
    writeFileSync(path, [...reportParts(source)].join(''));
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    const faults: string[] = [];
    const address = pathToFileURL(path).href;
    page.on('console', (message) => void faults.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => void faults.push(`page: ${error.message}`));
    page.on('dialog', (dialog) => void faults.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      if (request.url() !== address) faults.push(`request: ${request.url()}`);
    });
    await page.goto(address);
    return { page, faults };
  }

  it.each(['light', 'dark'] as const)('is without fault and accessible in %s', async (scheme) => {
    const { page, faults } = await open(
      sourceOf(plainWords, { kind: 'limit', limit: 'steps', bound: 5 }),
      scheme,
    );
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.evaluate(axeSource);
    const violations = (await page.evaluate(
      `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map((node) => id + ' ' + node.html + ' ' + node.failureSummary)))`,
    )) as readonly string[];
    expect(violations).toEqual([]);
    expect(faults).toEqual([]);
    const ground = await page.evaluate(`getComputedStyle(document.body).backgroundColor`);
    expect(ground).toBe(scheme === 'light' ? 'rgb(245, 246, 248)' : 'rgb(13, 17, 21)');
    await page.context().close();
  });

  it('shows hostile text as text', async () => {
    const words = Object.fromEntries(
      Object.keys(plainWords).map((key) => [key, `${attack} ${key}`]),
    ) as Words;
    const { page, faults } = await open(sourceOf(words));
    expect(await page.locator('h1').innerText()).toBe(words.name);
    expect(await page.title()).toBe(words.name);
    expect(
      await page.evaluate(`['broken' in window, document.scripts.length, document.images.length]`),
    ).toEqual([false, 0, 0]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('hands out the replay file', async () => {
    const source = sourceOf({ ...plainWords, description: attack });
    const { page } = await open(source);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'replay file' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('profit-of-a-launch.replay.json');
    const text = readFileSync(await download.path(), 'utf8');
    expect(readReplay(text)).toEqual(readReplay(replayText(source)));
    await page.context().close();
  });

  it('fits a telephone, where only tables scroll sideways', async () => {
    const { page } = await open(sourceOf(), 'light', 360);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.context().close();
  });
});
