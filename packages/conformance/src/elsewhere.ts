// Entry of the other place: a worker thread that is handed requests, or a process that reads them from its input.

import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { continueElsewhere, type ContinuationAnswer, type ContinuationRequest } from './continuation.ts';

async function answers(requests: readonly ContinuationRequest[]): Promise<readonly ContinuationAnswer[]> {
  const found: ContinuationAnswer[] = [];
  for (const request of requests) found.push(await continueElsewhere(request));
  return found;
}

async function input(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += String(chunk);
  return text;
}

if (isMainThread)
  process.stdout.write(JSON.stringify(await answers(JSON.parse(await input()) as ContinuationRequest[])));
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a thread has no origin
else parentPort?.postMessage(await answers(workerData as ContinuationRequest[]));
