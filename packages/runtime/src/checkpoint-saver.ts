// Writes checkpoints beside the stepping, one at a time: file first, then word to the host, and only after the host has
// stored it are older files removed, so that two acknowledged checkpoints always remain.

import type { Checkpoint, Pace } from '@holdfast/core';
import { sha256Hex } from '@holdfast/protocol';
import { checkpointFile, removeOlder } from './checkpoint.ts';
import type { LivingRun } from './living-run.ts';
import type { Mailbox } from './mailbox.ts';
import type { StartMessage, WorkerMessage } from './messages.ts';
import type { CheckpointDisk } from './ports.ts';

export interface SaverPorts {
  readonly disk: CheckpointDisk;
  readonly mailbox: Mailbox;
  post(message: WorkerMessage): void;
}

/** Why a disk refused, in one line. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export class CheckpointSaver {
  readonly #ports: SaverPorts;
  readonly #run: string;
  readonly #incarnation: string;
  #next: number;
  /** Sequences of stored checkpoints, oldest first, two at most. */
  #kept: readonly number[];
  #posted: Promise<unknown> = Promise.resolve();
  #saving: Promise<boolean> | undefined;

  /** `from` is the sequence of the checkpoint the run goes on from. */
  constructor(ports: SaverPorts, start: StartMessage, from: number | undefined) {
    this.#ports = ports;
    this.#run = start.run;
    this.#incarnation = start.incarnation;
    this.#next = Math.max(-1, ...start.checkpoints.map(({ sequence }) => sequence)) + 1;
    this.#kept = from === undefined ? [] : [from];
  }

  get busy(): boolean {
    return this.#saving !== undefined;
  }

  /** Resolves when what was recorded before the last `save` has been told to the host. */
  get posted(): Promise<unknown> {
    return this.#posted;
  }

  /** Resolves when the save under way, if any, is stored. */
  get idle(): Promise<unknown> {
    return this.#saving ?? Promise.resolve();
  }

  /** Takes the state at this instant; resolves once the host has stored it, with false when the disk refused. Not to be
   * called while `busy`. */
  save(run: LivingRun, runningMs: number, pace: Pace): Promise<boolean> {
    const bytes = run.checkpoint(runningMs, pace);
    const { standing } = run;
    const frames = run.recording.take();
    const { message, stored } = this.#ports.mailbox.expect();
    const writing = this.#write(standing.time, bytes).then((checkpoint) => {
      this.#ports.post({ type: 'progress', message, frames, checkpoint, standing });
      return checkpoint;
    });
    this.#posted = writing;
    this.#saving = this.#settle(writing, stored).finally(() => (this.#saving = undefined));
    return this.#saving;
  }

  async #write(time: number, bytes: Uint8Array): Promise<Checkpoint | null> {
    const sequence = this.#next++;
    const file = checkpointFile(sequence, this.#incarnation);
    try {
      await this.#ports.disk.write(this.#run, file, bytes);
    } catch (error) {
      const details = { reason: reasonOf(error) };
      this.#ports.post({ type: 'warning', code: 'checkpoint.unwritable', details });
      return null;
    }
    return { sequence, time, sha256: sha256Hex(bytes), bytes: bytes.length, file };
  }

  async #settle(writing: Promise<Checkpoint | null>, stored: Promise<void>): Promise<boolean> {
    const checkpoint = await writing;
    await stored;
    if (checkpoint === null) return false;
    this.#kept = [...this.#kept, checkpoint.sequence].slice(-2);
    const [oldest] = this.#kept;
    if (oldest !== undefined && this.#kept.length === 2) {
      // A file that stays costs only space; the next save tries again.
      await removeOlder(this.#ports.disk, this.#run, oldest).catch(() => undefined);
    }
    return true;
  }
}
