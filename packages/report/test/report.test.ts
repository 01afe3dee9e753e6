import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StopReason } from '@holdfast/core';
import { reportName, reportParts } from '../src/report.ts';
import { anyText } from './fixtures/any-text.ts';
import { plainWords, sourceOf, type Words } from './fixtures/source.ts';

const write = (words?: Words, stop?: StopReason): string => [...reportParts(sourceOf(words, stop))].join('');

const textOf = (html: string): string =>
  html
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

const matches = (html: string, pattern: RegExp): readonly (string | undefined)[] =>
  [...html.matchAll(pattern)].map((match) => match[1]);

describe('a report', () => {
  const html = write();

  it('answers first, then draws, then lists, then says how to check it', () => {
    expect(matches(html, /<h2 id="[^"]*">([^<]*)/g).map((title) => title?.trim())).toEqual([
      'The answer',
      'Precision asked for',
      'Profit',
      'demand.value',
      'What goes together',
      'All numbers',
      'What went in',
      'What happened',
      'Check it yourself',
      'The document',
    ]);
  });

  it('says the main figures in words, each with its margin', () => {
    const text = textOf(html);
    expect(text).toContain('1,001 USD ± 17 on average');
    expect(text).toContain('Nine outcomes in ten lie between 900 and 1,100 USD');
    expect(text).toContain('Half of them lie below 1,000 USD ± 22');
    expect(text).toContain('Chance of less than 950 USD: 25.0 % ± 3.7');
    expect(text).toContain('Average of the lowest 5 %: 850 USD ± 25');
    expect(text).toContain('Sold by June Chance that this limit is broken: 10.0 % ± 2.0');
  });

  it('draws every picture with a caption, words for those who cannot see it, and its numbers', () => {
    const figures = html.match(/<figure[\s\S]*?<\/figure>/g) ?? [];
    expect(figures.map((figure) => /<strong>([^<]*)/.exec(figure)?.[1])).toEqual([
      'Over time, by iteration',
      'Histogram',
      'Cumulative',
      'Convergence, 95 % band',
      'Against time, USD',
    ]);
    for (const figure of figures) {
      expect(figure).toMatch(/<svg viewBox="0 0 \d+ \d+" role="img" aria-label="[^"]+">/);
      expect(figure).toMatch(/<details>[\s\S]*<table class="numbers">[\s\S]*<td>/);
    }
    expect(html).not.toMatch(/NaN|undefined|\[object/);
  });

  it('lists every number with its standard error, and what went in with its unit', () => {
    const text = textOf(html);
    expect(text).toContain('mean 1,001.0 8.9 USD');
    expect(text).toContain('return-period 12 – USD');
    expect(text).toContain('Selling price price 12 USD/piece instead of 10 0 to 20');
    expect(text).toContain('Pieces sold lognormal mu 3, sigma 0.2 USD');
    expect(text).toContain('became 13 USD/piece at 200 iterations');
    expect(text).toContain(`sales.csv 13 ${'a'.repeat(64)}`);
    expect(text).toContain('the matrix was repaired Check the correlations.');
    expect(text).toContain('the worker was lost; resumed at 400');
    expect(text).toContain('Checkpoints kept meanwhile: 4.');
    expect(text).toContain('not reached: about 900 more');
    expect(text).toContain('−0.720 ± 0.012');
  });

  it('names what identifies the run, and how to compute it again', () => {
    const text = textOf(html);
    for (const part of [
      'd'.repeat(64),
      't'.repeat(64),
      'launch, version 2',
      'holdfast replay 01a1fce142d4d115bbd449',
    ])
      expect(text).toContain(part);
  });

  it('needs nothing else: no script, no request, no style of an element', () => {
    expect(html).not.toMatch(/<(script|link|img|iframe|object|form)\b|\son\w+=|\sstyle=|@import|url\(/);
    expect(matches(html, /\s(?:href|src)="(?!data:application\/json;charset=utf-8,)([^"]*)/g)).toEqual([]);
    expect(html).toContain(`content="default-src &#39;none&#39;;`);
  });

  it('has the same bytes each time, and a name to be saved under', () => {
    expect(write()).toBe(html);
    expect(reportName({ id: '01a1fce142d4d115bbd449', name: 'Profit: 1/2 <b>' })).toBe(
      'profit-1-2-b-15bbd449-report.html',
    );
  });

  it('calls a partial result partial before anything else', () => {
    const partial = write(plainWords, { kind: 'limit', limit: 'wallMs', bound: 300 });
    expect(textOf(partial).trim()).toMatch(
      /^Partial: Profit of a launch Partial result\. The run stopped at its limit: wall time of 300 ms\. It reached 500 of 10,000 iterations;/,
    );
    expect(partial).toContain('The answer so far');
    expect(html).not.toContain('artial result');
    const failed = write(plainWords, {
      kind: 'failed',
      code: 'worker.crashed',
      message: 'x',
      remedy: 'Look here.',
    });
    expect(textOf(failed)).toContain('The run failed: x. It reached');
    expect(textOf(failed)).toContain('Look here. worker.crashed');
  });

  it('is written for a run that has no picture and no figure', () => {
    const source = sourceOf();
    const empty = { ...source, model: { ...source.model, channels: [], parameters: [] } };
    const bare = { ...empty, result: { ...source.result, metrics: [], inputs: [] }, notices: [] };
    expect([...reportParts(bare)].join('')).not.toMatch(/<figure|What goes together|The answer/);
  });
});

/** Tags in order, attribute by attribute, without the values that come from outside. */
function skeleton(html: string): string {
  return (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/="[^"]*"/g, '=""')).join('');
}

/** What breaks out of places that are not escaped. */
const hostile = fc.oneof(
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    `' onmouseover='alert(1)`,
    '</title></style></textarea><svg/onload=alert(1)>',
    '--><!--',
    ']]>',
    '&lt;script&gt;&#x3c;',
    '${alert(1)}`',
    'javascript:alert(1)',
    '</pre></code></details>',
    '\u202egnp.exe',
    'a\0b\ud800',
    '%22%3E</a>',
  ),
  anyText,
);

describe('text from outside', () => {
  it('stays text wherever it stands: the page has the same tags and attributes whatever it says', () => {
    // A suffix keeps texts apart and none empty, so that the same parts are there.
    const words = fc.record(
      Object.fromEntries(
        Object.keys(plainWords).map((key) => [
          key,
          hostile.map((text) => `${text.replaceAll(/[~@]/g, '')}.${key}`),
        ]),
      ) as Record<keyof Words, fc.Arbitrary<string>>,
    );
    const plain = skeleton(
      write(Object.fromEntries(Object.keys(plainWords).map((key) => [key, `x.${key}`])) as Words),
    );
    fc.assert(
      fc.property(words, (texts) => {
        expect(skeleton(write(texts))).toBe(plain);
      }),
      { numRuns: 50 },
    );
  });
});
