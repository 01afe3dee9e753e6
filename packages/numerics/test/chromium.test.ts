import { fileURLToPath } from 'node:url';
import { evaluateInChromium } from '@holdfast/conformance';
import { expect, it } from 'vitest';
import { recordedDigest } from './recorded-digest.ts';

it('Chromium computes the same bits as Node', { timeout: 240_000 }, async () => {
  const entry = fileURLToPath(new URL('determinism.ts', import.meta.url));
  expect(await evaluateInChromium(entry, 'fixture.determinismDigest()')).toBe(recordedDigest);
});
