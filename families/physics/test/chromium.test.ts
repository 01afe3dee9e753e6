import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { evaluateInChromium } from '@holdfast/conformance';
import type { ModelDocument } from '@holdfast/core';
import { expect, it } from 'vitest';
import { digests } from './digest.ts';

const names = [
  'box-stack',
  'bowling',
  'double-pendulum',
  'falling-leaves',
  'gripper',
  'gyroscope',
  'humanoid',
  'muscle-arm',
  'quadruped',
  'rope-bridge',
];
const documents = names.map(
  (name) =>
    JSON.parse(
      readFileSync(new URL(`../../../examples/${name}.json`, import.meta.url), 'utf8'),
    ) as ModelDocument,
);

it('digests recorded in Node equal those Chromium computes', { timeout: 240_000 }, async () => {
  const entry = fileURLToPath(new URL('digest.ts', import.meta.url));
  const here = await digests(documents);
  expect(new Set(Object.values(here)).size).toBe(names.length);
  expect(await evaluateInChromium(entry, `fixture.digests(${JSON.stringify(documents)})`)).toEqual(here);
});
