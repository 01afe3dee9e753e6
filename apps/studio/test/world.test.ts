// A person at a world, in a real browser against the real server: see bodies move, look back, take hold of one, keep a picture and
// a film; with the pixels of the picture looked at.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPage, violations, type WatchedPage } from './fixtures/browser.ts';
import { useRealStudio } from './fixtures/real-server.ts';

interface Seen {
  /** Different colours, in steps of 16. */
  readonly colours: number;
  /** Middle of the pixels that are as blue as the first body, as shares of width and height; NaN where there are none. */
  readonly blue: readonly [number, number];
}

/** Looks at a PNG file in the page. */
async function look(page: Page, file: string): Promise<Seen> {
  const bytes = [...readFileSync(file)];
  return page.evaluate(async (numbers) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(numbers)]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const colours = new Set<number>();
    let [count, x, y] = [0, 0, 0];
    for (let at = 0; at < data.length; at += 4) {
      const [red, green, blue] = [data[at], data[at + 1], data[at + 2]];
      colours.add(((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4));
      if (blue - red < 90 || blue - green < 30) continue;
      count += 1;
      x += (at / 4) % bitmap.width;
      y += Math.floor(at / 4 / bitmap.width);
    }
    const middle: readonly [number, number] = [x / count / bitmap.width, y / count / bitmap.height];
    return { colours: colours.size, blue: middle };
  }, bytes);
}

