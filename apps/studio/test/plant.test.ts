// A person at the plant, in a real browser against the real server: start, slide, stop, look back, fork, compare, export;
// and the answer to whether it can power itself.
import { McapIndexedReader } from '@mcap/core';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPage, violations, type WatchedPage } from './fixtures/browser.ts';
import { useRealStudio } from './fixtures/real-server.ts';

interface Asked {
  readonly until?: number;
  readonly parameters?: readonly { readonly parameter: string; readonly value: number }[];
}

describe('the plant', () => {
  const studio = useRealStudio();
  let watched: WatchedPage;
  let page: Page;

  beforeEach(async () => {
    watched = await openPage(studio.browser, 'light', { width: 1600, height: 1000 });
    page = watched.page;
  });
  afterEach(async () => {
    await page.context().close();
    expect(watched.faults).toEqual([]);
  });

  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  const panel = (name: string | RegExp): Locator => page.getByRole('region', { name });

  const runOf = async (
    id: string,
  ): Promise<{
    readonly time: number;
    readonly parent: { readonly run: string; readonly time: number } | null;
  }> => {
    const answer = await fetch(`${studio.server.url}/api/v1/runs/${id}`);
    return ((await answer.json()) as { run: Awaited<ReturnType<typeof runOf>> }).run;
  };

  /** What the page saves as a file. */
  const exported = async (name: RegExp): Promise<Uint8Array> => {
    await button('Export').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name }).click(),
    ]);
    return new Uint8Array(readFileSync(await download.path()));
  };

  /** Starts an example without the page. */
  const start = async (example: string, asked: Asked = {}): Promise<string> => {
    const file = new URL(`../../../examples/${example}.json`, import.meta.url);
    const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const answer = await fetch(`${studio.server.url}/api/v1/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ document, ...asked }),
    });
    return ((await answer.json()) as { run: { id: string } }).run.id;
  };

  it('runs under the hands of a person: slider, preset, emergency stop, a look back, fork, compare, export', async () => {
    await page.goto(`${studio.server.url}/new?example=buoyancy-plant`);
    await page.getByLabel('Until', { exact: false }).fill('40_000');
    await page.getByText('Ready to run').waitFor();
    await button('Start run').click();
    await page.waitForURL('**/run/*');
    const id = page.url().split('/').at(-1) ?? '';
    // slow enough that its whole life is computed again in a moment
    await panel('Clock').getByRole('combobox', { name: /^Pace/ }).selectOption('100');
    const inputs = async (): Promise<readonly { parameter: string; value: number }[]> => {
      const answer = await fetch(`${studio.server.url}/api/v1/runs/${id}/inputs`);
      return ((await answer.json()) as { inputs: { parameter: string; value: number }[] }).inputs;
    };
    await panel('Ledger').getByText('closes', { exact: true }).waitFor();
    await page.getByText(/^Gives .* of electricity for/).waitFor();

    const slider = page.getByLabel('Load, slider');
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.getByText(/In effect since/).waitFor();
    const slid = (await inputs()).at(-1);
    expect(slid).toMatchObject({ parameter: 'load' });
    expect(slid?.value).toBeCloseTo(Number(await slider.inputValue()) / 100, 6);

    await button('Half load').click();
    await expect.poll(() => button('Half load').getAttribute('aria-pressed')).toBe('true');
    expect((await inputs()).at(-1)).toMatchObject({ parameter: 'load', value: 0.5 });

    await button('Emergency stop').click();
    await button('Stopped. Release').waitFor();
    const scene = panel('The plant');
    await scene.getByText('0 m/s').waitFor();
    await button('Stopped. Release').click();
    await button('Emergency stop').waitFor();
    expect((await inputs()).slice(-2).map(({ value }) => value)).toEqual([1, 0]);

    const timeline = page.getByRole('slider', { name: 'Time looked at' });
    await timeline.focus();
    await page.keyboard.press('Home');
    await page.getByText(/Looking at 0 s/).waitFor();
    await panel('Ledger').getByText('closes', { exact: true }).waitFor();
    await button('Show the plant as table').click();
    await scene.getByRole('row', { name: /Floater 66 / }).waitFor();
    await button(/Follow the run/).click();
    await page.getByText(/Looking at/).waitFor({ state: 'detached' });

    await button('Zoom in').click();
    await button('Whole run').click();
    const torque = panel('Torque');
    await torque.locator('canvas').waitFor();
    await torque.getByRole('button', { name: /as table/ }).click();
    await torque.getByRole('row').nth(3).waitFor();

    // some instants are recorded after all that was done to it
    const steered = (await runOf(id)).time;
    await expect.poll(async () => (await runOf(id)).time, { timeout: 60_000 }).toBeGreaterThan(steered + 320);
    const stop = page.getByRole('button', { name: 'Stop', exact: true });
    await stop.click();
    await page.getByText('PARTIAL').first().waitFor();
    const { time: reached } = await runOf(id);

    // a run that is this one up to its first checkpoint or input, and then goes on without what was done to it
    await timeline.focus();
    await page.keyboard.press('Home');
    await page.getByText(/Looking at 0 s/).waitFor();
    await page.keyboard.press(']');
    await page.getByText(/Looking at 0 s/).waitFor({ state: 'detached' });
    await page.keyboard.press('f');
    await page.getByRole('link', { name: 'its parent' }).waitFor();
    const child = page.url().split('/').at(-1) ?? '';
    const { parent } = await runOf(child);
    expect(parent?.run).toBe(id);
    expect(parent?.time).toBeGreaterThan(0);
    await expect.poll(async () => (await runOf(child)).time, { timeout: 60_000 }).toBeGreaterThan(reached);
    await stop.click();
    await page.getByText('PARTIAL').first().waitFor();

    await page.getByRole('link', { name: 'compare', exact: true }).click();
    await page.getByText(/B leaves A first at .* s, in /).waitFor();

    await page.goBack();
    await page.getByRole('link', { name: 'its parent' }).waitFor();
    expect(Buffer.from(await exported(/Frames \.csv/)).toString()).toMatch(
      /^sequence,time \[s\],chain speed \[m\/s\],/,
    );
    const recording = await exported(/Recording \.mcap/);
    const reader = await McapIndexedReader.Initialize({
      readable: {
        size: () => Promise.resolve(BigInt(recording.length)),
        read: (offset, size) => Promise.resolve(recording.slice(Number(offset), Number(offset + size))),
      },
    });
    const topics = new Map([...reader.channelsById.values()].map((channel) => [channel.topic, channel.id]));
    expect([...topics.keys()]).toEqual(expect.arrayContaining(['/motion', '/power', '/accounts', '/events']));
    const frames = reader.statistics?.channelMessageCounts.get(topics.get('/motion') ?? -1) ?? 0n;
    expect(frames).toBeGreaterThan(3n);
    for await (const { metadata } of reader.readMetadata({ name: 'holdfast.run' }))
      expect([metadata.get('run'), metadata.get('frames')]).toEqual([child, String(frames)]);
  });

  it('finds where two runs part, and draws it', async () => {
    const changed = { until: 30, parameters: [{ parameter: 'dragCut', value: 0.1 }] };
    const [plain, other] = [
      await start('buoyancy-plant', { until: 30 }),
      await start('buoyancy-plant', changed),
    ];
    await page.goto(`${studio.server.url}/run/${other}`);
    await page.getByText('Finished', { exact: true }).waitFor();
    await page.goto(`${studio.server.url}/compare?runs=${plain},${other}`);
    await page.getByText(/B leaves A first at .* s, in /).waitFor();
    await button(/^chain speed/).click();
    await panel('chain speed')
      .getByText(/B leaves the tolerance at/)
      .waitFor();
    await button('10 %').click();
    await panel('chain speed')
      .getByText(/B stays within the tolerance/)
      .waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('answers whether it can power itself, with the ledger that proves it, in both themes', async () => {
    const id = await start('can-it-power-itself');
    await page.goto(`${studio.server.url}/run/${id}`);
    await page.getByText('No.', { exact: true }).waitFor();
    await page.getByText(/has stood still for good since [\d.]+ s/).waitFor();
    await panel('Ledger').getByText('taken from what was stored').waitFor();
    await panel('Ledger').getByText('closes', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page)).toEqual([]);
  });
});
