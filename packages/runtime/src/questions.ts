// Questions about living state: asked by the host, answered by the worker between two steps, settled here. None changes a number that a run
// keeps: a look has no effect, and what a drill harms is found before it is kept.

import {
  SimulationError,
  type ErrorCode,
  type ErrorDetails,
  type Model,
  type Simulation,
} from '@holdfast/core';
import { encodeSnapshot } from '@holdfast/protocol';
import type { WorkerMessage } from './messages.ts';
import { checkInputs } from './open-model.ts';
import { Promised } from './promised.ts';

/** A closer look with all numbers of its query, or damage for a drill. */
export type Question =
  | { readonly kind: 'detail'; readonly name: string; readonly query: Readonly<Record<string, number>> }
  | { readonly kind: 'harm'; readonly seed: number };

export interface Asked {
  readonly request: number;
  readonly question: Question;
}

/** A detail as an encoded snapshot, or where harm was done; true at `time`. */
export interface Answer {
  readonly time: number;
  readonly said: Uint8Array | string;
}

/** Largest answer: it goes through the host's memory. */
const answerMost = 8 * 1024 * 1024;

/** Questions that may wait for one worker. */
const waitingMost = 16;

/** Fills in what a query leaves open. @throws SimulationError `detail.unknown`, `input.unknown`, `input.out-of-range` */
export function lookAt(
  { details = [] }: Pick<Model, 'details'>,
  name: string,
  given: Readonly<Record<string, number>>,
): Question {
  const found = details.find((each) => each.name === name);
  if (found === undefined) {
    const known = details.map((each) => each.name).join(', ');
    throw new SimulationError('detail.unknown', { name, known: known === '' ? 'nothing' : known });
  }
  checkInputs(
    found.query,
    Object.entries(given).map(([parameter, value]) => ({ parameter, value })),
  );
  const standard = found.query.map(({ name: number, value }) => [number, value] as const);
  return { kind: 'detail', name, query: { ...Object.fromEntries(standard), ...given } };
}

/** Answers from a living simulation. @throws SimulationError `detail.*`, `drill.unavailable` */
export function answerTo(simulation: Simulation, question: Question): Uint8Array | string {
  if (question.kind === 'harm') {
    const said = simulation.harm?.(question.seed);
    if (said === undefined)
      throw new SimulationError('drill.unavailable', { reason: 'nothing here can be harmed' });
    return said;
  }
  const { name, query } = question;
  const detail = simulation.detail?.(name, query);
  if (detail === undefined) throw new SimulationError('detail.unknown', { name, known: 'nothing' });
  const bytes = encodeSnapshot(detail);
  if (bytes.length > answerMost) {
    throw new SimulationError('detail.too-large', { name, bytes: bytes.length, most: answerMost });
  }
  return bytes;
}

type Said = Pick<WorkerMessage & { type: 'answer' }, 'said' | 'refused'>;

function refusedFor(code: ErrorCode, details: ErrorDetails): Said {
  return { said: '', refused: { code, details } };
}

/** The answer of a run as its message carries it; a question never ends a run. */
export function answered(run: { answer(question: Question): Uint8Array | string }, question: Question): Said {
  try {
    return { said: run.answer(question), refused: null };
  } catch (error) {
    if (error instanceof SimulationError) return refusedFor(error.code, error.details);
    const reason = error instanceof Error ? error.message : String(error);
    return refusedFor(question.kind === 'harm' ? 'drill.unavailable' : 'detail.unavailable', { reason });
  }
}

/** Questions on their way to one worker. */
export class Questions {
  readonly #waiting = new Map<number, Promised<Answer>>();
  #next = 0;

  /** Sends a question; resolves with its answer. @throws SimulationError as the answer says, `detail.unavailable` */
  ask(question: Question, send: (asked: Asked) => void): Promise<Answer> {
    if (this.#waiting.size >= waitingMost) {
      const reason = `${waitingMost} questions wait already`;
      return Promise.reject(new SimulationError('detail.unavailable', { reason }));
    }
    const request = this.#next++;
    const answer = new Promised<Answer>();
    this.#waiting.set(request, answer);
    send({ request, question });
    return answer.promise;
  }

  heard({ request, time, said, refused }: WorkerMessage & { type: 'answer' }): void {
    const answer = this.#waiting.get(request);
    this.#waiting.delete(request);
    if (refused === null) answer?.resolve({ time, said });
    else answer?.reject(new SimulationError(refused.code, refused.details));
  }

  /** Nobody answers any more. */
  close(): void {
    const error = new SimulationError('detail.unavailable', { reason: 'its process is gone' });
    for (const answer of this.#waiting.values()) answer.reject(error);
    this.#waiting.clear();
  }
}
