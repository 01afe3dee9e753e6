// The command line end to end: the real binary, a real data directory, real workers.
import { HoldfastClient } from '@holdfast/client';
import { decodeResult } from '@holdfast/protocol';
import { openStore } from '@holdfast/store';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workplace, type Running } from './holdfast.ts';

const shop = JSON.stringify(
  {
    family: 'scenario',
    version: 1,
    name: 'A shop',
    model: {
      parameters: [{ name: 'price', value: 3, min: 1, max: 9 }],
      nodes: [
        { kind: 'distribution', id: 'demand', distribution: 'normal', parameters: { mean: 100, sd: 20 } },
        { kind: 'distribution', id: 'cost', distribution: 'normal', parameters: { mean: 80, sd: 10 } },
        { kind: 'transformer', id: 'sales', expression: '$params.price * demand - cost' },
        { kind: 'output', id: 'profit', unit: 'USD' },
      ],
      edges: [
        { from: 'demand', to: 'sales.demand' },
        { from: 'cost', to: 'sales.cost' },
        { from: 'sales', to: 'profit' },
      ],
    },
    run: { until: 100_000 },
  },
  null,
  2,
);

/** Long enough to be interrupted, short enough to be waited for. */
const long = ['--until', '30000000', '--seed', '7'];

/** A progress line of a run that still has time to be disturbed. */
const underWay = /\b[1-5]\d %/;
/** The address of the server a run was started on. */
const started = /run \w+ {2}(http:\S+)\/run/;

const place = new Workplace();
const { path } = place;

beforeAll(async () => {
  place.write('shop.json', shop);
  place.write('typo.json', shop.replace('- cost', '- sqr(cost)'));
  // makes the database, once for all tests
  expect(await place.run('runs')).toMatchObject({ code: 0, stdout: '' });
});

afterAll(() => place.remove());

describe('usage', () => {
  it('is explained on stdout when asked for, and on stderr with exit code 2 when wrong', async () => {
    const help = await place.run('--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toMatch(/^Usage: holdfast/);
    const wrong = [
      ['frob'],
      ['run'],
      ['run', 'shop.json', '--josn'],
      ['run', 'shop.json', '--seed', '1.5'],
      ['run', 'shop.json', '-p', 'price'],
      ['run', 'shop.json', '--limit', 'patience=3'],
      ['run', 'shop.json', '--json', '--jsonl'],
      ['run', 'an-id', '--resume', '--seed', '7'],
      ['runs', '--limit', '0'],
      ['runs', '--server', 'nowhere'],
      ['runs', '--data-dir', 'shop.json'],
      ['export', 'an-id', '--to', 'xml'],
      ['completion', 'tcsh'],
    ];
    for (const args of wrong) {
      const { code, stdout, stderr } = await place.run(...args);
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' });
      expect(stderr.trim().split('\n').length, stderr).toBeGreaterThan(1);
    }
  });

  it('says so with exit code 6 when no server answers', async () => {
    const { code, stderr } = await place.run('runs', '--server', 'http://127.0.0.1:9');
    expect(code).toBe(6);
    expect(stderr).toContain('holdfast serve');
  });
});

describe('a wrong document', () => {
  it('ends with 3, its place and what to write, before a database is opened', async () => {
    const { code, stdout, stderr } = await place.run('run', 'typo.json', '--data-dir', 'never');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^typo\.json:\d+:\d+: .*sqr.*\n {2}.*sqrt/);
    expect(() => execFileSync('ls', [join(path, 'never')], { stdio: 'pipe' })).toThrow();
  });

  it('is told from a right one by validate', async () => {
    const { code, stdout } = await place.run('validate', 'shop.json', 'typo.json');
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^shop\.json: ok, scenario, 100,000 iterations, parameters price = 3 \(1 \.\. 9\)\n/,
    );
    expect(stdout).toMatch(/typo\.json:\d+:\d+: /);
  });
});

