// The experiments of this process: starts, queues and recovers them, each in a process of its own. It never computes a point.

import { SimulationError, type Model, type Page } from '@holdfast/core';
import { checkMethod } from '@holdfast/experiment';
import {
  documentDigest,
  type ExperimentRequest,
  type ExperimentSpec,
  type PointOutcome,
} from '@holdfast/protocol';
import { Slots, type Clock, type Random } from '@holdfast/runtime';
import type { ExperimentRecord, ExperimentStore } from '@holdfast/store';
import { newId } from '../ids.ts';
import { invalidDocument, invalidRequest } from '../refusal.ts';
import type { Catalog, Checked } from '../host.ts';
import { ExperimentSession, type ExperimentSpawner } from './experiment-session.ts';

export interface ExperimentHost {
  /** Stores the experiment and starts it, or leaves it queued while all slots are taken.
   * @throws SimulationError `document.invalid`, `request.invalid`, `limit.out-of-bounds`, `run.too-many` */
  start(request: ExperimentRequest): Promise<ExperimentRecord>;
  /** @throws SimulationError `experiment.not-found` */
  get(id: string): Promise<ExperimentRecord>;
  list(page: Page): Promise<readonly ExperimentRecord[]>;
  points(id: string, page: Page): Promise<readonly PointOutcome[]>;
  /** Ends it with what is known; resolves with the final record. @throws SimulationError `experiment.not-found`,
   * `experiment.ended`, `run.not-here` */
  cancel(id: string): Promise<ExperimentRecord>;
  /** @throws SimulationError `experiment.not-found`, `experiment.not-ended` */
  remove(id: string): Promise<void>;
  /** Takes over experiments whose owner died; returns how many. */
  recover(): Promise<number>;
  /** Lets go of all processes; the experiments go on at the next `recover`. */
  close(): Promise<void>;
}

export interface ExperimentHostOptions {
  readonly store: ExperimentStore;
  readonly spawner: ExperimentSpawner;
  readonly clock: Clock;
  readonly random: Random;
  readonly catalog: Catalog;
  readonly parse: (document: unknown) => Checked;
  readonly owner: string;
  /** Experiments that compute at once. */
  readonly slots: number;
  /** Default and highest memory limit. */
  readonly memoryMb: number;
  readonly report: (id: string, error: SimulationError) => void;
}

/** Experiments that may wait beside those that compute. */
const queueMax = 100;
const pageMost = 1000;

export class ExperimentSupervisor implements ExperimentHost {
  readonly #options: ExperimentHostOptions;
  readonly #slots: Slots;
  readonly #sessions = new Map<string, ExperimentSession>();
  readonly #waiting = new Map<string, (record: ExperimentRecord) => void>();
  #closing = false;

  constructor(options: ExperimentHostOptions) {
    this.#options = options;
    this.#slots = new Slots(options.slots);
  }

