// What a page with a world of 200 bodies costs while it plays: work of the main thread for each picture, how often the statistics
// are written anew, memory. Against 4 ms, 10 per second and 100 MB.

import { askJson } from '../../apps/server/test/fixtures/kill-loop.js';
import { traced } from './traced-page.js';

const bodies = 200;
const limits = { work: 4, renders: 10, memory: 100 };
const playMs = 6000;

function pile() {
  const side = 6;
  const shapes = [
    { shape: 'box', size: [0.16, 0.16, 0.16] },
    { shape: 'sphere', radius: 0.09 },
    { shape: 'capsule', radius: 0.06, length: 0.1 },
  ];
  return {
    family: 'physics',
    version: 1,
    name: 'Two hundred bodies',
    model: {
      ground: true,
      solver: { tier: 'fast' },
      bodies: Array.from({ length: bodies }, (_, index) => ({
        name: `body ${index}`,
        pos: [
          ((index % side) - side / 2) * 0.25 + 0.01 * (index % 7),
          ((Math.floor(index / side) % side) - side / 2) * 0.25,
          0.3 + 0.25 * Math.floor(index / side / side),
        ],
        joints: [{ type: 'free' }],
        geoms: [shapes[index % shapes.length]],
      })),
    },
    run: { until: 8 },
  };
}

/** Counts how often the statistics change and how many pictures are drawn. */
function watchWorld() {
  const figures = document.querySelector('.world-figures');
  const watch = { writes: 0, begun: performance.now() };
  new MutationObserver(() => (watch.writes += 1)).observe(figures, {
    childList: true,
    characterData: true,
    subtree: true,
  });
  Object.assign(window, { worldWatch: watch });
}

/** Starts the pile, waits for its end, plays it, and prints what that costs. */
export async function worldPage(print, page, url) {
  const { run } = await askJson(url, '/api/v1/runs', { document: pile() });
  await page.goto(`${url}/run/${run.id}`);
  await page.locator('.world-picture[data-stage]').waitFor({ timeout: 120_000 });
  await page.getByText('Finished', { exact: true }).waitFor({ timeout: 300_000 });
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  // Played once before: how it is drawn depends on how fast this machine turned out to be.
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForTimeout(2 * playMs);
  await page.evaluate(watchWorld);
  const figures = page.locator('.world-figures');
  let fps = 0;
  const measured = await traced(page, async () => {
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForTimeout(playMs);
    fps = Number(/([\d.]+) fps/.exec(await figures.innerText())?.[1] ?? 0);
  });
  const { writes, seconds } = await page.evaluate(() => ({
    writes: window.worldWatch.writes,
    seconds: (performance.now() - window.worldWatch.begun) / 1000,
  }));
  const stage = await page.locator('.world-picture').getAttribute('data-stage');
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  const work = measured.busy / measured.frames;
  const memory = (usedSize + backingStorageSize) / 2 ** 20;
  print(
    `${bodies} bodies played: main thread ${work.toFixed(2)} ms for each of ${measured.frames} frames, ${(work / limits.work).toFixed(2)} of ${limits.work} ms; longest task ${measured.task.toFixed(1)} ms; the worker drew ${fps} pictures a second (${stage}) at the end`,
  );
  print(
    `statistics written ${(writes / seconds).toFixed(1)} times a second, ${(writes / seconds / limits.renders).toFixed(2)} of ${limits.renders}; page holds ${memory.toFixed(0)} MB, ${(memory / limits.memory).toFixed(2)} of ${limits.memory}`,
  );
  return work;
}
