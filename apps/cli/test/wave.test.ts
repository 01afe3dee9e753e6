import { describe, expect, it } from 'vitest';
import { isWave, readWave, spectra } from '../src/wave.ts';
import { waveFile } from './wave-file.ts';

const tone = (hertz: number) => (at: number) => 0.5 * Math.sin((2 * Math.PI * hertz * at) / 44_100);

describe('a sound', () => {
  it('is read from 8, 16, 24 and 32 bits, its channels as one', () => {
    for (const bits of [8, 16, 24, 32] as const) {
      const { rate, samples } = readWave(waveFile(tone(1000), 500, bits));
      expect([rate, samples.length]).toEqual([44_100, 500]);
      for (const [at, sample] of samples.entries())
        expect(Math.abs(sample - tone(1000)(at))).toBeLessThan(0.02);
    }
  });

  it('is loudest where its tone is, so many times a second, and silent where nothing sounds', () => {
    const all = [...spectra(readWave(waveFile(tone(4000), 44_100, 16)), 10)];
    expect(all).toHaveLength(10);
    const last = all.at(-1)!;
    const bin = last.indexOf(Math.max(...last));
    expect(Math.abs((bin * 44_100) / 2048 - 4000)).toBeLessThan(22);
    expect(last[900]).toBeLessThan(40);
    const [silent] = spectra(readWave(waveFile(() => 0, 44_100, 16)), 10);
    expect(Math.max(...silent)).toBe(0);
  });

  it('that is cut off or of another kind is refused in words, whatever its bytes are', () => {
    const whole = waveFile(tone(1000), 500, 16);
    expect(isWave(whole)).toBe(true);
    expect(isWave(new Uint8Array(3))).toBe(false);
    for (let end = 12; end < 44; end++) expect(() => readWave(whole.slice(0, end))).toThrow('WAV');
    const other = whole.slice();
    other[20] = 85;
    expect(() => readWave(other)).toThrow('only PCM and 32 bit float WAV files are read');
    const none = whole.slice();
    none[22] = 0;
    expect(() => readWave(none)).toThrow('only PCM');
  });
});
