// Laws a family keeps as a whole: each needs all of its examples, or another place to run in.

import type { Frame } from '@holdfast/core';
import { decodeFrame } from '@holdfast/protocol';
import { toBase64 } from '../continuation.ts';
import { runDigest } from '../digest-law.ts';
import type { Example } from '../example.ts';
import { demand, LawBroken, type Law } from '../law.ts';
import { ownProcess, workerThread, type Place } from '../places.ts';
import { demandSameFrames } from '../walk.ts';

/** A simulator with its examples, and where other threads and processes find it. */
export interface Family {
  readonly examples: readonly Example[];
  readonly moduleUrl: string;
  readonly exportName: string;
}

/** Whether two walks show anything different. */
function differ({ model }: Example, left: readonly Frame[], right: readonly Frame[]): boolean {
  try {
    demandSameFrames(model, left, right);
    return false;
  } catch (error) {
    if (error instanceof LawBroken) return true;
    throw error;
  }
}

/** Steps of the digest compared with another place. */
const digestSteps = 1;

const otherSeed: Law<Family> = {
  name: 'another seed gives other frames',
  check({ examples }) {
    const differing = examples.filter((example) => {
      const { seed, reference } = example;
      return differ(example, reference.frames, example.referenceOf(seed + 1).frames);
    });
    demand(differing.length > 0, 'no example depends on its seed');
  },
};

const takesEffect: Law<Family> = {
  name: 'a parameter change takes effect',
  check({ examples }) {
    const adjustable = examples.filter(({ changes }) => changes.length > 0);
    const effective = adjustable.filter((example) => {
      const { half, reference, changes } = example;
      return differ(example, reference.frames.slice(half), example.onFromMiddle(example.restored(), changes));
    });
    demand(adjustable.length === 0 || effective.length > 0, 'no example shows any change of its parameters');
  },
};

function elsewhere(where: string, place: Place): Law<Family> {
  return {
    name: `restore then n steps equals n steps in ${where}, and digests agree`,
    async check({ examples, moduleUrl, exportName }) {
      const requests = examples.map(({ document, seed, steps, half, reference }) => ({
        moduleUrl,
        exportName,
        document,
        seed,
        snapshot: toBase64(reference.middle),
        from: half,
        steps: steps - half,
        digestSteps,
      }));
      const answers = await place(requests);
      examples.forEach((example, index) => {
        const { model, simulator, document, seed, half, reference } = example;
        const { frames, end, digest } = answers[index]!;
        const found = frames.map((frame) => decodeFrame(Buffer.from(frame, 'base64')));
        demandSameFrames(model, reference.frames.slice(half), found);
        demand(end === toBase64(reference.end), `${document.name}: the state at the end differs`);
        const expected = runDigest(simulator, document, seed, digestSteps);
        demand(digest === expected, `${document.name}: the digests differ`);
      });
    },
  };
}

export const familyLaws: readonly Law<Family>[] = [
  otherSeed,
  takesEffect,
  elsewhere('another worker thread', workerThread),
  elsewhere('another process', ownProcess),
];
