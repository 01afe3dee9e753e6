import {
  checkInput,
  checkNumber,
  placesMost,
  placesOf,
  SimulationError,
  type Parameter,
} from '@holdfast/core';
import { describe, expect, it } from 'vitest';

const gain: Parameter = { name: 'gain', label: '', unit: '', value: 1, min: 0, max: 5, step: 0 };
const picture: Parameter = { ...gain, name: 'picture', shape: [2, 3], max: 255, step: 1 };
const open: Parameter = { ...picture, name: 'open', max: Infinity };
const parameters = [gain, picture, open];

function refusal(parameter: string, value: number | readonly number[]): string {
  try {
    checkInput(parameters, { parameter, value });
  } catch (error) {
    if (error instanceof SimulationError) return `${error.code}: ${error.message}`;
  }
  return 'taken';
}

describe('an input', () => {
  it('is one number, or one for each place', () => {
    expect(checkInput(parameters, { parameter: 'gain', value: 5 })).toBe(gain);
    expect(checkInput(parameters, { parameter: 'picture', value: [0, 1, 2, 3, 254, 255] })).toBe(picture);
    expect([placesOf(gain), placesOf(picture)]).toEqual([1, 6]);
    expect(placesMost).toBe(256 * 256);
  });

  it.each([
    ['picture', [1, 2, 3, 4, 5], 'picture takes a list of 6 (2 x 3), it was given a list of 5'],
    ['picture', [1, 2, 3, 4, 5, 6, 7], 'picture takes a list of 6 (2 x 3), it was given a list of 7'],
    ['picture', [], 'picture takes a list of 6 (2 x 3), it was given a list of 0'],
    ['picture', 7, 'picture takes a list of 6 (2 x 3), it was given one number'],
    ['gain', [1], 'gain takes one number, it was given a list of 1'],
  ])('%s of another length is refused with the count that is expected', (parameter, value, message) => {
    expect(refusal(parameter, value)).toBe(`input.wrong-length: ${message}`);
  });

  it('is refused by the first place that leaves the range or is no number', () => {
    expect(refusal('picture', [0, 0, 256, -1, 0, 0])).toBe(
      'input.out-of-range: picture[2] = 256 lies outside 0 .. 255',
    );
    expect(refusal('picture', [0, 0, 0, 0, 0, Number.NaN])).toContain('picture[5] = NaN');
    expect(refusal('open', [0, 0, 0, 0, 0, Infinity])).toContain('open[5] = Infinity');
    expect(refusal('gain', Number.NaN)).toBe('input.out-of-range: gain = NaN lies outside 0 .. 5');
    expect(refusal('colour', 1)).toContain('input.unknown');
  });

  it('is asked for as a number only where it is one', () => {
    expect(checkNumber(parameters, { parameter: 'gain', value: 2 })).toBe(2);
    const value = [0, 0, 0, 0, 0, 0];
    expect(() => checkNumber(parameters, { parameter: 'picture', value })).toThrow('takes a list of 6');
  });
});
