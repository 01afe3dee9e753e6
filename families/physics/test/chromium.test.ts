import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { evaluateInChromium } from '@holdfast/conformance';
import type { ModelDocument } from '@holdfast/core';
import { expect, it } from 'vitest';
import { asked, digests } from './digest.ts';

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

const childEntry = fileURLToPath(new URL('fixtures/digest-child.js', import.meta.url));

/** What a Node process of its own computes. */
function inChild(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = fork(childEntry, { execArgv: [] });
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the child left with ${code}`)));
    child.send({ documents, ...asked });
  });
}

it(
  'ten worlds have the same bits in Node, in a child of it and in a Web Worker of Chromium',
  { timeout: 240_000 },
  async () => {
    const entry = fileURLToPath(new URL('digest.ts', import.meta.url));
    const here = await digests(documents);
    expect(new Set(Object.values(here)).size).toBe(names.length);
    expect(await inChild()).toEqual(here);
    expect(
      await evaluateInChromium(entry, `fixture.digests(${JSON.stringify(documents)})`, 'worker'),
    ).toEqual(here);
  },
);
