import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { evaluateInChromium } from '@holdfast/conformance';
import type { ModelDocument } from '@holdfast/core';
import { expect, it } from 'vitest';
import { digests, operationDigests } from './digest.ts';

const names = [
  'correlated-insurance-lines',
  'european-option',
  'household-epidemic',
  'loan-loss',
  'system-reliability',
  'wind-farm-yield',
];
const documents = names.map(
  (name) =>
    JSON.parse(
      readFileSync(new URL(`../../../examples/${name}.json`, import.meta.url), 'utf8'),
    ) as ModelDocument,
);

it('digests recorded in Node equal those Chromium computes', { timeout: 240_000 }, async () => {
  const entry = fileURLToPath(new URL('digest.ts', import.meta.url));
  const runs = digests(documents);
  expect(new Set(Object.values(runs)).size).toBe(names.length);
  const expression = `({ runs: fixture.digests(${JSON.stringify(documents)}), operations: fixture.operationDigests() })`;
  expect(await evaluateInChromium(entry, expression)).toEqual({ runs, operations: operationDigests() });
});
