// Real processes for tests that need one to die, and real waiting with a deadline.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { StorePlace } from '../src/index.ts';

/** Starts a process that holds the store at `place` and has claimed `run`. */
export async function holdStore(place: StorePlace, owner: string, run: string): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('hold-store.js', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(place), owner, run], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the holder ended with ${code}`))),
  ]);
  return child;
}

export async function kill9(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Asks until the answer is true; resolves with the milliseconds it took. @throws Error after `deadlineMs` */
export async function until(ask: () => Promise<boolean>, deadlineMs: number): Promise<number> {
  const begun = performance.now();
  while (!(await ask())) {
    if (performance.now() - begun > deadlineMs) throw new Error(`not within ${deadlineMs} ms`);
    await pause(5);
  }
  return performance.now() - begun;
}
