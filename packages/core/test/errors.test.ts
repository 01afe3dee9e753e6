import { describe, expect, it } from 'vitest';
import { SimulationError } from '@holdfast/core';

describe('SimulationError', () => {
  it('fills cause and remedy from the details', () => {
    const error = new SimulationError('input.out-of-range', { parameter: 'load', value: 9, min: 0, max: 5 });
    expect(error.message).toBe('load = 9 lies outside 0 .. 5');
    expect(error.remedy).toBe('Choose a value inside the bounds.');
    expect(error.retry).toBe('never');
  });
});
