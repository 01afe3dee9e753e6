// What the runtime needs from the outside, as interfaces: with these replaced a whole host runs under virtual time.

import type { Assistant, Team } from '@holdfast/core';
import type { HostMessage, WorkerMessage } from './messages.ts';

/** The only source of time and of turns of the event loop. */
export interface Clock {
  /** Wall clock, milliseconds since 1970; may jump. */
  now(): number;
  /** Milliseconds since some instant; never goes back. */
  monotonic(): number;
  /** Calls `then` once, not before `delayMs` have passed; the returned function cancels it. */
  after(delayMs: number, then: () => void): () => void;
  /** Lets pending messages and timers be served. */
  breathe(): Promise<void>;
}

/** Unpredictable numbers for names; never for anything a result depends on. */
export interface Random {
  /** Uniform over 0 .. 2^32 - 1. */
  uint32(): number;
}

export interface WorkerExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last of what it wrote to its error stream. */
  readonly stderr: string;
}

/** Those who help a simulation, each where it knows what to do with them. */
export interface Helpers {
  /** Answers what it asks. */
  readonly assistant?: Assistant | undefined;
  /** Shares its steps. */
  readonly team?: Team | undefined;
}

/** One worker process as its host sees it. */
export interface WorkerHandle<Sent = HostMessage, Received = WorkerMessage> {
  readonly pid: number | undefined;
  send(message: Sent): void;
  onMessage(listener: (message: Received) => void): void;
  /** Called once, also when the worker could not be started. */
  onExit(listener: (exit: WorkerExit) => void): void;
  /** Ends it at once, whatever it is doing. */
  kill(): void;
  /** Resident memory now, MB; 0 where it cannot be read. */
  rssMb(): number;
  /** How long its main thread was ready to run and had to wait for a processor, ms; 0 where the platform does not tell. */
  waitedMs(): number;
}

export interface WorkerDemand {
  /** Resident memory the worker must stay under. */
  readonly memoryMb: number;
  /** Chunk threads it will open beside its main one. */
  readonly workers: number;
}

export interface WorkerSpawner<Sent = HostMessage, Received = WorkerMessage> {
  spawn(demand: WorkerDemand): WorkerHandle<Sent, Received>;
}

/** Where checkpoints of all runs are kept. Names are plain file names. */
export interface CheckpointDisk {
  /** Appears whole or not at all, and survives a power failure once this resolves. */
  write(run: string, name: string, bytes: Uint8Array): Promise<void>;
  /** Rejects when it cannot be read. */
  read(run: string, name: string): Promise<Uint8Array>;
  /** Harmless when it does not exist. */
  remove(run: string, name: string): Promise<void>;
  list(run: string): Promise<readonly string[]>;
}
