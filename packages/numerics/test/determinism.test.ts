import { expect, it } from 'vitest';
import { determinismDigest } from './determinism.ts';
import { recordedDigest } from './recorded-digest.ts';

it('the bits of every stream, function and summary are the recorded ones', () => {
  // A changed digest means changed results: raise streamFormat, or find what broke exactness.
  expect(determinismDigest()).toBe(recordedDigest);
});
