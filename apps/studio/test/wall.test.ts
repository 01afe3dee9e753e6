// Runs watched side by side, in a real browser against the real server; and what their rasters are made of.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gridOf, shade, spanOf } from '../src/plots/field-raster.ts';
import { wallAddress, watchedRuns } from '../src/wall/wall-address.ts';
import { openPage, violations } from './fixtures/browser.ts';
import { useRealStudio } from './fixtures/real-server.ts';

describe('the address of watched runs', () => {
  it('is read as it is written, each run once, six at most', () => {
    const ids = ['a', 'b&c', 'd'];
    expect(watchedRuns(wallAddress(ids).split('?')[1] ?? '')).toEqual(ids);
    expect(watchedRuns('runs=a,a,,b')).toEqual(['a', 'b']);
    expect(watchedRuns('runs=1,2,3,4,5,6,7')).toHaveLength(6);
    expect(watchedRuns('')).toEqual([]);
  });
});

describe('a raster', () => {
  it('keeps a shape of rows and folds a long row so that every value has a cell', () => {
    expect(gridOf([8, 16])).toEqual({ rows: 8, columns: 16 });
    expect(gridOf([2, 3, 5])).toEqual({ rows: 6, columns: 5 });
    expect(gridOf([7])).toEqual({ rows: 1, columns: 7 });
    for (const count of [65, 1000, 1024]) {
      const { rows, columns } = gridOf([count]);
      expect(rows * columns).toBeGreaterThanOrEqual(count);
      expect((rows - 1) * columns).toBeLessThan(count);
    }
  });

  it('has zero at an end of values of one sign and in the middle of values of both', () => {
    expect(spanOf(Float64Array.of(1, 5, Number.NaN))).toEqual([0, 5]);
    expect(spanOf(Float64Array.of(-4, -1))).toEqual([-4, 0]);
    expect(spanOf(Float64Array.of(-4, 1))).toEqual([-4, 4]);
    expect(spanOf(Float64Array.of(0, 0))).toEqual([0, 1]);
  });

  it('colours the ends of the span with the ends of the ramp and leaves what is no number clear', () => {
    const ramp = Uint8ClampedArray.from({ length: 1024 }, (_, at) => Math.floor(at / 4));
    const pixels = new Uint8ClampedArray(20).fill(9);
    shade(Float64Array.of(0, 10, 99, Number.NaN), [0, 10], ramp, pixels);
    expect([...pixels]).toEqual([
      0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0,
    ]);
  });
});

describe('runs side by side', () => {
  const studio = useRealStudio();

  it('are chosen in the list, move together, and each answers to its own control', async () => {
    const start = async (example: string, until: number, factor: number): Promise<string> => {
      const file = new URL(`../../../examples/${example}.json`, import.meta.url);
      const document = JSON.parse(readFileSync(file, 'utf8')) as { name: string };
      const answer = await fetch(`${studio.server.url}/api/v1/runs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ document, until, pace: { factor } }),
      });
      expect(answer.status).toBe(201);
      return document.name;
    };
    const names = await Promise.all([start('neural-living', 1e6, 50), start('buoyancy-plant', 86_400, 1)]);
    const watched = await openPage(studio.browser, 'light', { width: 1440, height: 1000 });
    const { page } = watched;
    await page.goto(studio.server.url);
    for (const name of names) await page.getByLabel(new RegExp(`^Choose ${name}`)).check();
    await page.getByRole('button', { name: 'Watch', exact: true }).click();
    await page.waitForURL('**/watch?runs=*');
    const tile = (name: string) => page.getByRole('region', { name });
    for (const name of names) await tile(name).getByText('Running').waitFor();
    const [network, plant] = [tile(names[0]), tile(names[1])];
    await network.getByLabel(/^dynamic field: [\d,]+ values, mean/).waitFor();
    await plant.getByLabel(/^The plant from the side at /).waitFor();
    await expect
      .poll(() =>
        network.getByLabel(/^dynamic field/).evaluate((canvas: HTMLCanvasElement) => {
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
          return new Set(new Uint32Array(data.buffer)).size;
        }),
      )
      .toBeGreaterThan(8);

    const slider = plant.getByLabel('Load, slider');
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    await plant.getByText(/In effect since/).waitFor();
    expect(await network.getByText(/In effect since/).count()).toBe(0);

    await network.getByRole('button', { name: /^Pause/ }).click();
    await network.getByText('Paused').waitFor();
    expect(await plant.getByText('Running').count()).toBe(1);
    expect(await violations(page)).toEqual([]);
    await network.getByRole('link').click();
    await page.waitForURL('**/run/*');
    const ledger = page.getByRole('region', { name: 'Ledger' });
    await ledger.getByText('closes', { exact: true }).waitFor();
    await page.getByText('every quantum accounted for').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(watched.faults).toEqual([]);
    await page.context().close();
  });
});
