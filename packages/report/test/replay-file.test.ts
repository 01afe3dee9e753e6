import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf, readReplay, replayText } from '../src/replay-file.ts';
import { reportParts } from '../src/report.ts';
import { anyText } from './fixtures/any-text.ts';
import { plainWords, sourceOf } from './fixtures/source.ts';

describe('the replay file', () => {
  it('says what to compute and what it must give', () => {
    const source = sourceOf(plainWords, { kind: 'cancelled' });
    const { request, expected } = readReplay(replayText(source));
    expect(request).toMatchObject({
      document: source.document,
      seed: 7,
      until: 10_000,
      parameters: [{ parameter: 'price', value: 12 }],
      inputs: [{ parameter: 'price', value: 13, time: 200 }],
      limits: { simulatedTime: 500 },
    });
    expect(expected).toEqual({
      document: 'd'.repeat(64),
      engine: '2',
      reached: 500,
      partial: true,
      frames: 5,
      trail: 't'.repeat(64),
    });
  });

  it('is the same in the report, whatever the document says', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const source = sourceOf({ ...plainWords, name: `"'<&${text}`, value: text });
        const report = [...reportParts(source)].join('');
        expect(readReplay(report)).toEqual(readReplay(replayText(source)));
      }),
      { numRuns: 15 },
    );
  });

  it('comes in parts that no pair of surrogates is cut by', () => {
    const text = '\u{1f4c8}'.repeat(100_000);
    const source = sourceOf({ ...plainWords, text });
    const parts = [...reportParts(source)];
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(1_000_000);
    expect(readReplay(parts.join('')).request.document).toEqual(source.document);
  });

  it('bounds a partial run to where it came', () => {
    expect(limitsOf({ partial: false, reached: 9 })).toEqual({});
    expect(limitsOf({ partial: true, reached: 9 })).toEqual({ simulatedTime: 9 });
    expect(limitsOf({ partial: true, reached: 0 })).toEqual({ frames: 1 });
  });

  it.each([
    ['other text', 'hello'],
    ['another JSON', '{"family":"x"}'],
    ['a torn report', '<a id="replay" href="data:application/json;charset=utf-8,%7B%22hold'],
    ['a request that is none', '{"holdfast":"replay","format":1,"expected":{},"request":{"seed":-1}}'],
  ])('refuses %s with a reason', (_, text) => {
    expect(() => readReplay(text)).toThrow(expect.objectContaining({ code: 'replay.unreadable' }));
  });
});
