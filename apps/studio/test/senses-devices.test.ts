// A camera and a microphone, which Chromium makes up, feed the living network in a real browser against the real server: what was
// seen changes the field and is recorded, the run replays to the bit, and what cannot be had is said.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openPage } from './fixtures/browser.ts';
import { useRealStudio } from './fixtures/real-server.ts';
import { recordedPictures, type RecordedPicture } from './fixtures/recorded-pictures.ts';

/** Keeps the streams that the page was given, so that a device can be pulled out; `refuse` names an error to refuse with. */
const watchDevices = (): void => {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  const kept = Object.assign(globalThis, { streams: [] as MediaStream[], refuse: '' });
  devices.getUserMedia = async (asked) => {
    if (kept.refuse !== '') throw new DOMException('Refused', kept.refuse);
    const stream = await ask(asked);
    kept.streams.push(stream);
    return stream;
  };
};

const device = {
  refuse: (page: Page, name: string) =>
    page.evaluate((error) => void Object.assign(globalThis, { refuse: error }), name),
  /** What a page sees when the plug is pulled: its tracks end without its doing. */
  unplug: (page: Page) =>
    page.evaluate(() => {
      const { streams } = globalThis as unknown as { streams: MediaStream[] };
      for (const track of streams.at(-1)?.getTracks() ?? []) track.stop();
    }),
  /** Tracks that are still on. */
  on: (page: Page) =>
    page.evaluate(() => {
      const { streams } = globalThis as unknown as { streams: MediaStream[] };
      return streams.flatMap((each) => each.getTracks()).filter(({ readyState }) => readyState === 'live')
        .length;
    }),
};

/** Of a picture of 16 columns; rows and columns count from 1. */
function levelAt(levels: readonly number[], row: string, column: string): number {
  return levels[16 * Number(row) + Number(column) - 17] ?? Number.NaN;
}

describe('a camera and a microphone', () => {
  const studio = useRealStudio(['--use-fake-device-for-media-stream']);

  it('feed a living network, which replays; one that is refused, missing or pulled out is told of', async () => {
    const file = new URL('../../../examples/neural-living.json', import.meta.url);
    const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const { run } = await studio.server.ask<{ run: { id: string } }>('/runs', {
      document,
      until: 1e6,
      pace: { factor: 20 },
    });
    const inputs = async () =>
      (await studio.server.ask<{ inputs: readonly RecordedPicture[] }>(`/runs/${run.id}/inputs`)).inputs;
    const pictures = async () => recordedPictures(await inputs());
    const different = async (): Promise<number> =>
      new Set((await pictures()).map((levels) => levels.join())).size;

    // the page may use the clipboard and nothing else
    const { page, faults } = await openPage(studio.browser, 'light', { width: 1440, height: 1000 });
    await page.addInitScript(watchDevices);
    await page.goto(`${studio.server.url}/run/${run.id}`);
    const panel = page.getByRole('region', { name: 'Senses' });
    const button = (name: string) => panel.getByRole('button', { name, exact: true });
    const says = (words: RegExp) => panel.getByRole('alert').getByText(words).waitFor();
    await panel.getByText('Nothing sent yet').waitFor();
    for (const [name, low] of [
      ['Camera', 'camera'],
      ['Microphone', 'microphone'],
    ] as const) {
      await button(name).click();
      await says(new RegExp(`does not let this page use the ${low}\\. Allow it .* press ${name} again`));
    }
    expect(await inputs()).toEqual([]);

    await page.context().grantPermissions(['camera', 'microphone']);
    await device.refuse(page, 'NotFoundError');
    await button('Camera').click();
    await says(/No camera was found\. Plug one in/);
    await device.refuse(page, 'NotReadableError');
    await button('Camera').click();
    await says(/another program may hold it/);
    await device.refuse(page, '');

    // the picture moves, so one after the other is another
    const field = page.getByLabel(/^senses: 256 values, mean/);
    await button('Camera').click();
    await panel.getByText(/^\d+ sent, now camera$/).waitFor();
    expect(await panel.getByRole('alert').count()).toBe(0);
    await expect.poll(different).toBeGreaterThan(5);
    // what stands still costs nothing: most are told by what changed
    const changes = (await inputs()).filter(({ value }) => typeof value === 'object' && 'change' in value);
    expect(changes.length).toBeGreaterThan(4);
    await panel.getByText(/^The log of the run is 99 % free: room for \d+ (h|d).* of this/).waitFor();
    await button('Stop').click();
    await panel.getByText(/^\d+ sent$/).waitFor();
    expect(await device.on(page)).toBe(0);
    // the page shows it: where the field has most the last picture is light, and where it has least dark
    const shown = (await pictures()).at(-1)!;
    const contrast = async (): Promise<number> => {
      const found = /least [\d.e-]+ unit at (\d+), (\d+), most [\d.e-]+ unit at (\d+), (\d+)/.exec(
        (await field.getAttribute('aria-label')) ?? '',
      );
      const [, leastRow = '', leastColumn = '', mostRow = '', mostColumn = ''] = found ?? [];
      return levelAt(shown, mostRow, mostColumn) - levelAt(shown, leastRow, leastColumn);
    };
    await expect.poll(contrast).toBeGreaterThan((Math.max(...shown) - Math.min(...shown)) / 2);

    await button('Microphone').click();
    await panel.getByText(/, now microphone$/).waitFor();
    // beeps: loud columns move to the left
    await expect
      .poll(async () => (await pictures()).slice(-1).some((levels) => Math.max(...levels) > 100))
      .toBe(true);
    await device.unplug(page);
    await says(/The microphone was unplugged or taken away.*the run lives on/);
    await panel.getByText(/^\d+ sent$/).waitFor();

    // one source takes the place of the other, and its device is given back
    await button('Camera').click();
    await panel.getByText(/, now camera$/).waitFor();
    await button('Microphone').click();
    await panel.getByText(/, now microphone$/).waitFor();
    expect(await device.on(page)).toBe(1);
    await button('Microphone').click();
    await expect.poll(() => device.on(page)).toBe(0);

    expect(faults).toEqual([]);
    await studio.server.ask(`/runs/${run.id}/cancel`, {});
    await panel.getByText('The run has ended').waitFor();
    await page.context().close();
    expect(await studio.server.holdfast('replay', run.id)).toMatch(/verified (\d+)\/\1/);
  });
});
