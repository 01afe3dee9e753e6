// From a run to a report to the same run again, as two people would do it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReplayFile } from '../src/commands/replay-file.ts';
import { Workplace } from './holdfast.ts';

const document = JSON.stringify({
  family: 'scenario',
  version: 1,
  name: 'Cost <of> a "part"',
  model: {
    parameters: [{ name: 'price', label: 'Price', value: 3, min: 0, max: 10 }],
    nodes: [
      { kind: 'distribution', id: 'pieces', distribution: 'poisson', parameters: { mean: 4 } },
      { kind: 'transformer', id: 'cost', expression: '$params.price * pieces' },
      { kind: 'output', id: 'total', label: 'Cost' },
    ],
    edges: [
      { from: 'pieces', to: 'cost.pieces' },
      { from: 'cost', to: 'total' },
    ],
  },
  run: { until: 40000, seed: 3 },
});

describe('a report', () => {
  let place: Workplace;
  beforeAll(() => {
    place = new Workplace();
  });
  afterAll(() => place?.remove());

  it('is exported, sent, and verified by who has nothing but the file', async () => {
    place.write('cost.json', document);
    const [, server = ''] = await place.start('serve', '--port', '0').said(/studio +(http:\S+)/);
    const at = ['--server', server];
    const run = await place.run('run', 'cost.json', '-p', 'price=5', '--limit', 'iterations=30000', ...at);
    expect(run.code).toBe(4);
    const id = /run (\w+)/.exec(run.stderr)?.[1] ?? '';
    const report = await place.run('export', id, '--to', 'html', '-q', ...at);
    expect([report.code, report.stderr]).toEqual([0, '']);
    expect(report.stdout).toContain('<h1>Cost &lt;of&gt; a &quot;part&quot;</h1>');
    expect(report.stdout).toContain('<strong>Partial result.</strong>');
    expect(report.stdout).toMatch(/pieces<\/th>\s*<td>poisson<\/td>\s*<td>mean 4<\/td>/);
    expect(await (await fetch(`${server}/api/v1/runs/${id}/report`)).text()).toBe(report.stdout);
    place.write('report.html', report.stdout);
    const again = await place.run('replay', 'report.html', ...at);
    expect([again.code, again.stdout]).toEqual([
      0,
      expect.stringMatching(/^verified \d+ frames {2}trail \w{16}\n$/),
    ]);
    place.write('changed.html', report.stdout.replace('seed%22%3A3%2C%22until', 'seed%22%3A4%2C%22until'));
    const changed = await place.run('replay', 'changed.html', '--json', ...at);
    expect(changed.code).toBe(5);
    expect(JSON.parse(changed.stdout)).toMatchObject({
      verified: false,
      different: [expect.stringMatching(/^trail: \w{64}, \w{64}$/)],
    });
  }, 120_000);

  it('is told from the id of a run', () => {
    expect(['report.html', './report', 'C:\\report'].every(isReplayFile)).toBe(true);
    expect(isReplayFile('01a1fce142d4d115bbd449')).toBe(false);
  });
});
