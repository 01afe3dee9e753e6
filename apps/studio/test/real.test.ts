// The same journey against the real thing: command line, server, database, workers, in their own processes.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeJourney } from './fixtures/journey.ts';

const command = fileURLToPath(new URL('../../cli/bin/holdfast.js', import.meta.url));
const built = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url));
const openMs = 60_000;

/** Resolves with the address the server prints. */
function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(
      () => reject(new Error(`the server did not say where it listens: ${said}`)),
      openMs,
    );
    const read = (text: Buffer): void => {
      said += text.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (url === undefined) return;
      clearTimeout(late);
      resolve(url);
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
}

describeJourney('the real server', async () => {
  if (!existsSync(built)) throw new Error('build first: npm run build');
  const directory = mkdtempSync(join(tmpdir(), 'studio-journey-'));
  const flags = ['serve', '--port', '0', '--data-dir', directory];
  const server = spawn(process.execPath, [command, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await addressOf(server);
  return {
    url,
    example: {
      name: 'supply-chain-cost',
      title: 'Supply chain cost',
      parameter: 'Probability of a disruption',
      subject: 'Landed cost',
    },
    longUntil: '100_000_000',
    mistake: {
      find: '$params.disruption',
      put: '$params.disrupton',
      underlined: 'disrupton',
      complaint: /disruption/,
    },
    async close() {
      const gone = once(server, 'exit');
      server.kill('SIGTERM');
      await gone;
      rmSync(directory, { recursive: true, force: true });
    },
  };
});
