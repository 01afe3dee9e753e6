// What the panel of the senses makes of pictures, tables and sound, and how it sends: without a browser.
import { SimulationError, type InputValue } from '@holdfast/core';
import { listLogMost } from '@holdfast/protocol';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnOfSpectrum,
  levelsOfPixels,
  levelsOfTable,
  middleOf,
  pixelsOfLevels,
  steadied,
  withColumn,
} from '@holdfast/sketch';
import { checkPicture, extentOfFile } from '../src/views/neural/senses/image-files.ts';
import { rateWithin, roomWords, used } from '../src/views/neural/senses/log-room.ts';
import { PictureSender, type SentState } from '../src/views/neural/senses/sender.ts';
import { sequence } from '../src/views/neural/senses/sources.ts';

describe('levels', () => {
  it('are whole, from 0 to 255, whatever the pixels are; grey ones keep theirs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(...([0, 1, 2, 3].map(() => fc.nat(255)) as never)), { maxLength: 9 }),
        (all) => {
          const levels = levelsOfPixels((all as number[][]).flat());
          expect(levels).toHaveLength(all.length);
          for (const level of levels)
            expect(Number.isInteger(level) && level >= 0 && level <= 255).toBe(true);
        },
      ),
    );
    const pixels = new Uint8ClampedArray(4 * 256);
    const ramp = Array.from({ length: 256 }, (_, level) => level);
    pixelsOfLevels(ramp, pixels);
    expect(levelsOfPixels(pixels)).toEqual(ramp);
    pixelsOfLevels([-1], pixels);
    expect([...pixels.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  });

  it('come from the middle of a picture of other proportions', () => {
    expect(middleOf({ width: 400, height: 100 }, { width: 16, height: 16 })).toEqual({
      left: 150,
      top: 0,
      width: 100,
      height: 100,
    });
    expect(middleOf({ width: 100, height: 100 }, { width: 20, height: 10 })).toEqual({
      left: 0,
      top: 25,
      width: 100,
      height: 50,
    });
  });

  it('of a spectrum stand high for high pitches, and move to the left', () => {
    const bins = Array.from({ length: 1024 }, (_, bin) => (bin === 1000 ? 200 : bin === 0 ? 90 : 0));
    const column = columnOfSpectrum(bins, 8);
    expect(column[0]).toBe(200);
    expect(column[7]).toBe(90);
    expect(column.slice(1, 7)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(withColumn([1, 2, 3, 4, 5, 6], { width: 3, height: 2 }, [8, 9])).toEqual([2, 3, 8, 5, 6, 9]);
  });

  it('of a table are its rows, or the line that is wrong', () => {
    const senses = { width: 2, height: 1 };
    expect(levelsOfTable('a,b\n0,255\n1;2\n\n', senses)).toEqual([
      [0, 255],
      [1, 2],
    ]);
    expect(() => levelsOfTable('0,1\n0,1,2\n', senses)).toThrow(
      'Line 2 has 3 columns; the senses are 2 × 1 = 2.',
    );
    expect(() => levelsOfTable('0,256\n', senses)).toThrow('Line 1: "256" is no level');
    expect(() => levelsOfTable('0,\n', senses)).toThrow('Line 1: "" is no level');
    expect(() => levelsOfTable('a,b\n', senses)).toThrow('no row');
    expect(() => levelsOfTable('', senses)).toThrow('no row');
    expect(() => levelsOfTable('NaN,NaN\n1,2\n', senses)).toThrow('Line 1: "NaN" is no level');
  });
});

