// The studio in a real browser against the pretend server, and what only a pretend server can do on demand.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '@holdfast/conformance';
import { openPage, violations } from './fixtures/browser.ts';
import { describeJourney } from './fixtures/journey.ts';
import { MockRun } from './fixtures/mock-run.ts';
import { seedRuns, startMockServer, type MockServer } from './fixtures/mock-server.ts';

const now = (): number => Date.now();

async function openMock(): Promise<MockServer> {
  const built = fileURLToPath(new URL('../dist/index.html', import.meta.url));
  if (!existsSync(built)) throw new Error('build the studio first: npm run build');
  return startMockServer(now);
}

describeJourney(
  'a pretend server',
  async () => {
    const server = await openMock();
    return {
      url: server.url,
      example: {
        name: 'product-launch',
        title: 'Profit of a product launch',
        parameter: 'Selling price',
        subject: 'profit',
      },
      longUntil: '5_000_000',
      mistake: {
        find: 'demand * (',
        put: 'dmeand * (',
        underlined: 'dmeand',
        complaint: /Did you mean "demand"/,
      },
      close: () => server.close(),
    };
  },
  ['light', 'dark'],
);

describe('the studio when things are not as usual', () => {
  let server: MockServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await openMock();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('leads from an empty list to the examples', async () => {
    const { page, faults } = await openPage(browser, 'dark');
    await page.goto(server.url);
    await page.getByText('No runs yet').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Start from an example' }).click();
    await page.getByRole('heading', { name: 'Project schedule' }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('keeps only the rows in sight in the document and reads on by key', async () => {
    seedRuns(server, 300, now());
    const { page, faults } = await openPage(browser, 'light');
    await page.goto(server.url);
    await page.getByText(/60 runs, more below/).waitFor();
    const rows = page.getByRole('row');
    expect(await rows.count()).toBeLessThan(60);
    await page.mouse.wheel(0, 20_000);
    await page.getByText(/(120|180|240|300) runs/).waitFor();
    expect(await rows.count()).toBeLessThan(60);
    await page.getByRole('searchbox').fill('reservoir');
    await page.getByText(/ of (180|240|300) runs/).waitFor();
    const names = await page.getByRole('row').getByRole('link').allInnerTexts();
    expect(new Set(names)).toEqual(new Set(['Reservoir storage on the Nile']));
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'Failed' }).click();
    await page.getByText('Failed: the worker passed its memory bound').first().waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('says why a run failed and what to do, and which limit left a partial result', async () => {
    const { page, faults } = await openPage(browser, 'light');
    await page.goto(`${server.url}/run/00old00000007`);
    const alert = page.getByRole('alert');
    await alert.getByText('Raise the memory limit').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto(`${server.url}/run/00old00000003`);
    await page.getByText('Stopped at its limit: wall time of 30 s.').waitFor();
    await page.getByText(/It reached 42,000 of 400,000;/).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('says so when there is no such run', async () => {
    const { page } = await openPage(browser, 'light');
    await page.goto(`${server.url}/run/nothing`);
    await page.getByText('No run has the id "nothing"').waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(1);
    await page.getByRole('link', { name: 'Go to the runs' }).click();
    await page.waitForURL(`${server.url}/`);
    await page.context().close();
  });

  it('says what a queued run waits for, and ends where its panels end however much has happened', async () => {
    const { page, faults } = await openPage(browser, 'light');
    await page.goto(`${server.url}/new?example=product-launch`);
    await page.getByText('Ready to run').waitFor();
    await page.getByRole('button', { name: 'Start run' }).click();
    await page.waitForURL('**/run/*');
    const run = server.runs.get(page.url().split('/').at(-1) ?? '');
    for (const other of ['a', 'b']) {
      const { request, view } = run ?? server.runs.values().next().value!;
      server.runs.set(`other-${other}`, new MockRun(`other-${other}`, request, view.createdAt - 1));
    }
    run?.set('queued');
    await page.getByText('This server computes 2 runs at a time').waitFor();
    expect(await violations(page)).toEqual([]);
    for (let index = 0; index < 150; index += 1) run?.note('warning', `the air is thin, ${index}`);
    await page.getByText('the air is thin, 149').waitFor();
    const beyond = await page.evaluate(() => {
      const end = document.querySelector('main')?.lastElementChild?.getBoundingClientRect().bottom ?? 0;
      return document.documentElement.scrollHeight - (end + scrollY);
    });
    expect(beyond).toBeLessThan(60);
    run?.set('running');
    await page.getByText('Waiting for its place').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('lets go of the stream while the tab is hidden and fetches what it missed', async () => {
    const { page, faults } = await openPage(browser, 'light');
    await page.goto(`${server.url}/new?example=product-launch`);
    await page.getByText('Ready to run').waitFor();
    await page.getByRole('button', { name: 'Start run' }).click();
    await page.waitForURL('**/run/*');
    const run = server.runs.get(page.url().split('/').at(-1) ?? '');
    await expect.poll(() => run?.followers.size).toBe(1);
    const hide = (hidden: boolean): Promise<void> =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await hide(true);
    await expect.poll(() => run?.followers.size).toBe(0);
    const missed = run?.frames.length ?? 0;
    await expect.poll(() => run?.frames.length).toBeGreaterThan(missed + 10);
    await hide(false);
    await expect.poll(() => run?.followers.size).toBe(1);
    await expect
      .poll(async () => Number(/(\d+) of at most/.exec(await page.locator('body').innerText())?.[1]))
      .toBeGreaterThan(missed + 8);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('says that the server is away, loses nothing, and comes back by itself', async () => {
    const { page } = await openPage(browser, 'light');
    await page.goto(server.url);
    await page.getByRole('table').waitFor();
    await page.context().setOffline(true);
    await page.getByText('The server does not answer.').waitFor();
    expect(await page.getByRole('row').count()).toBeGreaterThan(5);
    expect(await violations(page)).toEqual([]);
    await page.context().setOffline(false);
    await page.getByText('The server does not answer.').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('keeps its frame when a page cannot be fetched, and fetches it when the server is back', async () => {
    const { page } = await openPage(browser, 'light');
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Analyses' }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Analyses' }).click();
    await page.getByText('This page could not be fetched').waitFor();
    await page.getByText('The server does not answer.').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Runs' }).click();
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
    await page.getByRole('link', { name: 'Analyses' }).click();
    await page.getByText('This page could not be fetched').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: 'Analyses' }).waitFor();
    await page.context().close();
  });
});