  async start(request: ExperimentRequest): Promise<ExperimentRecord> {
    if (this.#closing) throw new SimulationError('server.draining');
    const spec = this.#specOf(request);
    const active = this.#sessions.size;
    if (active >= this.#options.slots + queueMax) throw new SimulationError('run.too-many', { active });
    const { store, clock, random, owner } = this.#options;
    const { document, method } = spec;
    const createdAt = clock.now();
    const id = newId(createdAt, random);
    const of = { id, spec, document: documentDigest(document), family: document.family };
    const created = { ...of, name: document.name, kind: method.kind, createdAt };
    await store.create(created);
    const epoch = await store.claim(id, owner, clock.now());
    if (epoch === undefined) throw new SimulationError('run.not-here', { id });
    const state = { status: 'queued', epoch, owner, updatedAt: createdAt, points: 0 } as const;
    return this.#adopt({ ...created, ...state, report: null, result: null }, []);
  }

  async get(id: string): Promise<ExperimentRecord> {
    const live = this.#sessions.get(id)?.record;
    const record = live ?? (await this.#options.store.get(id));
    if (record === undefined) throw new SimulationError('experiment.not-found', { id });
    return record;
  }

  async list(page: Page): Promise<readonly ExperimentRecord[]> {
    const records = await this.#options.store.list(page);
    return records.map((record) => this.#sessions.get(record.id)?.record ?? record);
  }

  async points(id: string, page: Page): Promise<readonly PointOutcome[]> {
    await this.get(id);
    return this.#options.store.points(id, page);
  }

  async cancel(id: string): Promise<ExperimentRecord> {
    const session = this.#sessions.get(id);
    if (session === undefined) {
      const { status } = await this.get(id);
      throw new SimulationError(status === 'ended' ? 'experiment.ended' : 'run.not-here', { id });
    }
    const ended = new Promise<ExperimentRecord>((resolve) => this.#waiting.set(id, resolve));
    session.cancel();
    return ended;
  }

  async remove(id: string): Promise<void> {
    const { status } = await this.get(id);
    if (status !== 'ended') throw new SimulationError('experiment.not-ended', { id });
    await this.#options.store.remove(id);
  }

  async recover(): Promise<number> {
    const { store, owner, clock, report } = this.#options;
    let recovered = 0;
    for (const orphan of await store.orphaned()) {
      if (this.#closing || this.#sessions.has(orphan.id)) continue;
      try {
        const epoch = await store.claim(orphan.id, owner, clock.now());
        if (epoch === undefined) continue;
        this.#adopt({ ...orphan, epoch, owner }, await this.#keptPoints(orphan.id));
        recovered++;
      } catch (error) {
        if (!(error instanceof SimulationError)) throw error;
        report(orphan.id, error);
      }
    }
    return recovered;
  }

  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
  }

  #adopt(record: ExperimentRecord, known: readonly PointOutcome[]): ExperimentRecord {
    const { store, spawner, clock, catalog, memoryMb, report } = this.#options;
    const { id } = record;
    const session = new ExperimentSession(
      {
        store,
        spawner,
        clock,
        slots: this.#slots,
        engine: catalog.get(record.family)?.version ?? 'unknown',
        memoryMb,
        gone: (last) => {
          this.#sessions.delete(id);
          this.#waiting.get(id)?.(last);
          this.#waiting.delete(id);
        },
        gaveUp: report,
      },
      record,
      known,
    );
    this.#sessions.set(id, session);
    return session.record;
  }

  /** Points from index 0 to the first that is missing: what comes after is computed again. */
  async #keptPoints(id: string): Promise<readonly PointOutcome[]> {
    const known: PointOutcome[] = [];
    for (;;) {
      const after = known.length - 1;
      const page = await this.#options.store.points(id, { after, limit: pageMost });
      for (const point of page) {
        if (point.index !== known.length) return known;
        known.push(point);
      }
      if (page.length < pageMost) return known;
    }
  }

  #specOf(request: ExperimentRequest): ExperimentSpec {
    const { document, method, limits = {}, parameters = [], replicates = 1 } = request;
    const model = this.#compiled(document);
    const other = method.kind === 'compare' && method.document !== undefined ? method.document : document;
    const study = this.#options.catalog.get(document.family)?.study;
    const issues = checkMethod(request, {
      parameters: model.parameters,
      others: this.#compiled(other).parameters,
      sources: method.kind === 'inputs' ? study?.sources(document).map(({ name }) => name) : undefined,
    });
    if (issues.length > 0) throw invalidRequest('body', issues);
    const { memoryMb: most } = this.#options;
    const { memoryMb = most } = limits;
    if (memoryMb > most) {
      const bounds = { min: 64, max: most };
      throw new SimulationError('limit.out-of-bounds', { name: 'memoryMb', value: memoryMb, ...bounds });
    }
    const until = request.until ?? document.run?.until ?? model.until;
    if (!Number.isFinite(until)) {
      const message = 'the document has an open end';
      const remedy = 'Give until.';
      throw invalidRequest('body', [{ path: '/until', code: 'experiment.open-end', message, remedy }]);
    }
    const seed = request.seed ?? document.run?.seed ?? 1;
    return { document, seed, until, parameters, replicates, limits: { ...limits, memoryMb }, method };
  }

  #compiled(document: unknown): Model {
    const checked = this.#options.parse(document);
    if (!checked.ok) throw invalidDocument(checked.issues);
    return checked.model;
  }
}
