// Same seed, same bits; restore is exact; simulations of one model are strangers.

import { SimulationError, type Frame } from '@holdfast/core';
import { decodeSnapshot, encodeSnapshot } from '@holdfast/protocol';
import type { Example } from '../example.ts';
import { demand, type Law } from '../law.ts';
import { demandSameFrames, frameOf, sameBytes, stateOf, stepOnce, walk } from '../walk.ts';

const sameSeed: Law<Example> = {
  name: 'the same seed gives the same frames',
  check(example) {
    const { model, steps, reference } = example;
    const again = example.begin(example.seed, example.compile());
    demandSameFrames(model, reference.frames, walk(again, model, { steps }));
    demand(sameBytes(stateOf(again), reference.end), 'the state at the end differs');
  },
};

const restore: Law<Example> = {
  name: 'restore then n steps equals n steps',
  check(example) {
    const { model, half, seed, reference } = example;
    const restored = example.restored();
    demand(sameBytes(stateOf(restored), reference.middle), 'a restored simulation has another snapshot');
    demandSameFrames(model, reference.frames.slice(half), example.onFromMiddle(restored));
    demand(sameBytes(stateOf(restored), reference.end), 'the state at the end differs');
    // Over a state that has gone elsewhere nothing of it may remain.
    restored.restore(decodeSnapshot(example.referenceOf(seed + 1).end));
    restored.restore(decodeSnapshot(reference.middle));
    demand(sameBytes(stateOf(restored), reference.middle), 'restoring over a used simulation leaves traces');
  },
};

const snapshotApart: Law<Example> = {
  name: 'a snapshot stands apart from what it was taken from and restored into',
  check(example) {
    const { model, half, reference } = example;
    const origin = example.restored();
    const snapshot = origin.snapshot();
    walk(origin, model, { steps: 1, from: half });
    demand(
      sameBytes(encodeSnapshot(snapshot), reference.middle),
      'stepping on changes a snapshot taken before',
    );
    const copies = [example.begin(), example.begin()] as const;
    for (const copy of copies) copy.restore(snapshot);
    walk(copies[0], model, { steps: 1, from: half });
    demand(
      sameBytes(encodeSnapshot(snapshot), reference.middle),
      'stepping changes the snapshot restored from',
    );
    demand(
      sameBytes(stateOf(copies[1]), reference.middle),
      'two simulations restored from one snapshot share state',
    );
  },
};

const unknownLayout: Law<Example> = {
  name: 'a snapshot of an unknown layout is refused and changes nothing',
  check(example) {
    const simulation = example.restored();
    let refusal: unknown;
    try {
      simulation.restore({ layout: 'no such layout', fields: {} });
    } catch (error) {
      refusal = error;
    }
    const known = refusal instanceof SimulationError && refusal.code === 'state.unknown-layout';
    demand(known, `expected state.unknown-layout, found ${String(refusal)}`);
    demand(sameBytes(stateOf(simulation), example.reference.middle), 'the refused snapshot left traces');
  },
};

const strangers: Law<Example> = {
  name: 'two simulations of one model never touch',
  check(example) {
    const { model, half, seed } = example;
    const seeds = [seed, seed + 1] as const;
    const expected = seeds.map((each) => example.referenceOf(each));
    const pair = seeds.map((each) => example.begin(each));
    const found: Frame[][] = [[], []];
    for (let index = 0; index < half; index++) {
      pair.forEach((simulation, side) => {
        if (expected[side]!.frames.length <= index) return;
        stepOnce(simulation, model, index);
        found[side]!.push(frameOf(simulation, model, index + 1));
      });
      const third = example.begin(seed + 2);
      for (const input of example.changes) third.apply(input);
    }
    expected.forEach(({ frames, middle }, side) => {
      demandSameFrames(model, frames.slice(0, half), found[side]!);
      demand(sameBytes(stateOf(pair[side]!), middle), 'the states differ');
    });
  },
};

const dispose: Law<Example> = {
  name: 'dispose twice is harmless',
  check(example) {
    const { model, half, reference } = example;
    const survivor = example.restored();
    const gone = example.begin();
    walk(gone, model, { steps: 1 });
    const untouched = example.begin();
    for (const simulation of [gone, gone, untouched, untouched]) simulation.dispose();
    demandSameFrames(model, reference.frames.slice(half), example.onFromMiddle(survivor));
  },
};

export const repetitionLaws: readonly Law<Example>[] = [
  sameSeed,
  restore,
  snapshotApart,
  unknownLayout,
  strangers,
  dispose,
];
