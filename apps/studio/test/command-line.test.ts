import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exportLines,
  inputLines,
  literal,
  runLines,
  shellWord,
  startLines,
} from '../src/shell/command-line.ts';

describe('the command line of a start', () => {
  it('names only what differs from the document', () => {
    expect(startLines('examples/portfolio.json', { limits: {}, parameters: [] })).toEqual({
      title: 'Start this run',
      shell: 'holdfast run examples/portfolio.json',
      sdk: 'const run = await client.start({ document });',
    });
  });

  it('holds every setting in the spelling the command line reads', () => {
    const { shell, sdk } = startLines('my model.json', {
      seed: 7,
      until: 1e6,
      workers: 2,
      limits: { wallMs: 90_000, memoryMb: 512 },
      parameters: [{ parameter: 'price', value: 3.5 }],
    });
    expect(shell).toBe(
      "holdfast run 'my model.json' --seed 7 --until 1000000 --workers 2 -p price=3.5 --limit time=90s,memory=512MB",
    );
    expect(sdk).toBe(
      "const run = await client.start({ document, seed: 7, until: 1000000, workers: 2, parameters: [{ parameter: 'price', value: 3.5 }], limits: { wallMs: 90000, memoryMb: 512 } });",
    );
  });
});

describe('quoting', () => {
  it('survives a POSIX shell whatever the text', () => {
    const texts = fc.sample(fc.string({ minLength: 1, unit: 'grapheme-ascii' }), { numRuns: 40, seed: 1 });
    const all = [...texts, "it's", '$(rm)', '`x`', 'a b', '"'];
    const script = all.map((text) => `printf '%s\\0' ${shellWord(text)}`).join('\n');
    const read = execFileSync('/bin/sh', ['-c', script]).toString().split('\0').slice(0, -1);
    expect(read).toEqual(all);
  });

  it('writes literals that JavaScript reads back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        // The literal is evaluated on purpose: that is what pasting it does.
        // oxlint-disable-next-line no-new-func, typescript/no-implied-eval
        const read = new Function(`return ${literal(value)}`)() as unknown;
        expect(JSON.stringify(read)).toBe(JSON.stringify(value));
      }),
      { examples: [[JSON.parse('{"__proto__":[]}') as fc.JsonValue]] },
    );
  });
});

describe('lines of a run', () => {
  it('offer a shell line and an SDK call for each action', () => {
    const lines = [
      ...runLines('http://127.0.0.1:7700', 'abc'),
      exportLines('abc', 'frames-csv'),
      inputLines('http://127.0.0.1:7700', 'abc', { parameter: 'price', value: 3 }),
    ];
    expect(lines.every(({ shell, sdk }) => shell.includes('abc') && sdk.includes("'abc'"))).toBe(true);
    expect(lines.map(({ title }) => title)).toContain('Pause');
  });
});
