// Ways to have a run continued elsewhere: in a worker thread, in a process of its own. Both load the built package.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ContinuationAnswer, ContinuationRequest } from './continuation.ts';

export type Place = (requests: readonly ContinuationRequest[]) => Promise<readonly ContinuationAnswer[]>;

const entry = new URL('../dist/elsewhere.js', import.meta.url);

export const workerThread: Place = (requests) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: requests });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the worker ended with code ${code} and no answer`)));
  });

export const ownProcess: Place = (requests) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(entry)], { stdio: ['pipe', 'pipe', 'pipe'] });
    let [output, complaint] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as readonly ContinuationAnswer[]);
      else reject(new Error(`the process ended with code ${code}: ${complaint}`));
    });
    child.stdin.end(JSON.stringify(requests));
  });
