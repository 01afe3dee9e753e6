// The end of a lock-step that lives in the worker with the engine: messages in, messages out.

import { scenes, sceneSimulators } from '@holdfast/catalog';
import { FollowCourse, type FollowNews } from './follow-course.ts';
import type { FollowAnswer, FollowQuestion } from './follow-messages.ts';

type Say = (answer: FollowAnswer, transfer: Transferable[]) => void;

interface Wanted {
  readonly resolve: (bytes: Uint8Array | undefined) => void;
  readonly reject: (reason: Error) => void;
}

export class FollowHost {
  readonly #say: Say;
  readonly #course: FollowCourse;
  #family = '';
  #wanted: Wanted | undefined;

  constructor(say: Say) {
    this.#say = say;
    this.#course = new FollowCourse({
      now: () => performance.now(),
      breathe: () => new Promise((resolve) => setTimeout(resolve, 0)),
      checkpoint: () => this.#checkpoint(),
      forces: (simulation) => scenes.get(this.#family)?.forces(simulation),
      tell: (news) => this.#tell(news),
      refuse: (error) => {
        say({ kind: 'refused', message: error instanceof Error ? error.message : String(error) }, []);
      },
    });
  }

  hear(question: FollowQuestion): void {
    if (question.kind === 'reached') this.#course.hear(question.reached);
    else if (question.kind === 'tell forces') this.#course.tellForces(question.on);
    else if (question.kind === 'checkpoint') {
      const { bytes, failure } = question;
      if (failure === undefined) this.#wanted?.resolve(bytes);
      else this.#wanted?.reject(new Error(failure));
      this.#wanted = undefined;
    } else {
      this.#family = question.start.document.family;
      const simulator = sceneSimulators.get(this.#family);
      if (simulator === undefined) this.#say({ kind: 'refused', message: 'no engine for this family' }, []);
      else void this.#course.open(simulator, question.start);
    }
  }

  #checkpoint(): Promise<Uint8Array | undefined> {
    this.#say({ kind: 'checkpoint wanted' }, []);
    return new Promise((resolve, reject) => {
      this.#wanted = { resolve, reject };
    });
  }

  #tell({ frames, forces, wrongAfter, standing }: FollowNews): void {
    const size = frames[0]?.values.length ?? 0;
    const sequences = Float64Array.from(frames, ({ sequence }) => sequence);
    const times = Float64Array.from(frames, ({ time }) => time);
    const values = new Float64Array(size * frames.length);
    frames.forEach((frame, index) => values.set(frame.values, index * size));
    this.#say(
      {
        kind: 'followed',
        frames: { sequences, times, values },
        forces,
        standing,
        ...(wrongAfter === undefined ? {} : { wrongAfter }),
      },
      [sequences.buffer, times.buffer, values.buffer],
    );
  }
}