describe('the room in the log of a run', () => {
  it('is told in time; when half an hour is left the rate falls, and it never ends by itself', () => {
    let use = { listed: 0, each: 0 };
    expect(roomWords(use, 10)).toBe('');
    // a tenth of 64 x 64 places a picture, ten times a second
    let seconds = 0;
    let words = '';
    while (use.listed < 0.99 * listLogMost) {
      const rate = rateWithin(use, 10);
      if (rate < 10 && words === '') words = `${roomWords(use, 10)} after ${Math.round(seconds / 60)} min`;
      seconds += 100 / rate;
      use = used({ ...use, listed: use.listed + 99 * 200 }, use.listed + 100 * 200);
    }
    expect(words).toMatch(/21 % free: slowed to 5\.0 pictures a second.* after 110 min$/);
    expect(seconds).toBeGreaterThan(3.5 * 3600);
    // a page that is opened late learns what the log holds, and is not slowed by it
    const late = used(used({ listed: 0, each: 0 }, 8_000_000), 8_000_200);
    expect([late.each, rateWithin(late, 10)]).toEqual([200, 10]);
    expect(roomWords({ listed: 0, each: 200 }, 10)).toMatch(/100 % free: room for 2 h 19 min of this/);
    expect(rateWithin({ listed: listLogMost, each: 4096 }, 20)).toBeGreaterThan(0);
  });
});

describe('a camera', () => {
  it('keeps a place as it was while only its noise moves it, and never lags behind by more', () => {
    expect(steadied(undefined, [1, 2])).toEqual([1, 2]);
    expect(steadied([100, 100, 100], [104, 105, 90])).toEqual([100, 105, 90]);
    let shown: readonly number[] = [0];
    for (let level = 0; level <= 255; level++) {
      shown = steadied(shown, [level]);
      expect(Math.abs(shown[0] - level)).toBeLessThanOrEqual(4);
    }
  });
});

/** The beginning of a file: text, then bytes. */
function file(text: string, ...numbers: readonly number[]): Uint8Array {
  const head = new Uint8Array(64);
  head.set(Array.from(text, (letter) => letter.charCodeAt(0)));
  head.set(numbers, text.length);
  return head;
}

describe('a picture file', () => {
  const png = file('\u0089PNG\r\n\u001a\n\0\0\0\rIHDR', 0, 0, 78, 32, 0, 0, 78, 32);

  it('says its size before anything of it is unpacked', () => {
    expect(extentOfFile(png)).toEqual({ width: 20_000, height: 20_000 });
    const jpeg = file('\u00ff\u00d8', 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 17, 8, 1, 0, 2, 0);
    expect(extentOfFile(jpeg)).toEqual({ width: 512, height: 256 });
    expect(extentOfFile(file('GIF89a', 16, 0, 1, 1))).toEqual({ width: 16, height: 257 });
    expect(extentOfFile(file('RIFF0000WEBPVP8X', 10, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 19, 0, 0))).toEqual({
      width: 10,
      height: 20,
    });
    expect(extentOfFile(file('RIFF0000WEBPVP8L', 0, 0, 0, 0, 47, 9, 192, 4, 0))).toEqual({
      width: 10,
      height: 20,
    });
  });

  it('that is too large, or none at all, is refused by name, whatever its bytes are', () => {
    expect(() => checkPicture('huge.png', png)).toThrow(
      'huge.png has 20000 × 20000 pixels, at most 64 million',
    );
    expect(() => checkPicture('text.png', file('once upon a time'))).toThrow(
      'text.png is no PNG, JPEG, WebP or GIF',
    );
    expect(() => checkPicture('empty.png', new Uint8Array())).toThrow('is no PNG');
    const begun = fc.constantFrom(
      '\u00ff\u00d8\u00ff',
      'GIF8',
      'RIFF0000WEBPVP8X',
      'RIFF0000WEBPVP8L',
      'RIFF0000WEBP',
      '',
    );
    fc.assert(
      fc.property(begun, fc.uint8Array({ maxLength: 90 }), (text, rest) => {
        const bytes = new Uint8Array([...Array.from(text, (letter) => letter.charCodeAt(0)), ...rest]);
        const extent = extentOfFile(bytes);
        if (extent !== undefined) expect(extent.width >= 0 && extent.height >= 0).toBe(true);
      }),
    );
  });
});