describe('a data directory that no server holds', () => {
  let undisturbed = '';

  it('keeps a run paused by Ctrl-C, until it ends with the bytes of one that was left alone', async () => {
    const running = place.start('run', 'shop.json', ...long);
    await running.said(underWay);
    running.kill('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    const [next = '', id = ''] = /holdfast run --resume (\w+)/.exec(stderr) ?? [];
    const watched = await place.run('watch', id);
    expect(watched).toMatchObject({ code: 1, stdout: '' });
    expect(watched.stderr).toContain(next);
    const resumed = await place.run('run', '--resume', id, '--json', '-q');
    const whole = await place.run('run', 'shop.json', ...long, '--json', '-q');
    expect(resumed).toEqual({ code: 0, stdout: whole.stdout, stderr: '' });
    undisturbed = whole.stdout;
  });

  it('lets a replay say, with exit code 5, where a kept run is not what the engine computes', async () => {
    const clock = { now: () => Date.now(), after: () => () => undefined };
    const store = await openStore({ dataDirectory: join(path, '.holdfast') }, { owner: 'forger', clock });
    const [kept] = await store.listRuns({ limit: 1 });
    const result = kept?.result;
    if (result == null) throw new Error('the newest run has a result');
    const frames = await store.listFrames(kept.id, { limit: 1000 });
    const forged = { ...kept, id: kept.id.replace(/.$/, (last) => (last === '0' ? '1' : '0')) };
    await store.createRun(forged);
    const epoch = (await store.claimRun(forged.id, 'forger', Date.now())) ?? 0;
    const computed = frames[2]?.values[0] ?? Number.NaN;
    const written = computed * (1 + 2 ** -52);
    const nudged = frames.map((frame, at) =>
      at === 2 ? { ...frame, values: frame.values.with(0, written) } : frame,
    );
    await store.appendFrames(forged.id, epoch, nudged);
    await store.finishRun(forged.id, epoch, result, Date.now(), []);
    await store.close();
    const { code, stdout, stderr } = await place.run('replay', forged.id);
    expect(code).toBe(5);
    const where = `frame 2, t = ${frames[2]?.time}, profit.value.mean[0]`;
    expect(stdout).toBe(`diverged at ${where}: ${written} kept, ${computed} again\n`);
    expect(stderr).toContain('[replay.mismatch]');
  });

  it('passes to the command that borrowed a server when the lender is killed', async () => {
    const lender = place.start('run', 'shop.json', '--until', '1e9');
    const [, lent] = await lender.said(started);
    const borrower = place.start('run', 'shop.json', ...long, '--json');
    const [, borrowed] = await borrower.said(started);
    expect(borrowed).toBe(lent);
    await borrower.said(underWay);
    lender.kill('SIGKILL');
    const { code, stdout, stderr } = await borrower.ended;
    expect(code).toBe(0);
    expect(stderr).toContain('the run goes on here');
    expect(stdout).toBe(undisturbed);
  });
});

describe('a data directory with a server', () => {
  let server: Running;
  let client: HoldfastClient;
  let url = '';

  beforeAll(async () => {
    server = place.start('serve', '--port', '0', '--json');
    const [line] = await server.said(/^\{"url".*\n/);
    ({ url } = JSON.parse(line) as { url: string });
    client = new HoldfastClient({ url });
    // the run of the killed lender has come back and would compute beside those that are tested
    const { runs } = await client.runs();
    await Promise.all(runs.filter(({ stop }) => stop === null).map(({ id }) => client.cancel(id)));
  });

  async function newest(): Promise<string> {
    return (await client.runs({ limit: 1 })).runs[0]?.id ?? 'none';
  }

  it.each([
    ['taste=1', 'price'],
    ['price=10', '1 .. 9'],
  ])('refuses the parameter %s with exit code 3 and says what it takes', async (given, remedy) => {
    const { code, stdout, stderr } = await place.run('run', 'shop.json', '-p', given);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(remedy);
  });

  it('gives the same bytes for the same seed, however many workers compute at the same time', async () => {
    const asked = ['run', 'shop.json', '--seed', '7', '--json', '-q'];
    const outcomes = await Promise.all(
      [[], [], ['--workers', '2'], ['--workers', '3']].map((more) => place.run(...asked, ...more)),
    );
    for (const { code, stderr } of outcomes) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [text = '', ...others] = new Set(outcomes.map(({ stdout }) => stdout));
    expect(others).toEqual([]);
    expect(decodeResult(text)).toMatchObject({ seed: 7, reached: 100_000, partial: false });
  });

  it('ends a run at its limit with exit code 4, the n really used, and a replay that agrees', async () => {
    const { code, stdout } = await place.run('run', 'shop.json', '--until', '1e9', '--limit', 'time=300ms');
    expect(code).toBe(4);
    const [, n = ''] = /^PARTIAL: ([\d,]+) of 1,000,000,000 iterations/m.exec(stdout) ?? [];
    const id = await newest();
    const result = decodeResult((await place.run('export', id, '--to', 'json')).stdout);
    expect(result).toMatchObject({
      reached: Number(n.replaceAll(',', '')),
      stop: { kind: 'limit', limit: 'wallMs', bound: 300 },
    });
    const replay = await place.run('replay', id, '-q');
    expect(replay).toMatchObject({ code: 0, stderr: '' });
    expect(replay.stdout).toContain(`verified ${result.frames}/${result.frames}`);
  });

  it('is followed as JSON lines and nothing else', async () => {
    const { code, stdout } = await place.run('run', 'shop.json', '--jsonl');
    expect(code).toBe(0);
    const types = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type);
    expect(new Set(types)).toEqual(new Set(['progress', 'event', 'result']));
    expect(types.at(-1)).toBe('result');
  });

  /** Points of the newest experiment while it computes. */
  async function computing(): Promise<number> {
    const [last] = (await client.experiments({ limit: 1 })).experiments;
    return last?.status === 'running' ? last.points : 0;
  }

  it('analyses a document: readable, as JSON with the bytes the server keeps, and partial when cut off', async () => {
    const quick = ['--until', '4096', '--method', 'tornado', '--range', 'price=2..4'];
    const { code, stdout, stderr } = await place.run('analyze', 'shop.json', ...quick);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^.*\ntornado, 3 points, seed \d+\n\nmean of /);
    expect(stdout).toMatch(/price +2 \.\. 4 +[#|]/);
    const [, id = ''] = /experiment (\w+)/.exec(stderr) ?? [];
    const json = await place.run('analyze', 'shop.json', ...quick, '--json', '-q');
    expect(json).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(json.stdout)).toEqual(await client.experimentResult(id));
    const cut = await place.run(
      'analyze',
      'shop.json',
      '--method',
      'sweep',
      '--wall',
      '300ms',
      '--until',
      '1e6',
    );
    expect(cut.code).toBe(4);
    expect(cut.stdout).toMatch(/^PARTIAL: /m);
    const wrong = await place.run('analyze', 'shop.json', ...quick, '--metric', 'average');
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('Use one of: ');
  });

  it('cancels an analysis at Ctrl-C and prints what is known', async () => {
    const running = place.start(
      'analyze',
      'shop.json',
      '--method',
      'sweep',
      '--levels',
      '400',
      '--until',
      '1e5',
      '--json',
    );
    await expect.poll(computing).toBeGreaterThan(8);
    running.kill('SIGINT');
    const { code, stdout } = await running.ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({
      partial: true,
      stop: { kind: 'cancelled' },
      report: { kind: 'sweep' },
    });
  });

  it('exports to a program that stops reading', async () => {
    const binary = join(import.meta.dirname, '../bin/holdfast.js');
    const run = `'${process.execPath}' '${binary}' export ${await newest()} --to frames-ndjson`;
    const shell = ['-c', `set -o pipefail; ${run} | head -n 1`];
    const piped = execFileSync('bash', shell, { cwd: path, encoding: 'utf8' });
    expect(JSON.parse(piped)).toMatchObject({ sequence: 0, time: 0 });
  });

  it('is found by a command, whose run is steered live and replays bit by bit', async () => {
    const running = place.start('run', 'shop.json', ...long);
    const [, where] = await running.said(started);
    expect(where).toBe(url);
    await running.said(underWay);
    const id = await newest();
    await client.input(id, [{ parameter: 'price', value: 5 }]);
    expect((await running.ended).stdout).toMatch(/^with price = 5 since [\d,]+ iterations$/m);
    const replay = await place.run('replay', id, '--json', '-q');
    expect(replay.code).toBe(0);
    expect(JSON.parse(replay.stdout)).toMatchObject({ trailEqual: true, difference: null, replay: null });
    expect(await newest()).toBe(id);
  });

  it('leaves with exit code 0 when it is asked to', async () => {
    server.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
  });
});
