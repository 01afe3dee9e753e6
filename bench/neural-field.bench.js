// The field of 100,000 living nodes on the page of their run: pictures a second and work of the page's main thread for each, against 30 and 8 ms;
// while it stands still to look at, and while a hand moves it.

import { askJson } from '../apps/server/test/fixtures/kill-loop.js';
import { openTracedPage, traced } from './parts/traced-page.js';
import { withDirectory, withStudio } from './studio.bench.js';

const nodes = 100_000;
const limits = { pictures: 30, work: 8 };
const lookMs = 8000;

function network() {
  return {
    family: 'neural',
    version: 1,
    name: `${nodes} nodes`,
    model: {
      sensory: { width: 100, height: 100, pattern: 'bars', brightness: 0.4 },
      workspace: { width: 16, height: 16 },
      dynamic: { count: nodes, energy: [10, 80] },
      capacity: { nodes: 1.2 * nodes + 10_300, connections: 15 * nodes, outgoing: 24 },
      connections: {
        start: [6, 14],
        sensory: [6, 14],
        kinds: { excitatory: 5, inhibitory: 1, gated: 2, plastic: 2 },
      },
      solver: { frame: 1 },
    },
    run: { until: 1_000_000, seed: 1 },
  };
}

/** Notes, from now on, when how many pictures had been drawn. */
function notePictures() {
  const field = document.querySelector('.neural-field');
  const notes = [];
  new MutationObserver(() => notes.push([performance.now(), Number(field.dataset.pictures)])).observe(field, {
    attributeFilter: ['data-pictures'],
  });
  Object.assign(window, { pictureNotes: notes });
}

function pictureRate(notes) {
  const [first, last] = [notes[0], notes.at(-1)];
  if (notes.length < 3) throw new Error('the field did not move');
  return (1000 * (last[1] - first[1])) / (last[0] - first[0]);
}

async function measure(page, act) {
  await page.evaluate(notePictures);
  const begun = performance.now();
  const work = await traced(page, act);
  const seconds = (performance.now() - begun) / 1000;
  const rate = pictureRate(await page.evaluate(() => window.pictureNotes));
  return { rate, work: work.busy / (rate * seconds), task: work.task, gap: work.gap };
}

/** Moves and magnifies the field as a hand does. */
async function handle(page) {
  const box = await page.locator('.neural-field').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const until = performance.now() + lookMs;
  for (let each = 0; performance.now() < until; each++) {
    await page.mouse.move(x + 40 * Math.sin(each / 5), y + 30 * Math.cos(each / 5));
    await page.mouse.wheel(0, each % 40 < 20 ? -60 : 60);
    await page.waitForTimeout(30);
  }
}

function say(print, what, { rate, work, task, gap }) {
  print(
    `${nodes} nodes, ${what}: ${rate.toFixed(1)} pictures a second, ${(rate / limits.pictures).toFixed(2)} of ${limits.pictures}; main thread ${work.toFixed(2)} ms for each, ${(work / limits.work).toFixed(2)} of ${limits.work} ms; longest task ${task.toFixed(1)} ms, longest gap ${gap.toFixed(0)} ms`,
  );
}

/** Prints both; answers the pictures a second while nobody moves the field. */
export function run(print) {
  return withDirectory((directory) =>
    withStudio(directory, async (url) => {
      const { run: begun } = await askJson(url, '/api/v1/runs', {
        document: network(),
        pace: { factor: 30 },
      });
      const { page, close } = await openTracedPage();
      try {
        await page.goto(`${url}/run/${begun.id}`);
        await page.locator('.neural-field[data-pictures]').waitFor({ timeout: 120_000 });
        // what a page does when it opens is no part of a picture
        await page.waitForTimeout(4000);
        const still = await measure(page, () => page.waitForTimeout(lookMs));
        const { painter, drawMs } = await page
          .locator('.neural-field')
          .evaluate(({ dataset: { painter, drawMs } }) => ({ painter, drawMs }));
        say(print, 'looked at', still);
        say(print, 'moved by hand', await measure(page, () => handle(page)));
        print(`drawn in a worker by ${painter}, ${drawMs} ms each`);
        return still.rate;
      } finally {
        await close();
        await askJson(url, `/api/v1/runs/${begun.id}/cancel`, {});
      }
    }),
  );
}