describe('a sequence', () => {
  it('plays once, or from the first again', () => {
    const frames = [[1], [2]];
    const once = sequence('two', frames, () => false);
    expect([once.next(), once.over, once.next(), once.over]).toEqual([[1], false, [2], true]);
    const again = sequence('two', frames, () => true);
    expect([again.next(), again.next(), again.next(), again.over]).toEqual([[1], [2], [1], false]);
    const still = sequence('one', [[1]], () => true);
    expect([still.next(), still.over]).toEqual([[1], true]);
  });
});

/** Lets what was resolved be noticed. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

function sender() {
  const waiting: { value: InputValue; resolve: () => void; reject: (error: unknown) => void }[] = [];
  const states: SentState[] = [];
  let stops = 0;
  const made = new PictureSender({
    send: (value) => new Promise<void>((resolve, reject) => waiting.push({ value, resolve, reject })),
    changed: (state) => states.push(state),
    stopped: () => (stops += 1),
    reason: (thrown) => ({
      message: (thrown as Error).message,
      later: thrown instanceof SimulationError && thrown.code === 'input.too-fast',
    }),
  });
  return { made, waiting, states, stops: () => stops };
}

describe('a sender', () => {
  it('sends one at a time, the newest of those that waited, and none twice', async () => {
    const { made, waiting, states } = sender();
    for (const level of [1, 2, 3]) made.offer([level]);
    expect(waiting.map(({ value }) => value)).toEqual([[1]]);
    waiting[0]?.resolve();
    await settled();
    expect(waiting.map(({ value }) => value)).toEqual([[1], [3]]);
    made.offer([3]);
    waiting[1]?.resolve();
    await settled();
    expect(waiting).toHaveLength(2);
    expect(states.at(-1)).toEqual({ shown: [3], count: 2, refused: '' });
    made.offer([4]);
    made.offer([5]);
    made.clear();
    waiting[2]?.resolve();
    await settled();
    expect(waiting).toHaveLength(3);
  });

  it('sends what changed where that is shorter, and a whole picture after a refusal and now and then', async () => {
    const { made, waiting } = sender();
    const picture = Array.from({ length: 64 }, () => 7);
    const show = async (at: number, value: number): Promise<InputValue | undefined> => {
      picture[at] = value;
      made.offer([...picture]);
      await settled();
      return waiting.at(-1)?.value;
    };
    expect(await show(0, 1)).toEqual(picture);
    waiting.at(-1)?.resolve();
    await settled();
    expect(await show(0, 9)).toEqual({ change: 'AAEJ' });
    waiting.at(-1)?.reject(new SimulationError('input.too-fast', { places: 1, rate: 1 }));
    await settled();
    expect(await show(1, 2)).toEqual(picture);
    waiting.at(-1)?.resolve();
    await settled();
    const whole: number[] = [];
    for (let at = 0; at < 205; at++) {
      if (Array.isArray(await show(5, at & 255))) whole.push(at);
      waiting.at(-1)?.resolve();
      await settled();
    }
    expect(whole).toEqual([100, 201]);
  });

  it('says a refusal; one of the rate lets it go on, any other ends what is shown', async () => {
    const { made, waiting, states, stops } = sender();
    made.offer([1]);
    waiting[0]?.reject(new SimulationError('input.too-fast', { places: 1, rate: 1 }));
    await settled();
    expect(states.at(-1)?.refused).toContain('a second');
    expect(stops()).toBe(0);
    made.offer([2]);
    waiting[1]?.resolve();
    await settled();
    expect(states.at(-1)).toEqual({ shown: [2], count: 1, refused: '' });
    made.offer([3]);
    waiting[2]?.reject(new SimulationError('run.ended', { id: 'r' }));
    await settled();
    expect(stops()).toBe(1);
    expect(states.at(-1)).toMatchObject({ shown: [2], refused: 'run r has already ended' });
  });
});
