// A person at a living network, in a real browser against the real server: show it a picture, harm it, watch it recover, look back, fork, export.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openPage, violations } from './fixtures/browser.ts';
import { useRealStudio } from './fixtures/real-server.ts';

const document: unknown = JSON.parse(
  readFileSync(new URL('../../../examples/neural-living.json', import.meta.url), 'utf8'),
);
/** Steps a second: there is time to look, on a slow machine too. */
const pace = { factor: 40 };

/** A look that is on its way when its run ends or loses its process is refused, which a browser notes by itself. */
const lateLook = /details\/(field|neighbourhood)|409 \(Conflict\)/;

async function json<Answer>(url: string, body?: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  return (await (await fetch(url, init)).json()) as Answer;
}

/** A picture in bars, as a file. */
async function pictureOf(page: Page): Promise<Buffer> {
  const numbers = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(16, 16);
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#000';
    context.fillRect(0, 0, 16, 16);
    context.fillStyle = '#fff';
    for (let x = 0; x < 16; x += 4) context.fillRect(x, 0, 2, 16);
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())];
  });
  return Buffer.from(numbers);
}

interface Event {
  readonly kind: string;
  readonly time: number;
  readonly details: Readonly<Record<string, unknown>>;
}

describe('a living network', () => {
  const studio = useRealStudio();

  it(
    'is shown a picture, is harmed, recovers, is looked back at, forked and exported',
    { timeout: 600_000 },
    async () => {
      const { page, faults } = await openPage(studio.browser, 'light', { width: 1280, height: 1000 });
      const start = { document, until: 20_000, pace };
      const { run } = await json<{ run: { id: string } }>(`${studio.server.url}/api/v1/runs`, start);
      const events = async (): Promise<readonly Event[]> =>
        (
          await json<{ events: readonly Event[] }>(
            `${studio.server.url}/api/v1/runs/${run.id}/events?limit=1000`,
          )
        ).events;
      await page.goto(`${studio.server.url}/run/${run.id}`);

      // every node is drawn, moves, and leads to its neighbours
      const field = page.locator('.neural-field');
      await page.locator('.neural-field[data-pictures]').waitFor();
      const drawn = Number(await field.getAttribute('data-pictures'));
      await page.waitForFunction((before) => {
        const shown = globalThis.document.querySelector<HTMLElement>('.neural-field');
        return Number(shown?.dataset['pictures']) > before;
      }, drawn);
      await page.getByLabel('Number of a node').fill('5');
      await page.keyboard.press('Enter');
      const near = page.getByRole('region', { name: 'Neighbourhood' });
      await near.getByText(/^sense: .* units/).waitFor();
      await near
        .getByRole('button', { name: /^To node/ })
        .first()
        .click();
      await near.getByText(/^(dynamic|highway)/).waitFor();
      await near.getByRole('button', { name: 'Show the neighbourhood as table' }).click();
      await near.getByRole('table').first().waitFor();
      await field.focus();
      await page.keyboard.press('0');
      await page.keyboard.press('+');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Enter');

      // it is fed a picture
      const picture = { name: 'bars.png', mimeType: 'image/png', buffer: await pictureOf(page) };
      await page.getByLabel('Picture for the senses').setInputFiles(picture);
      await expect
        .poll(async () => (await events()).filter(({ kind }) => kind === 'input').length, { timeout: 60_000 })
        .toBeGreaterThan(0);

      // it is harmed, and recovers before one's eyes
      await expect
        .poll(async () => (await events()).some(({ kind }) => kind === 'checkpoint'), { timeout: 60_000 })
        .toBe(true);
      const drills = page.getByRole('region', { name: 'Drills' });
      await drills.getByRole('button', { name: 'Corrupt something' }).click();
      const story = drills.getByRole('list', { name: 'The last drill' });
      await story.getByText('Harmed', { exact: true }).waitFor();
      await story.getByText(/^(Caught up|Repaired in place)$/).waitFor();
      const harmed = (await events()).find(({ details }) => details['phase'] === 'harmed')!;
      expect(harmed.details).toMatchObject({ drill: 'corrupt', seed: 1 });
      expect(await violations(page)).toEqual([]);

      // one looks back to before: the field falls back to what was recorded, and says so
      await page.getByRole('slider', { name: /time/i }).first().focus();
      await page.keyboard.press('Home');
      await page.getByText(/The timeline looks back/).waitFor();

      // forks there, and ends both
      await page.getByRole('button', { name: 'Fork', exact: true }).click();
      await page.waitForURL((url) => !url.pathname.endsWith(run.id));
      const fork = page.url().split('/').at(-1)!;
      const { run: forked } = await json<{ run: { parent: { run: string } } }>(
        `${studio.server.url}/api/v1/runs/${fork}`,
      );
      expect(forked.parent.run).toBe(run.id);
      await page.goto(`${studio.server.url}/run/${run.id}`);
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await page.getByText('PARTIAL').first().waitFor();
      await page.getByText(/The run has ended: there is no living state/).waitFor();

      // what is exported is what an undisturbed run with the same inputs computes
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: /^Result/ }).click(),
      ]);
      const result = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
        reached: number;
        trail: string;
        frames: number;
        inputs: readonly unknown[];
      };
      const again = await json<{ run: { id: string } }>(`${studio.server.url}/api/v1/runs`, {
        document,
        until: 20_000,
        limits: { simulatedTime: result.reached },
        inputs: result.inputs,
      });
      const trailOf = async (): Promise<string | undefined> => {
        const answer = await fetch(`${studio.server.url}/api/v1/runs/${again.run.id}/result`);
        return answer.ok ? ((await answer.json()) as { trail: string }).trail : undefined;
      };
      await expect.poll(trailOf, { timeout: 120_000, interval: 200 }).toBe(result.trail);
      expect(faults.filter((fault) => !lateLook.test(fault))).toEqual([]);
      await page.context().close();
    },
  );

  it(
    'has no serious accessibility violation in the dark, with a neighbourhood open and a drill told',
    { timeout: 300_000 },
    async () => {
      const { page } = await openPage(studio.browser, 'dark');
      const { run } = await json<{ run: { id: string } }>(`${studio.server.url}/api/v1/runs`, {
        document,
        until: 20_000,
        pace,
      });
      await page.goto(`${studio.server.url}/run/${run.id}`);
      await page.locator('.neural-field[data-pictures]').waitFor();
      await page.getByLabel('Number of a node').fill('400');
      await page.keyboard.press('Enter');
      await page
        .getByRole('region', { name: 'Neighbourhood' })
        .getByRole('button', { name: /node/ })
        .first()
        .waitFor();
      await page.getByRole('button', { name: 'Pull the plug' }).click();
      await page
        .getByRole('list', { name: 'The last drill' })
        .getByText('Caught up', { exact: true })
        .waitFor();
      expect(await violations(page)).toEqual([]);
      await json(`${studio.server.url}/api/v1/runs/${run.id}/cancel`, {});
      await page.context().close();
    },
  );
});
