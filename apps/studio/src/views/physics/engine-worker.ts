// The worker that holds the engine for a page: it reads scenes of worlds only the engine can read, and computes a world in real
// time. The engine's bindings make code from text, which this worker's own security policy allows and the page's does not.

import '../../no-eval.ts';
import { scenes, sceneSimulators } from '@holdfast/catalog';
import type { Frame } from '@holdfast/core';
import type { EngineAnswer, EngineQuestion } from './engine-messages.ts';
import { FollowHost } from './follow-host.ts';
import type { FollowAnswer, FollowQuestion } from './follow-messages.ts';
import { LocalSession } from './local-session.ts';
import { endDigest } from './own-course.ts';

const tickMs = 8;
/** Of a tick, at most this is computed, so that questions are heard. */
const budgetMs = 24;
/** A pause longer than this is not made up for, ms. */
const slipMs = 120;

function say(answer: EngineAnswer | FollowAnswer, transfer: Transferable[] = []): void {
  postMessage(answer, { transfer });
}

function sayFrames(frames: readonly Frame[], again: boolean, behind: boolean): void {
  if (frames.length === 0) return;
  const size = frames[0]!.values.length;
  const times = Float64Array.from(frames, ({ time }) => time);
  const values = new Float64Array(size * frames.length);
  frames.forEach((frame, index) => values.set(frame.values, index * size));
  say({ kind: 'frames', times, values, again, behind }, [times.buffer, values.buffer]);
}

class Host {
  #session: LocalSession | undefined;
  #rate = 0;
  #tellsForces = false;
  #due = 0;
  #at = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  async hear(question: EngineQuestion): Promise<void> {
    if (question.kind === 'scene') {
      const { document } = question;
      const scene = await scenes.get(document.family)?.load(document);
      if (scene !== undefined) say({ kind: 'scene', scene });
      return;
    }
    if (question.kind === 'digest') {
      say({ kind: 'digest', digest: endDigest(question.time, question.values) });
      return;
    }
    if (question.kind === 'open') {
      this.#session?.dispose();
      const family = sceneSimulators.get(question.start.document.family);
      const simulator = (await family?.load?.()) ?? family;
      if (simulator === undefined) throw new Error('no engine for this family');
      this.#session = new LocalSession(simulator, question.start);
      say({ kind: 'opened', channels: this.#session.model.channels });
      this.#session.seek(question.time);
      sayFrames([this.#session.frame()], true, false);
      return;
    }
    const session = this.#session;
    if (session === undefined) return;
    if (question.kind === 'apply') session.apply(question.inputs);
    else if (question.kind === 'forces') this.#tellsForces = question.on;
    else if (question.kind === 'play') this.#play(question.rate);
    else if (question.kind === 'step') {
      session.step();
      sayFrames([session.frame()], false, false);
    } else if (question.kind === 'course') {
      this.#play(0);
      const before = session.time;
      const course = session.course();
      if (course.until > before) sayFrames([session.frame()], false, false);
      say({ kind: 'course', course });
    } else {
      session.seek(question.time);
      this.#due = session.time;
      sayFrames([session.frame()], true, false);
    }
    this.#sayForces(session);
  }

  #sayForces({ time, family, simulation }: LocalSession): void {
    const forces = this.#tellsForces ? scenes.get(family)?.forces(simulation) : undefined;
    if (forces !== undefined) say({ kind: 'forces', time, forces });
  }

  #play(rate: number): void {
    this.#rate = rate;
    clearTimeout(this.#timer);
    if (rate === 0 || this.#session === undefined) return;
    this.#due = this.#session.time;
    this.#at = performance.now();
    this.#tick();
  }

  #tick(): void {
    const session = this.#session;
    if (session === undefined || this.#rate === 0) return;
    const now = performance.now();
    this.#due += (Math.min(slipMs, now - this.#at) / 1000) * this.#rate;
    this.#at = now;
    const frames: Frame[] = [];
    try {
      while (session.time < this.#due && performance.now() - now < budgetMs) {
        session.step();
        frames.push(session.frame());
      }
      const behind = session.time < this.#due;
      if (behind) this.#due = session.time;
      sayFrames(frames, false, behind);
      this.#sayForces(session);
    } catch (error) {
      this.#rate = 0;
      say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
      return;
    }
    this.#timer = setTimeout(() => this.#tick(), tickMs);
  }
}

function isFollowed(question: EngineQuestion | FollowQuestion): question is FollowQuestion {
  return ['follow', 'reached', 'checkpoint', 'tell forces'].includes(question.kind);
}

function serve(): void {
  const host = new Host();
  const follows = new FollowHost(say);
  // One after the other: a world is there before it is played.
  let turn = Promise.resolve();
  addEventListener('message', ({ data }: MessageEvent<EngineQuestion | FollowQuestion>) => {
    if (isFollowed(data)) {
      follows.hear(data);
      return;
    }
    turn = turn
      .then(() => host.hear(data))
      .catch((error: unknown) =>
        say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
      );
  });
}

serve();
