// The real binary as a child process, in a directory of its own, so that tests see what a user sees.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const binary = fileURLToPath(new URL('../bin/holdfast.js', import.meta.url));

/** What a person would read of a long text: its last lines, each cut to a screen's width. */
function lastLines(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .slice(-20)
    .map((line) => line.slice(0, 200))
    .join('\n');
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly ended: Promise<Outcome>;
  /** Resolves with the match as soon as either stream has said it. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
}

/** A directory with its own database; `remove` also ends what still runs in it. */
export class Workplace {
  readonly path = mkdtempSync(join(tmpdir(), 'holdfast-cli-'));
  readonly #running = new Set<Running>();

  write(name: string, text: string): string {
    writeFileSync(join(this.path, name), text);
    return name;
  }

  start(...args: readonly string[]): Running {
    const { HOLDFAST_SERVER: _, HOLDFAST_DATA_DIR: __, HOLDFAST_DATABASE_URL: ___, ...env } = process.env;
    const child = spawn(process.execPath, [binary, ...args], {
      cwd: this.path,
      // Most commands here last less long than a process that waits for the next run takes to start.
      env: { ...env, HOLDFAST_SPARE_WORKERS: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const text = { stdout: '', stderr: '' };
    const listeners = new Set<() => void>();
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (part: string) => {
        text[name] += part;
        for (const listener of listeners) listener();
      });
    }
    const ended = new Promise<Outcome>((resolve) => {
      child.on('close', (code) => resolve({ code, ...text }));
    });
    const running: Running = {
      ended,
      kill: (signal) => void child.kill(signal),
      said: (pattern) =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            const match = pattern.exec(text.stdout) ?? pattern.exec(text.stderr);
            if (match === null) return;
            listeners.delete(look);
            resolve(match);
          };
          listeners.add(look);
          look();
          void ended.then(() =>
            reject(new Error(`ended without saying ${pattern}:\n${lastLines(text.stdout + text.stderr)}`)),
          );
        }),
    };
    this.#running.add(running);
    void ended.then(() => this.#running.delete(running));
    return running;
  }

  run(...args: readonly string[]): Promise<Outcome> {
    return this.start(...args).ended;
  }

  async remove(): Promise<void> {
    const left = [...this.#running];
    for (const running of left) running.kill('SIGKILL');
    await Promise.all(left.map(({ ended }) => ended));
    rmSync(this.path, { recursive: true, force: true, maxRetries: 10 });
  }
}
