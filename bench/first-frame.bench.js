// What a person waits for after the click: from the request that starts a run to its first frame and to its final band, with a
// process waiting for the run and without one. The limit for the final band is 1 s: 1,000,000 iterations of a graph of 50 nodes.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeFrame, liveProtocol } from '@holdfast/protocol';
import { WebSocket } from 'ws';
import { askJson, spawnServer } from '../apps/server/test/fixtures/kill-loop.js';
import { documentOf, makeGraph } from './peers/graphs.js';

const limitMs = 1000;
const repeats = 10;
/** Between two runs, so that the next process has loaded its modules: what a person does as well. */
const restMs = 3500;
const until = 1_000_000;

/** Starts one run and watches it as the studio does; times are ms since the request. */
async function timeRun(url, document, seed) {
  const from = performance.now();
  const { run } = await askJson(url, '/api/v1/runs', { document, until, seed });
  const answered = performance.now() - from;
  const address = `${url.replace('http', 'ws')}/api/v1/runs/${run.id}/live?rate=60`;
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, [liveProtocol]);
    let first;
    socket.on('error', reject);
    socket.on('message', (data, isBinary) => {
      const at = performance.now() - from;
      if (isBinary) {
        if (decodeFrame(new Uint8Array(data)).time > 0) first ??= at;
      } else if (JSON.parse(String(data)).type === 'ended') {
        socket.close();
        resolve({ answered, first: first ?? at, final: at });
      }
    });
  });
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function measure(spare, document) {
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  const environment = { HOLDFAST_DATA_DIR: directory, HOLDFAST_SPARE_WORKERS: String(spare) };
  const server = await spawnServer(environment, 'products');
  try {
    const times = [];
    // The first run compiles the server's own code and is not counted.
    for (let seed = 0; seed <= repeats; seed++) {
      await new Promise((resolve) => setTimeout(resolve, restMs));
      times.push(await timeRun(server.url, document, seed));
    }
    const counted = times.slice(1);
    return Object.fromEntries(
      ['answered', 'first', 'final'].map((name) => [name, median(counted.map((time) => time[name]))]),
    );
  } finally {
    await server.kill('SIGTERM');
    await rm(directory, { recursive: true, force: true });
  }
}

/** Prints medians of ten runs each; answers the ms to the final band with a waiting process. */
export async function run(print) {
  const document = JSON.parse(JSON.stringify(documentOf(makeGraph(50))));
  const cold = await measure(0, document);
  const warm = await measure(1, document);
  for (const [name, { answered, first, final }] of Object.entries({
    'started for it': cold,
    waiting: warm,
  })) {
    print(
      `process ${name}: answered ${answered.toFixed(0)} ms, first frame ${first.toFixed(0)} ms, final band ${final.toFixed(0)} ms`,
    );
  }
  print(
    `first frame ${(cold.first / warm.first).toFixed(2)} times sooner; final band ${(warm.final / limitMs).toFixed(2)} of ${limitMs} ms`,
  );
  return warm.final;
}
