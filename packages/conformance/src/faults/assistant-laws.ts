// What may happen to whoever answers the questions of a simulation beside it: nobody is there, or slow, dead, or answers something else.
// The run has the same bits all the same, and says which answers were none. These hold of every family that asks.

import type { Assistant, Frame, Model } from '@holdfast/core';
import type { Example } from '../example.ts';
import { demand, type Law } from '../law.ts';
import { frameOf, demandSameFrames, sameBytes, stateOf, stepOnce } from '../walk.ts';

const stepsMost = 2000;
/** A snapshot may need what is not answered yet: it is taken while somebody else works on it. */
const stateEvery = 5;

/** Makes of the true answer what is given; `earlier` are the true answers before it. */
type Manner = (truth: Uint8Array, earlier: readonly Uint8Array[]) => Uint8Array | undefined;

const honest: Manner = (truth) => truth.slice();
const dead: Manner = () => undefined;

/** Answers in one manner, and keeps count. */
class Played implements Assistant {
  asked = 0;
  /** Given and no answer. */
  lies = 0;
  readonly refused: string[] = [];
  readonly #model: Model;
  readonly #manner: Manner;
  readonly #open = new Map<number, Uint8Array>();
  readonly #earlier: Uint8Array[] = [];

  constructor(model: Model, manner: Manner) {
    this.#model = model;
    this.#manner = manner;
  }

  ask(question: Uint8Array): number {
    const before = question.slice();
    const truth = this.#model.answer!(question);
    demand(sameBytes(question, before), 'answering changes the question');
    demand(sameBytes(this.#model.answer!(before), truth), 'the same question has two answers');
    this.#open.set(this.asked, truth);
    return this.asked++;
  }

  take(asked: number): Uint8Array | undefined {
    const truth = this.#open.get(asked);
    demand(truth !== undefined, `question ${asked} was never asked, or is over`);
    this.#open.delete(asked);
    const given = this.#manner(truth, this.#earlier);
    this.#earlier.push(truth);
    if (given !== undefined && !sameBytes(given, truth)) this.lies++;
    return given;
  }

  refuse(_: number, reason: string): void {
    this.refused.push(reason);
  }
}

/** Whether the family asks anything: then both ends of the port are there. */
function asks(example: Example): boolean {
  const { model } = example;
  const answers = 'answer' in model;
  demand(
    answers === 'assist' in example.begin(),
    'a family that asks has Model.answer and Simulation.assist',
  );
  return answers;
}

interface Look {
  readonly frame: Frame;
  /** Kept where nobody else can tell what is to come, and at the end. */
  readonly state?: Uint8Array;
}

/** Walks until `questions` were asked, or as many steps as `alone` has; what it showed. */
function walked(example: Example, assistant: Assistant, until: (steps: number) => boolean): readonly Look[] {
  const { model, seed } = example;
  const simulation = example.begin(seed, model, Infinity);
  simulation.assist?.(assistant);
  const looks: Look[] = [];
  while (!until(looks.length)) {
    demand(looks.length < stepsMost, `not enough was asked in ${stepsMost} steps`);
    stepOnce(simulation, model, looks.length);
    const frame = frameOf(simulation, model, looks.length + 1);
    looks.push(looks.length % stateEvery === 0 ? { frame, state: stateOf(simulation) } : { frame });
  }
  return [...looks.slice(0, -1), { ...looks.at(-1)!, state: stateOf(simulation) }];
}

/** An undisturbed walk with so many questions. Nobody answers. */
function walkAlone(example: Example, questions: number): readonly Look[] {
  const nobody = new Played(example.model, dead);
  return walked(example, nobody, () => nobody.asked > questions);
}

function demandSameWalk(example: Example, alone: readonly Look[], assistant: Assistant, what: string): void {
  const found = walked(example, assistant, (steps) => steps === alone.length);
  const framesOf = (looks: readonly Look[]): readonly Frame[] => looks.map(({ frame }) => frame);
  demandSameFrames(example.model, framesOf(alone), framesOf(found));
  alone.forEach(({ state }, index) => {
    const other = found[index]!.state;
    const same = state === undefined || sameBytes(state, other!);
    demand(same, `${what}: the state after ${index + 1} steps differs`);
  });
}

const helpful: Law<Example> = {
  name: 'with somebody who answers its questions, late or not at all, it gives the bits it gives alone',
  check(example) {
    if (!asks(example)) return;
    const alone = walkAlone(example, 3);
    let turn = 0;
    const manners: Readonly<Record<string, Manner>> = {
      prompt: honest,
      slow: (truth) => (turn++ % 2 === 0 ? undefined : truth.slice()),
    };
    for (const [name, manner] of Object.entries(manners)) {
      const assistant = new Played(example.model, manner);
      demandSameWalk(example, alone, assistant, name);
      const [reason] = assistant.refused;
      demand(reason === undefined, `${name}: a true answer was refused: ${reason}`);
    }
  },
};

/** One flipped bit. */
function flipped(from: number): Manner {
  const at = (from * 48_271 + 11) % 2_147_483_647;
  return (truth) => {
    const bytes = truth.slice();
    bytes[at % bytes.length]! ^= 1 << ((at >>> 8) % 8);
    return bytes;
  };
}

/** What a damaged or confused assistant gives instead. */
const lies: readonly Manner[] = [
  () => new Uint8Array(),
  (truth) => new Uint8Array(truth.length),
  (truth) => new Uint8Array(truth.length).fill(255),
  (truth) => truth.slice(0, truth.length >> 1),
  (truth) => Uint8Array.from([...truth, 0, 0, 0, 0]),
  (truth) => truth.slice(0, -1),
  (truth, earlier) => (earlier.at(-1) ?? new Uint8Array(truth.length)).slice(),
  (truth) => truth.slice().toReversed(),
  ...[1, 2, 3, 4].map(flipped),
];

const lying: Law<Example> = {
  name: 'answers that are none are refused with a reason, and it gives the bits it gives alone',
  check(example) {
    if (!asks(example)) return;
    let turn = 0;
    const liar = new Played(example.model, (...parts) => lies[turn++ % lies.length]!(...parts));
    demandSameWalk(example, walkAlone(example, lies.length), liar, 'lied to');
    const { lies: told, refused } = liar;
    demand(told >= lies.length - 1, `${told} of ${lies.length} lies were told`);
    demand(refused.length === told, `${told} lies, ${refused.length} refused: ${refused.join(', ')}`);
    demand(!refused.includes(''), 'refused without a reason');
  },
};

const left: Law<Example> = {
  name: 'who stops answering in the middle, or is there after a restore only, leaves no trace',
  check(example) {
    if (!asks(example)) return;
    const { model } = example;
    const steps = walkAlone(example, 3).length;
    const half = steps >> 1;
    const simulations = [example.begin(), example.begin(), example.begin()] as const;
    const [alone, deserted, restored] = simulations;
    deserted.assist?.(new Played(model, honest));
    for (let index = 0; index < steps; index++) {
      if (index === half) {
        deserted.assist?.(undefined);
        restored.restore(alone.snapshot());
        restored.assist?.(new Played(model, honest));
      }
      for (const each of simulations) if (each !== restored || index >= half) stepOnce(each, model, index);
    }
    const end = stateOf(alone);
    demand(sameBytes(stateOf(deserted), end), 'deserted, it ends differently');
    demand(sameBytes(stateOf(restored), end), 'restored, it ends differently');
  },
};

/** Laws on those beside a simulation, tried on each example. */
export const assistantLaws: readonly Law<Example>[] = [helpful, lying, left];
