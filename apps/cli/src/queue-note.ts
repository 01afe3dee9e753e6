// Says that a run waits for its place. Each run is queued until its process has started; only one that waits for others is
// told about.

import { waitsForPlace, type HoldfastClient } from '@holdfast/client';

const lookMs = 1000;
/** Newest runs among which those that compute are looked for. */
const lookedAt = 200;

/** What a queued run waits for and what ends the wait; undefined when it is just beginning. */
export async function queueWords(client: HoldfastClient, id: string): Promise<string | undefined> {
  const [{ slots }, { run }, { runs }] = await Promise.all([
    client.info(),
    client.run(id),
    client.runs({ limit: lookedAt }),
  ]);
  if (!waitsForPlace(run, runs, slots)) return undefined;
  const places = slots === 1 ? 'one run at a time' : `${slots} runs at a time`;
  return `queued: this server computes ${places}, and this one begins when another ends or is paused (HOLDFAST_SLOTS allows more)`;
}

/** Hears how a run stands, looks each second while it is queued, and stops looking once `look` has said something. */
export class QueueNote {
  readonly #look: () => Promise<boolean>;
  #timer: NodeJS.Timeout | undefined;
  #said = false;
  #waiting = false;

  constructor(look: () => Promise<boolean>) {
    this.#look = look;
  }

  /** Any status but `queued` ends the wait. */
  hear(status: string): void {
    this.#waiting = status === 'queued';
    if (!this.#waiting) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    } else if (!this.#said) this.#timer ??= setTimeout(() => void this.#ask(), lookMs);
  }

  async #ask(): Promise<void> {
    // A server that does not answer now is told about by whoever follows the run.
    this.#said = await this.#look().catch(() => false);
    this.#timer = undefined;
    if (this.#waiting) this.hear('queued');
  }
}