function example(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../examples/${name}.json`, import.meta.url), 'utf8'));
}

describe('a world', () => {
  const studio = useRealStudio();
  let watched: WatchedPage;
  let page: Page;

  beforeEach(async () => {
    watched = await openPage(studio.browser, 'light', { width: 1000, height: 760 });
    page = watched.page;
  });
  afterEach(async () => {
    await page.context().close();
    expect(watched.faults).toEqual([]);
  });

  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  const picture = (): Locator => page.getByRole('application', { name: 'The world in three dimensions' });
  const drawn = (): Promise<void> => page.locator('.world-picture[data-stage]').waitFor();

  /** Asks for the painted picture, which costs a machine without a graphics card much less. */
  const plainly = (): Promise<unknown> =>
    page.addInitScript(() => localStorage.setItem('holdfast.world.plain', '1'));

  /** Looks at the middle of the uppermost canvas with every picture of the display; answers how many canvases had their turn there, and
   * in how many pictures nothing was seen. */
  const watchCanvas = (): Promise<unknown> =>
    page.evaluate(() => {
      const seen = { canvases: new Set<Element>(), empty: 0 };
      const probe = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
      const watch = (): void => {
        const top = document.querySelector('.world-picture')!.lastElementChild as HTMLCanvasElement | null;
        probe.clearRect(0, 0, 1, 1);
        if (top !== null) probe.drawImage(top, top.width / 2, top.height / 2, 1, 1, 0, 0, 1, 1);
        if (top !== null) seen.canvases.add(top);
        if (probe.getImageData(0, 0, 1, 1).data[3] === 0) seen.empty += 1;
        requestAnimationFrame(watch);
      };
      watch();
      Object.assign(globalThis, { seen });
    });
  const watchedCanvas = (): Promise<{ canvases: number; empty: number }> =>
    page.evaluate(() => {
      const { seen } = globalThis as unknown as { seen: { canvases: Set<Element>; empty: number } };
      return { canvases: seen.canvases.size, empty: seen.empty };
    });

  const start = async (document: unknown, asked: object = {}): Promise<string> => {
    const answer = await fetch(`${studio.server.url}/api/v1/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ document, ...asked }),
    });
    return ((await answer.json()) as { run: { id: string } }).run.id;
  };

  const ended = (id: string): Promise<void> =>
    expect
      .poll(async () => {
        const answer = await fetch(`${studio.server.url}/api/v1/runs/${id}`);
        return ((await answer.json()) as { run: { status: string } }).run.status;
      })
      .toBe('ended');

  /** Height of a body, read from the table; the picture is shown again. */
  const heightOf = async (body: string): Promise<number> => {
    await button('Show the world as table').click();
    const row = page.getByRole('row', { name: new RegExp(`^${body} `) });
    const text = await row.getByRole('cell').nth(3).innerText();
    await button('Show the world as table').click();
    await drawn();
    return Number(text.replace('−', '-'));
  };
  /** What is said of the way the run is watched. */
  const standing = (): Promise<string> => page.getByLabel('How the run is watched').innerText();
  /** Time of the newest equal digest, once the engine of this page follows the run. */
  const inStep = async (): Promise<number> => {
    await page.getByText(/^In step, digest equal/).waitFor();
    return Number(/t = ([\d,.]+) s/.exec(await standing())?.[1]?.replace(',', ''));
  };
  const forces = (): Promise<string> => page.getByRole('note', { name: 'Forces' }).innerText();
  const kept = async (name: string): Promise<Seen> => {
    const [file] = await Promise.all([page.waitForEvent('download'), button('Keep this picture').click()]);
    expect(file.suggestedFilename()).toBe(`${name}.png`);
    return look(page, await file.path());
  };

  it('is seen, looked back at, taken hold of, and kept', async () => {
    const id = await start(example('ramp-and-ball'), { until: 3 });
    await ended(id);
    await page.goto(`${studio.server.url}/run/${id}`);
    await page.getByText('Finished', { exact: true }).waitFor();
    await drawn();
    const low = await heightOf('ball');
    expect(low).toBeLessThan(0.2);

    const timeline = page.getByRole('slider', { name: 'Time looked at' });
    await timeline.focus();
    await page.keyboard.press('Home');
    await page.getByText(/Looking at 0 s/).waitFor();
    await expect.poll(() => heightOf('ball')).toBeCloseTo(1.24, 2);
    const begun = await kept('ramp-and-ball');
    // Sky, ground with lines, a ramp with its shadow, two bodies: not one colour.
    expect(begun.colours).toBeGreaterThan(20);
    expect(begun.blue[0]).toBeGreaterThan(0.1);

    await timeline.focus();
    await page.keyboard.press('End');
    await page.getByText(/Looking at/).waitFor({ state: 'detached' });
    await page.getByText('3 s', { exact: true }).first().waitFor();
    await expect.poll(() => heightOf('ball')).toBe(low);
    const { blue } = await kept('ramp-and-ball');
    expect(Math.hypot(blue[0] - begun.blue[0], blue[1] - begun.blue[1])).toBeGreaterThan(0.05);

    // The run is over, so a hand begins a world of one's own where the run ended.
    const box = (await picture().boundingBox())!;
    const [x, y] = [box.x + blue[0] * box.width, box.y + blue[1] * box.height];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y - 150, { steps: 5 });
    await page.getByText('A world of your own').waitFor();
    await page.getByText(/in real time|slower than asked/).waitFor();
    const slider = page.getByRole('slider', { name: 'Time of your own world' });
    await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(4);
    await page.keyboard.press('r');
    await page.mouse.up();
    await button('Play').waitFor();

    await slider.focus();
    await page.keyboard.press('Home');
    await expect.poll(() => heightOf('ball')).toBeCloseTo(low, 1);
    await button('The run').click();
    await page.getByText('A world of your own').waitFor({ state: 'detached' });
    await expect.poll(() => heightOf('ball')).toBe(low);
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await drawn();
    expect(await violations(page)).toEqual([]);
  });

  it('that still runs is computed in step, shows its forces, and is pulled by recorded inputs; the camera goes by keys', async () => {
    const box = { name: 'box', pos: [0, 0, 0.5], joints: [{ type: 'free' }] };
    const model = { ground: true, bodies: [{ ...box, geoms: [{ shape: 'box', size: [1, 1, 1] }] }] };
    const document = { family: 'physics', version: 1, name: 'One box', model, run: { until: 3000 } };
    const id = await start(document, { pace: { factor: 1 } });
    await plainly();
    // Where a canvas cannot be handed to a worker, the page draws.
    await page.addInitScript(() => {
      delete (HTMLCanvasElement.prototype as Partial<HTMLCanvasElement>).transferControlToOffscreen;
    });
    await page.goto(`${studio.server.url}/run/${id}`);
    await drawn();
    await inStep();
    await page.keyboard.press('v');
    // A cubic metre of water, on its four corners.
    await expect
      .poll(async () => Number(/4 contacts, ([\d,.]+) N/.exec(await forces())?.[1]?.replace(',', '')))
      .toBeCloseTo(9810, -1);
    const before = await kept('one-box');
    const place = (await picture().boundingBox())!;
    await page.mouse.move(place.x + before.blue[0] * place.width, place.y + before.blue[1] * place.height);
    await page.mouse.down();
    await page.mouse.move(place.x + place.width / 2, place.y + place.height / 3, { steps: 4 });
    const inputs = async (): Promise<readonly { parameter: string; value: number; time: number }[]> => {
      const answer = await fetch(`${studio.server.url}/api/v1/runs/${id}/inputs`);
      return ((await answer.json()) as { inputs: { parameter: string; value: number; time: number }[] })
        .inputs;
    };
    await expect
      .poll(async () =>
        (await inputs()).some(({ parameter, value }) => parameter === 'hand.body' && value === 1),
      )
      .toBe(true);
    await expect.poll(forces).toMatch(/hand [\d,.]+ N/);
    await page.mouse.up();
    await expect
      .poll(async () => (await inputs()).at(-1))
      .toMatchObject({ parameter: 'hand.body', value: 0 });
    // Still equal after the hand: nothing was repaired.
    const letGo = (await inputs()).at(-1)!.time;
    await expect.poll(inStep).toBeGreaterThan(letGo + 1);
    expect(await standing()).toMatch(/^In step, digest equal at t = [\d,.]+ s$/);
    expect(await violations(page)).toEqual([]);

    await picture().focus();
    const looked = await picture().screenshot();
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowUp', '+', '4']) await page.keyboard.press(key);
    await expect.poll(async () => (await picture().screenshot()).equals(looked)).toBe(false);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('PARTIAL').first().waitFor();
    expect(page.workers().filter((worker) => worker.url().includes('screen-worker'))).toEqual([]);
  });

  it('of one’s own is kept as a run that ends equal to the bit and replays', async () => {
    const box = { name: 'box', pos: [0, 0, 0.5], joints: [{ type: 'free' }] };
    const model = { ground: true, bodies: [{ ...box, geoms: [{ shape: 'box', size: [1, 1, 1] }] }] };
    const document = { family: 'physics', version: 1, name: 'One box', model, run: { until: 1 } };
    const id = await start(document);
    await ended(id);
    await plainly();
    await page.goto(`${studio.server.url}/run/${id}`);
    await page.getByText('Finished', { exact: true }).waitFor();
    await drawn();
    const { blue } = await kept('one-box');
    const place = (await picture().boundingBox())!;
    await page.mouse.move(place.x + blue[0] * place.width, place.y + blue[1] * place.height);
    await page.mouse.down();
    await page.mouse.move(place.x + place.width / 2, place.y + place.height / 4, { steps: 4 });
    const slider = page.getByRole('slider', { name: 'Time of your own world' });
    await slider.waitFor();
    // A slider nobody has set yet stands in the middle of 0 to 100.
    const inRange = async (): Promise<boolean> => {
      const value = Number(await slider.inputValue());
      return value > 1.5 && value < 40;
    };
    await expect.poll(inRange).toBe(true);
    await page.mouse.up();
    expect(await violations(page)).toEqual([]);
    await button('Keep as a run').click();
    await page.waitForURL(/own=[0-9a-f]{64}$/);
    await page.getByText(/is equal to the bit/).waitFor();
    expect(await violations(page)).toEqual([]);
    const own = /run\/([^?]+)/.exec(page.url())![1];
    const answer = await fetch(`${studio.server.url}/api/v1/runs/${own}`);
    const { run } = (await answer.json()) as { run: { until: number; parent: unknown } };
    expect(run.parent).toEqual({ run: id, time: 1 });
    expect(run.until).toBeGreaterThan(1.5);
    expect(await studio.server.holdfast('replay', own)).toMatch(/verified (\d+)\/\1/);
    // A digest that is not that of its end is told apart.
    await page.goto(`${studio.server.url}/run/${own}?own=${'0'.repeat(64)}`);
    await page.getByText('the server ended otherwise').waitFor();
  });

  it('computed by another engine is streamed, at a tier that says when the link is slow, and the picture stays', async () => {
    const document = example('double-pendulum');
    const id = await start(document, { until: 3000, pace: { factor: 1 } });
    await plainly();
    // A server of another version; and from some time on a page whose words that it has seen a frame come late.
    let isSlow = false;
    await page.routeWebSocket(/\/live\?/, (socket) => {
      const live = socket.connectToServer();
      socket.onMessage((said) => {
        if (!isSlow || !String(said).includes('"shown"')) live.send(said);
      });
      live.onMessage((said) => {
        const other = /("engine":"physics@)\w+/;
        socket.send(typeof said === 'string' ? said.replace(other, '$1ancient') : said);
      });
    });
    await page.goto(`${studio.server.url}/run/${id}`);
    await drawn();
    await page.getByText(/no lock-step: the run is computed by physics@ancient, here is physics@/).waitFor();
    const first = await picture().screenshot();
    await expect.poll(async () => (await picture().screenshot()).equals(first)).toBe(false);
    await page.getByText('What watching costs').click();
    await page.getByRole('columnheader', { name: 'Encoding' }).waitFor();
    isSlow = true;
    await page.getByText(/Stream, tier (default|coarse) instead of fine, because the link is slow/).waitFor();
    await page.keyboard.press('v');
    await page.getByRole('note', { name: 'Forces' }).filter({ hasText: 'watch in lock-step' }).waitFor();
    expect(await violations(page)).toEqual([]);
    isSlow = false;
    await page.getByRole('group', { name: 'Watch' }).getByRole('button', { name: 'Frames' }).click();
    await page.getByText('Whole frames', { exact: true }).waitFor();
    const seen = await picture().screenshot();
    await expect.poll(async () => (await picture().screenshot()).equals(seen)).toBe(false);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('The run has ended: its recorded frames are shown').waitFor();
  });

  it('written as MJCF is read by the engine, painted without WebGL, played and filmed', async () => {
    const mjcf =
      '<mujoco><worldbody><geom type="plane" size="2 2 1"/><body name="pole" pos="0 0 1"><joint axis="0 1 0"/>' +
      '<geom type="capsule" size="0.05" fromto="0 0 0 0.5 0 0.1"/></body></worldbody></mujoco>';
    const document = { family: 'physics', version: 1, name: 'Pole', model: { mjcf }, run: { until: 2 } };
    const id = await start(document);
    await plainly();
    await page.goto(`${studio.server.url}/run/${id}`);
    await page.locator('.world-picture[data-stage=painted]').waitFor();
    await page.getByText('Finished', { exact: true }).waitFor();
    expect(page.workers().some((worker) => worker.url().includes('screen-worker'))).toBe(true);
    const afterwards = async (canvases: number): Promise<void> => {
      await expect.poll(async () => (await watchedCanvas()).canvases).toBe(canvases);
      await expect.poll(() => picture().locator('canvas').count()).toBe(1);
    };
    await expect.poll(async () => (await kept('pole')).colours).toBeGreaterThan(5);
    await watchCanvas();
    await page.emulateMedia({ colorScheme: 'dark' });
    await afterwards(2);
    await button('Plain picture').click();
    await page.locator('.world-picture[data-stage=webgl]').waitFor();
    await afterwards(3);
    await button('Plain picture').click();
    await page.locator('.world-picture[data-stage=painted]').waitFor();
    await afterwards(4);
    expect((await watchedCanvas()).empty).toBe(0);
    await button('Film the picture').click();
    await button('Play').click();
    await button('Hold').waitFor();
    await button('Play').waitFor();
    const [film] = await Promise.all([page.waitForEvent('download'), button('End the film').click()]);
    expect(film.suggestedFilename()).toMatch(/^pole\.(mp4|webm)$/);
    expect(readFileSync(await film.path()).length).toBeGreaterThan(2000);
  });
});
