import type { Simulator } from '@holdfast/core';
import { afterAll, describe, expect, it } from 'vitest';
import { openCourt } from '../src/simulator-laws.ts';
import { buildTiny } from './built-tiny.ts';
import { tiny, tinyDocuments, type Fault } from './tiny-simulator.ts';

const { moduleUrl, remove } = await buildTiny();
afterAll(remove);

const elsewhere = /in another (worker thread|process)/;

/** Names of the laws a simulator breaks. */
async function breaches(
  simulator: Simulator,
  exportName: string,
  travels: boolean,
): Promise<readonly string[]> {
  const court = openCourt({ simulator, documents: tinyDocuments, moduleUrl, exportName });
  const found = new Set<string>();
  const judge = async (name: string, check: () => void | Promise<void>): Promise<void> => {
    try {
      await check();
    } catch {
      found.add(name);
    }
    for (const example of court.examples) example.release();
  };
  for (const law of court.familyLaws)
    if (travels || !elsewhere.test(law.name)) await judge(law.name, () => law.check(court.family));
  for (const law of court.exampleLaws)
    for (const example of court.examples) await judge(law.name, () => law.check(example));
  return [...found];
}

const chunkLaw =
  'chunks give the same result for 1, 2 and 3 workers, however they are cut into spans, in any completion order';

const culprits: Readonly<Record<Exclude<Fault, 'snapshot means something here only'>, string>> = {
  'shared random state': 'the same seed gives the same frames',
  'ignores the seed': 'another seed gives other frames',
  'snapshot leaves a field out': 'restore then n steps equals n steps',
  'snapshot is the living state': 'a snapshot stands apart from what it was taken from and restored into',
  'restore keeps the snapshot': 'a snapshot stands apart from what it was taken from and restored into',
  'restore keeps what was there': 'restore then n steps equals n steps',
  'takes any layout': 'a snapshot of an unknown layout is refused and changes nothing',
  'rejected step counts': 'a rejected step changes nothing',
  'negative step goes back': 'a rejected step changes nothing',
  'advances more than asked': 'a step advances at most what was asked, and time never decreases',
  'reports more than it advances': 'a step advances at most what was asked, and time never decreases',
  'time goes backwards': 'a step advances at most what was asked, and time never decreases',
  'never ends': 'a run ends at its end and stays there',
  'goes on after the end': 'a run ends at its end and stays there',
  'observe draws a number': 'observe has no effect',
  'look draws a number': 'closer looks are answered and change nothing',
  'look answers anything': 'a look nobody named is refused',
  'harm is kept': 'a harm is the same for the same seed, and no state with it is ever kept',
  'observe skips a number': 'channels match the frame and have names of their own',
  'observe writes one number more': 'channels match the frame and have names of their own',
  'channels share a name': 'channels match the frame and have names of their own',
  'estimate without an error': 'channels match the frame and have names of their own',
  'metric twice': 'metrics have names of their own and errors that are not negative',
  'invariant off': 'invariants hold',
  'model can be changed': 'a model is frozen and its bounds make sense',
  'initial step too small': 'a model is frozen and its bounds make sense',
  'models share a simulation': 'two simulations of one model never touch',
  'dispose twice throws': 'dispose twice is harmless',
  'dispose clears the others': 'dispose twice is harmless',
  'takes any input': 'inputs are validated, and a refused one changes nothing',
  'takes a list for a number': 'inputs are validated, and a refused one changes nothing',
  'takes NaN': 'inputs are validated, and a refused one changes nothing',
  'refused input counts': 'inputs are validated, and a refused one changes nothing',
  'parameter without effect': 'a parameter change takes effect',
  'snapshot forgets inputs': 'a parameter change replays from the input log, and a snapshot keeps it',
  'chunk depends on who computes it': chunkLaw,
  'chunk depends on what was computed before': chunkLaw,
  'chunk ignores inputs': 'a parameter change takes effect',
  'merge depends on the process': chunkLaw,
  'step differs from chunk': chunkLaw,
  'span differs from its chunks': chunkLaw,
  'advance differs from absorb': chunkLaw,
  'accepts unknown keys': 'every mutated example is refused with a path, or is legal and runs',
  'accepts text for numbers': 'every mutated example is refused with a path, or is legal and runs',
  'issue without a place': 'every mutated example is refused with a path, or is legal and runs',
  'issue at no place': 'every mutated example is refused with a path, or is legal and runs',
  'refuses without an issue': 'every mutated example is refused with a path, or is legal and runs',
  'parse throws': 'any JSON in place of the model is answered, never with an exception',
};

describe('the laws', () => {
  it('are all kept by a sound simulator, in other threads and processes too', async () => {
    expect(await breaches(tiny(), 'sound', true)).toStrictEqual([]);
  });

  it('catch a snapshot that means something in one process only, where it is restored in another', async () => {
    const found = await breaches(tiny('snapshot means something here only'), 'homesick', true);
    expect(found).toStrictEqual([
      'restore then n steps equals n steps in another worker thread, and digests agree',
      'restore then n steps equals n steps in another process, and digests agree',
    ]);
  });

  it.each(Object.entries(culprits) as [Fault, string][])('catch "%s"', async (fault, law) => {
    expect(await breaches(tiny(fault), 'sound', false)).toContain(law);
  });

  it('have each a culprit of their own', () => {
    const court = openCourt({ simulator: tiny(), documents: tinyDocuments, moduleUrl, exportName: 'sound' });
    const laws = [...court.familyLaws, ...court.exampleLaws].map(({ name }) => name);
    const caught = new Set<string>(Object.values(culprits));
    const idle = laws.filter((name) => !caught.has(name) && !elsewhere.test(name));
    expect(idle).toStrictEqual([]);
  });
});
