// Kills a writing process again and again and looks for acknowledged work that is gone.
// node packages/store/test/kill-loop.js [kills] [directory]    (after a build)
//
// The writer reports each acknowledged batch on standard output. Its successor recovers the same directory, checks that
// everything acknowledged is there and without gaps, and goes on writing.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openStore } from '../dist/index.js';

const script = fileURLToPath(import.meta.url);
const run = 'run';
const digest = 'a'.repeat(64);

const clock = {
  now: () => Date.now(),
  after: () => () => undefined,
};

const frameOf = (sequence) => ({
  sequence,
  time: sequence / 10,
  values: Float64Array.from({ length: 40 }, (_, index) => sequence + index),
});
const eventOf = (sequence) => ({
  sequence,
  kind: 'status',
  time: sequence,
  at: sequence,
  message: 'x',
  details: {},
});

async function all(list) {
  const items = [];
  for (;;) {
    const page = await list({ after: items.length - 1, limit: 1000 });
    if (page.length === 0) return items;
    items.push(...page);
  }
}

/** How many batches the store holds. @throws Error when fewer than `acknowledged`, or with a gap */
async function survey(store, acknowledged) {
  const frames = await all((page) => store.listFrames(run, page));
  const events = await all((page) => store.listEvents(run, page));
  const [newest] = await store.listCheckpoints(run);
  for (const [index, frame] of frames.entries())
    if (frame.sequence !== index || frame.values[39] !== index + 39)
      throw new Error(`frame ${index} is wrong`);
  if (frames.length < 10 * acknowledged) throw new Error(`${acknowledged} batches, ${frames.length} frames`);
  if (events.length < acknowledged) throw new Error(`${acknowledged} batches, ${events.length} events`);
  if ((newest?.sequence ?? -1) < acknowledged - 1)
    throw new Error(`checkpoint ${newest?.sequence} of ${acknowledged}`);
  return Math.min(Math.floor(frames.length / 10), events.length);
}

async function write(directory, acknowledged) {
  const owner = `writer-${process.pid}`;
  const store = await openStore({ dataDirectory: directory }, { owner, clock });
  const document = { family: 'f', version: 1, name: 'n', model: {} };
  const spec = { document, seed: 1, until: 1, parameters: [], limits: {}, workers: 1 };
  await store.createRun({ id: run, spec, document: digest, family: 'f', name: 'n', createdAt: 1 });
  const epoch = await store.claimRun(run, owner, 2);
  if (epoch === undefined) throw new Error('the run of a dead owner could not be claimed');
  for (let batch = await survey(store, acknowledged); ; batch++) {
    const frames = Array.from({ length: 10 }, (_, index) => frameOf(10 * batch + index));
    await store.appendFrames(run, epoch, frames);
    await store.appendEvents(run, epoch, [eventOf(batch)]);
    const file = `${batch}.checkpoint`;
    await store.putCheckpoint(run, epoch, { sequence: batch, time: batch, sha256: digest, bytes: 1, file });
    process.stdout.write(`${batch + 1}\n`);
  }
}

/** Starts a writer, kills it after `batches` more acknowledgements, and says how far it had come. */
function writeAndKill(directory, acknowledged, batches) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, '--write', directory, String(acknowledged)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let last = acknowledged;
    let seen = 0;
    createInterface({ input: child.stdout }).on('line', (line) => {
      last = Number(line);
      seen += 1;
      if (seen === batches) child.kill('SIGKILL');
    });
    child.once('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve(last);
      else reject(new Error(`the writer ended by itself with ${code}`));
    });
  });
}

/** Kills `kills` writers on one directory; resolves with the batches acknowledged, all of which were found. */
export async function killLoop(directory, kills) {
  let acknowledged = 0;
  // Different depths reach different moments of commit and checkpoint.
  for (let kill = 0; kill < kills; kill++)
    acknowledged = await writeAndKill(directory, acknowledged, 1 + ((kill * 37) % 90));
  const store = await openStore({ dataDirectory: directory }, { owner: 'survey', clock });
  try {
    await survey(store, acknowledged);
    return acknowledged;
  } finally {
    await store.close();
  }
}

if (process.argv[2] === '--write') {
  await write(process.argv[3], Number(process.argv[4]));
} else if (process.argv[1] === script) {
  const kills = Number(process.argv[2] ?? 20);
  const directory = process.argv[3] ?? mkdtempSync(join(tmpdir(), 'holdfast-kill-'));
  const begun = performance.now();
  const acknowledged = await killLoop(directory, kills);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stdout.write(`${kills} kills, ${acknowledged} acknowledged batches, 0 lost, ${seconds} s\n`);
  if (process.argv[3] === undefined) rmSync(directory, { recursive: true, force: true });
}
