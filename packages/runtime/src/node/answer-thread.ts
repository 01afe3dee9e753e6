// Who answers a simulation's questions, as a thread of the worker process: the same entry module runs in it. It has the model and no
// simulation, a memory of its own, and is heard without a turn of the event loop, because a step may be long.

import {
  MessageChannel,
  parentPort,
  receiveMessageOnPort,
  Worker,
  workerData,
  type MessagePort,
} from 'node:worker_threads';
import type { ModelDocument, Simulator } from '@holdfast/core';
import type { Answerer, AnswererWord } from '../assistance.ts';
import { loadFamily, openModel } from '../open-model.ts';

/** What such a thread is begun with; nothing else has this shape. */
interface AnswerSetup {
  readonly answersTo: MessagePort;
  readonly document: ModelDocument;
}

interface Question {
  readonly asked: number;
  readonly question: Uint8Array;
}

/** An answer that needs more than this is none a run can wait for. */
const resourceLimits = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16 };

/** Opens a thread that runs the module at path `entry`. */
export function openAnswerThread(entry: string, document: ModelDocument): Answerer {
  return new AnswerThread(entry, document);
}

class AnswerThread implements Answerer {
  readonly #port: MessagePort;
  readonly #thread: Worker;
  #gone: string | undefined;

  constructor(entry: string, document: ModelDocument) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const setup: AnswerSetup = { answersTo: port2, document };
    this.#thread = new Worker(entry, {
      workerData: setup,
      transferList: [port2],
      stdin: false,
      resourceLimits,
    });
    this.#thread.unref();
    this.#thread.on('error', (error) => (this.#gone ??= error.message));
    this.#thread.on('exit', (code) => (this.#gone ??= `it ended with code ${code}`));
  }

  send(asked: number, question: Uint8Array): void {
    this.#port.postMessage({ asked, question } satisfies Question, []);
  }

  hear(): AnswererWord | undefined {
    const heard = receiveMessageOnPort(this.#port);
    if (heard !== undefined) return heard.message as AnswererWord;
    if (this.#gone === undefined) return undefined;
    return { kind: 'gone', reason: this.#gone };
  }

  close(): void {
    this.#port.close();
    void this.#thread.terminate();
  }
}

/** Whether this thread is one that answers questions. */
export function isAnswerThread(): boolean {
  return (
    parentPort !== null && typeof workerData === 'object' && workerData !== null && 'answersTo' in workerData
  );
}

/** Answers questions in a thread opened by `openAnswerThread`. */
export async function serveAnswers(simulators: ReadonlyMap<string, Simulator>): Promise<void> {
  const { answersTo, document } = workerData as AnswerSetup;
  const { model } = openModel(await loadFamily(simulators, document.family), document);
  answersTo.on('message', ({ asked, question }: Question) =>
    answersTo.postMessage(wordOf(asked, question), []),
  );
  answersTo.postMessage({ kind: 'ready' } satisfies AnswererWord, []);

  function wordOf(asked: number, question: Uint8Array): AnswererWord {
    try {
      return { kind: 'answer', asked, answer: model.answer!(question) };
    } catch (error) {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }
}
