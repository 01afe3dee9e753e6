// How connections come and go while a network lives: every 64 steps those who look are copied, and 64 steps later what came of the copy
// is applied. Somebody beside the step may work it out meanwhile; whether anybody does changes no bit.

import type { Assistant } from '@holdfast/core';
import type { Connection } from './connection.ts';
import type { Graph } from './graph.ts';
import { connect, holds, type Bounds } from './population.ts';
import { isAnswer, propose, proposalsOf, readAnswer, type Proposal, type Proposer } from './proposals.ts';
import { growthPeriod, isSealed, questionOf, type Asker } from './question.ts';
import { removeFromRow } from './rows.ts';
import type { Events } from './society.ts';

/** What comes of it where nobody looks. */
const nothing = new Int32Array();

export class Growth {
  readonly #proposer: Proposer;
  #assistant: Assistant | undefined;
  /** The copy under way, until it is answered. */
  #question: Int32Array | undefined;
  /** Number under which it was asked. */
  #asked: number | undefined;
  #answer: Int32Array = nothing;

  constructor(proposer: Proposer) {
    this.#proposer = proposer;
  }

  /** Takes an assistant, or does without. */
  assist(assistant: Assistant | undefined): void {
    this.#assistant = assistant;
    this.#asked = undefined;
  }

  /** Whether a step is one whose end takes what came of the copy before, and makes the next. */
  isTurn(step: number): boolean {
    return step % growthPeriod === 0;
  }

  /** The copy under way, or what came of it, as it lies in memory. */
  get words(): Int32Array {
    return this.#question ?? this.#answer;
  }

  /** Whether what is under way is as it was written. */
  get isSound(): boolean {
    if (this.#question !== undefined) return isSealed(this.#question);
    return this.#answer.length === 0 || isAnswer(this.#answer);
  }

  /** What came of the copy under way: that of the assistant if it is here and is an answer, or computed now. Empty where nobody looked. */
  settled(): Int32Array {
    const question = this.#question;
    if (question === undefined) return this.#answer;
    this.#answer = this.#assisted(question) ?? propose(question, this.#proposer);
    this.#question = undefined;
    return this.#answer;
  }

  #assisted(question: Int32Array): Int32Array | undefined {
    const [assistant, asked] = [this.#assistant, this.#asked];
    this.#asked = undefined;
    if (assistant === undefined || asked === undefined) return undefined;
    const bytes = assistant.take(asked);
    if (bytes === undefined) return undefined;
    const answer = readAnswer(bytes, question);
    if (typeof answer !== 'string') return answer;
    assistant.refuse(asked, answer);
    return undefined;
  }

  /** Makes and gives up connections: what was lawful and still is. Whoever died since is nobody. */
  apply(graph: Graph, bounds: Bounds, events: Events): void {
    const answer = this.settled();
    this.#answer = nothing;
    for (const proposal of proposalsOf(answer)) applyOne(graph, proposal, bounds, events);
  }

  /** Copies those who look after `step`, for the step that is 64 later. */
  ask(asker: Asker, step: number, key: number): void {
    const question = questionOf(asker, step, key);
    this.#question = question;
    this.#asked = question && this.#assistant?.ask(new Uint8Array(question.buffer));
  }

  /** Puts what a snapshot kept in place of what is under way. */
  resume(answer: Int32Array): void {
    this.#question = undefined;
    this.#asked = undefined;
    this.#answer = answer;
  }
}

function applyOne(graph: Graph, { from, to, what }: Proposal, bounds: Bounds, events: Events): void {
  if (!holds(graph, from) || !holds(graph, to)) events.refused.stale++;
  else if (what === undefined) giveUp(graph, from.slot, to.slot, events);
  else make(graph, [from.slot, to.slot], what, bounds, events);
}

function make(
  graph: Graph,
  [from, to]: readonly [number, number],
  what: Connection,
  bounds: Bounds,
  events: Events,
): void {
  const refusal = connect(graph, from, to, what, bounds);
  if (refusal === undefined) events.grown++;
  else events.refused[refusal]++;
}

function giveUp(graph: Graph, from: number, to: number, events: Events): void {
  const { start, length, target } = graph;
  const first = start[from]!;
  const ordinal = target.subarray(first, first + length[from]!).indexOf(to);
  if (ordinal < 0) events.refused.stale++;
  else {
    removeFromRow(graph, from, ordinal);
    events.pruned++;
  }
}
