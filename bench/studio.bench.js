// What a person feels in the studio, against its limits: 1 s from the click to the final band of 1,000,000 iterations of 50
// nodes, and no task of the page's main thread above 50 ms, there and in a graph of 300 nodes; beside them a world of 200 bodies,
// and the same start as the network sees it, with a process waiting for the run and without one.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnServer } from '../apps/server/test/fixtures/kill-loop.js';
import { bandDocument, timeClick, timeRequest } from './parts/first-band.js';
import { measureLargeGraph } from './parts/large-graph.js';
import { openTracedPage } from './parts/traced-page.js';
import { worldPage } from './parts/world-page.js';

const limitMs = 1000;
const taskLimitMs = 50;
const repeats = 10;
const clicks = 5;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (value) => `${value.toFixed(0)} ms`;

export async function withDirectory(use) {
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Medians of the start as the network sees it. */
function measureRequests(spare, document) {
  return withDirectory(async (directory) => {
    const environment = { HOLDFAST_DATA_DIR: directory, HOLDFAST_SPARE_WORKERS: String(spare) };
    const server = await spawnServer(environment, 'products');
    try {
      const times = [];
      // The first run compiles the server's own code and is not counted.
      for (let seed = 0; seed <= repeats; seed++) times.push(await timeRequest(server.url, document, seed));
      const counted = times.slice(1);
      return Object.fromEntries(
        ['answered', 'first', 'final'].map((name) => [name, median(counted.map((time) => time[name]))]),
      );
    } finally {
      await server.kill('SIGTERM');
    }
  });
}

/** The command line as a server with the studio, in a process of its own. */
export async function withStudio(directory, use) {
  const command = fileURLToPath(new URL('../apps/cli/bin/holdfast.js', import.meta.url));
  const words = [command, 'serve', '--port', '0', '--data-dir', directory];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = once(child, 'exit');
  try {
    const url = await new Promise((resolve, reject) => {
      let said = '';
      const hear = (text) => {
        said += text;
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
        if (address !== undefined) resolve(address);
      };
      child.stdout.setEncoding('utf8').on('data', hear);
      child.stderr.setEncoding('utf8').on('data', hear);
      void gone.then(() => reject(new Error(`the server ended before it answered: ${said}`)));
    });
    return await use(url);
  } finally {
    child.kill('SIGTERM');
    await gone;
  }
}

async function measureClicks(page, url, document) {
  const times = [];
  for (let seed = 0; seed <= clicks; seed++) times.push(await timeClick(page, url, document, seed));
  const counted = times.slice(1);
  const of = (name) => counted.map((time) => time[name]);
  return {
    first: median(of('first')),
    final: median(of('final')),
    task: Math.max(...of('task')),
    wall: Math.max(...of('wall')),
    gap: Math.max(...of('gap')),
  };
}

function printRequests(print, cold, warm) {
  for (const [name, { answered, first, final }] of Object.entries({
    'started for it': cold,
    waiting: warm,
  })) {
    print(`process ${name}: answered ${ms(answered)}, first frame ${ms(first)}, final band ${ms(final)}`);
  }
  print(
    `first frame ${(cold.first / warm.first).toFixed(2)} times sooner with a process waiting; final band ${(warm.final / limitMs).toFixed(2)} of ${limitMs} ms`,
  );
}

function printPage(print, click, graph) {
  print(
    `in the studio, medians of ${clicks} clicks: first estimate ${ms(click.first)}, final band drawn ${ms(click.final)}: ${(click.final / limitMs).toFixed(2)} of ${limitMs} ms`,
  );
  const rows = { 'click to band': click, ...graph };
  for (const [name, { task, wall, gap }] of Object.entries(rows)) {
    const part = name === 'click to band' ? name : `300 nodes, ${name}`;
    print(
      `${part}: longest task ${task.toFixed(1)} ms of its thread, ${(task / taskLimitMs).toFixed(2)} of ${taskLimitMs} ms (${ms(wall)} by the wall), longest gap between frames ${ms(gap)}`,
    );
  }
}

/** Prints medians and longest tasks; answers the ms from the click to the final band. */
export async function run(print) {
  const document = bandDocument();
  printRequests(print, await measureRequests(0, document), await measureRequests(1, document));
  const { page, close } = await openTracedPage();
  try {
    return await withDirectory((directory) =>
      withStudio(directory, async (url) => {
        const click = await measureClicks(page, url, document);
        printPage(print, click, await measureLargeGraph(page, url));
        await worldPage(print, page, url);
        return click.final;
      }),
    );
  } finally {
    await close();
  }
}
