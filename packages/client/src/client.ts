// Everything a server answers, typed. One method per route; what is wrong with an answer is an error with a code.

import type { Frame, Input, ModelDocument, RecordedInput, RunEvent, RunResult } from '@holdfast/core';
import {
  checkLengths,
  checkpointsViewSchema,
  documentSchema,
  eventPageSchema,
  experimentAnswerSchema,
  experimentDetailSchema,
  experimentPageSchema,
  experimentResultSchema,
  examplesViewSchema,
  familiesViewSchema,
  framePageSchema,
  healthViewSchema,
  infoViewSchema,
  inputsViewSchema,
  jsonSchemaSchema,
  metricsViewSchema,
  pointPageSchema,
  profileViewSchema,
  resultSchema,
  runAnswerSchema,
  runDetailSchema,
  runPageSchema,
  validationViewSchema,
  writersViewSchema,
  writtenPictureViewSchema,
  writtenViewSchema,
  type CheckpointView,
  type DrillRequest,
  type ExampleView,
  type ExperimentDetail,
  type ExperimentPage,
  type ExperimentRequest,
  type ExperimentResult,
  type ExperimentView,
  type FamilyView,
  type ForkRequest,
  type HealthView,
  type InfoView,
  type MetricsView,
  type PaceRequest,
  type PointOutcome,
  type ProfileView,
  type RunDetail,
  type RunPage,
  type RunRequest,
  type RunView,
  type ValidationView,
  type WriteDrawingRequest,
  type WritersView,
  type WrittenPictureView,
  type WrittenView,
} from '@holdfast/protocol';
import { LiveConnection, type LiveHandle, type LiveOptions } from './live.ts';
import { followExperiment, type ExperimentProgressOptions } from './experiment-progress.ts';
import type { ProgressHandle } from './followed-stream.ts';
import { followProgress, type ProgressOptions } from './progress.ts';
import { Transport, type ClientOptions } from './transport.ts';

/** Continues after a key; `limit` is 1 .. 1000, 100 when absent. */
export interface PageOptions<Key> {
  readonly after?: Key | undefined;
  readonly limit?: number | undefined;
}

const api = '/api/v1';
const defaultLimit = 100;

function runPath(id: string, part = ''): string {
  return `${api}/runs/${encodeURIComponent(id)}${part}`;
}

function experimentPath(id: string, part = ''): string {
  return `${api}/experiments/${encodeURIComponent(id)}${part}`;
}

/** Speaks to one server. Every method rejects with RequestError when the server refuses, and with SimulationError
 * `server.unreachable` when nothing answers or `protocol.malformed` when the answer is not what it should be. */
export class HoldfastClient {
  readonly #transport: Transport;

  constructor(options: ClientOptions) {
    this.#transport = new Transport(options);
  }

  info(): Promise<InfoView> {
    return this.#transport.json(infoViewSchema, 'GET', `${api}/info`);
  }

  health(): Promise<HealthView> {
    return this.#transport.json(healthViewSchema, 'GET', '/health');
  }

  async families(): Promise<readonly FamilyView[]> {
    return (await this.#transport.json(familiesViewSchema, 'GET', `${api}/families`)).families;
  }

  /** JSON Schema of a whole document of one family. */
  schema(family: string): Promise<Readonly<Record<string, unknown>>> {
    return this.#transport.json(jsonSchemaSchema, 'GET', `${api}/schemas/${encodeURIComponent(family)}`);
  }

  async examples(): Promise<readonly ExampleView[]> {
    return (await this.#transport.json(examplesViewSchema, 'GET', `${api}/examples`)).examples;
  }

  example(name: string): Promise<ModelDocument> {
    return this.#transport.json(documentSchema, 'GET', `${api}/examples/${encodeURIComponent(name)}`);
  }

  /** Checks a document, or what an editor holds instead of one. */
  validate(document: unknown): Promise<ValidationView> {
    return this.#transport.json(validationViewSchema, 'POST', `${api}/validate`, { body: { document } });
  }

  /** Which families write documents from words and drawings. */
  writers(): Promise<WritersView> {
    return this.#transport.json(writersViewSchema, 'GET', `${api}/write`);
  }

  /** A document from a sentence, or what was not understood. */
  writeText(text: string, family?: string): Promise<WrittenView> {
    const body = { text, ...(family === undefined ? {} : { family }) };
    return this.#transport.json(writtenViewSchema, 'POST', `${api}/write/text`, { body });
  }

  /** A document changed by a sentence, with the change as a patch (RFC 6902) of its model. */
  changeByText(document: ModelDocument, text: string): Promise<WrittenView> {
    const body = { document, text };
    return this.#transport.json(writtenViewSchema, 'POST', `${api}/write/change`, { body });
  }

  /** A document from strokes; y points down. */
  writeDrawing(body: WriteDrawingRequest): Promise<WrittenView> {
    return this.#transport.json(writtenViewSchema, 'POST', `${api}/write/drawing`, { body });
  }

  /** Strokes and a document from a PNG or JPEG file. */
  writePicture(picture: Blob | Uint8Array<ArrayBuffer>): Promise<WrittenPictureView> {
    const options = { body: new Blob([picture]) };
    return this.#transport.json(writtenPictureViewSchema, 'POST', `${api}/write/picture`, options);
  }

  /** A document from a model of another program: a text, or a ZIP file with everything the model names. `main` names the model where
   * the file holds several. Its first second has run where `ok` is true; issues are what was left out then. */
  importModel(file: Blob | Uint8Array<ArrayBuffer>, name: string, main?: string): Promise<WrittenView> {
    const asked = new URLSearchParams({ name, ...(main === undefined ? {} : { main }) });
    const options = { body: new Blob([file]) };
    return this.#transport.json(writtenViewSchema, 'POST', `${api}/import?${asked}`, options);
  }

  async start(request: RunRequest): Promise<RunView> {
    return (await this.#transport.json(runAnswerSchema, 'POST', `${api}/runs`, { body: request })).run;
  }

  /** Newest first; pass `next` as `after` for the following page. */
  runs(page: PageOptions<string> = {}): Promise<RunPage> {
    return this.#transport.json(runPageSchema, 'GET', `${api}/runs`, { query: { ...page } });
  }

  run(id: string): Promise<RunDetail> {
    return this.#transport.json(runDetailSchema, 'GET', runPath(id));
  }

  document(id: string): Promise<ModelDocument> {
    return this.#transport.json(documentSchema, 'GET', runPath(id, '/document'));
  }

  /** Rejects with `run.not-ended` while the run is alive. */
  result(id: string): Promise<RunResult> {
    return this.#transport.json(resultSchema, 'GET', runPath(id, '/result'));
  }

  /** A report of an ended run: one HTML file that needs nothing else. Rejects with `run.not-ended` while the run is alive. */
  report(id: string): Promise<string> {
    return this.#transport.text(runPath(id, '/report'), 'text/html');
  }

  metrics(id: string): Promise<MetricsView> {
    return this.#transport.json(metricsViewSchema, 'GET', runPath(id, '/metrics'));
  }

  /** Events after a sequence; fewer than `limit` only at the end. */
  events(id: string, page: PageOptions<number> = {}): Promise<readonly RunEvent[]> {
    return this.#collect(page, async (query) => {
      const { events, next } = await this.#transport.json(eventPageSchema, 'GET', runPath(id, '/events'), {
        query,
      });
      return { rows: events, next };
    });
  }

  /** Recorded frames after a sequence; fewer than `limit` only at the end, however short the server's pages are. */
  frames(id: string, page: PageOptions<number> = {}): Promise<readonly Frame[]> {
    return this.#collect(page, async (query) => {
      const { frames, next } = await this.#transport.json(framePageSchema, 'GET', runPath(id, '/frames'), {
        query,
      });
      return { rows: frames.map((frame) => ({ ...frame, values: Float64Array.from(frame.values) })), next };
    });
  }

  /** The last frames shown of a living run, oldest first, recorded or not; none where the server does not execute it. */
  async recentFrames(id: string): Promise<readonly Frame[]> {
    const { frames } = await this.#transport.json(framePageSchema, 'GET', runPath(id, '/frames/recent'));
    return frames.map((frame) => ({ ...frame, values: Float64Array.from(frame.values) }));
  }

  /** Newest first. */
  async checkpoints(id: string): Promise<readonly CheckpointView[]> {
    return (await this.#transport.json(checkpointsViewSchema, 'GET', runPath(id, '/checkpoints')))
      .checkpoints;
  }

  /** The newest checkpoint of a living run, for who computes it again; undefined while it has none. */
  async checkpoint(id: string): Promise<Uint8Array | undefined> {
    const response = await this.#transport.send(runPath(id, '/checkpoints/newest'), { method: 'GET' });
    return response.status === 204 ? undefined : new Uint8Array(await response.arrayBuffer());
  }

  /** The input log: what was changed while the run ran, and when. */
  async inputs(id: string): Promise<readonly RecordedInput[]> {
    return (await this.#transport.json(inputsViewSchema, 'GET', runPath(id, '/inputs'))).inputs;
  }

  pause(id: string): Promise<RunView> {
    return this.#steer(runPath(id, '/pause'));
  }

  resume(id: string): Promise<RunView> {
    return this.#steer(runPath(id, '/resume'));
  }

  /** Ends a run with a partial result. */
  cancel(id: string): Promise<RunView> {
    return this.#steer(runPath(id, '/cancel'));
  }

  /** Changes parameters of a living run; the change is recorded with the time it takes effect. Rejects with `input.too-long`
   * before anything is sent. */
  async input(id: string, inputs: readonly Input[]): Promise<RunView> {
    checkLengths(inputs);
    return this.#steer(runPath(id, '/inputs'), { inputs });
  }

  /** Changes how fast a run goes and how often it is shown, never what it computes; `factor` 0 is as fast as possible. */
  pace(id: string, pace: PaceRequest): Promise<RunView> {
    return this.#steer(runPath(id, '/pace'), pace);
  }

  /** What the computing of a living run goes into; null while its server has heard nothing of it. */
  async profile(id: string): Promise<ProfileView['profile']> {
    return (await this.#transport.json(profileViewSchema, 'GET', runPath(id, '/profile'))).profile;
  }

  /** Looks closer at the living state of a run, as the model's `details` say; what is absent of the query is as they say. The bytes are
   * read by `readDetail`. Rejects with `detail.unavailable` while there is none. */
  detail(
    id: string,
    name: string,
    query: Readonly<Record<string, number>> = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    return this.#transport.bytes(runPath(id, `/details/${encodeURIComponent(name)}`), query);
  }

  /** Harms a run on purpose; it recovers by itself, and its events say how. Rejects with `drill.forbidden` where that is off. */
  drill(id: string, request: DrillRequest): Promise<RunView> {
    return this.#steer(runPath(id, '/drills'), request);
  }

  /** Starts a run that is this one up to the time `at`, with what is set there. */
  fork(id: string, request: ForkRequest): Promise<RunView> {
    return this.#steer(runPath(id, '/fork'), request);
  }

  /** Deletes an ended run and everything recorded of it. */
  async remove(id: string): Promise<void> {
    await this.#transport.send(runPath(id), { method: 'DELETE' });
  }

  async startExperiment(request: ExperimentRequest): Promise<ExperimentView> {
    const options = { body: request };
    const answer = await this.#transport.json(experimentAnswerSchema, 'POST', `${api}/experiments`, options);
    return answer.experiment;
  }

  /** Newest first; pass `next` as `after` for the following page. */
  experiments(page: PageOptions<string> = {}): Promise<ExperimentPage> {
    return this.#transport.json(experimentPageSchema, 'GET', `${api}/experiments`, { query: { ...page } });
  }

  /** What was asked, how far it is, and what can be said so far. */
  experiment(id: string): Promise<ExperimentDetail> {
    return this.#transport.json(experimentDetailSchema, 'GET', experimentPath(id));
  }

  experimentDocument(id: string): Promise<ModelDocument> {
    return this.#transport.json(documentSchema, 'GET', experimentPath(id, '/document'));
  }

  /** Rejects with `experiment.not-ended` while it computes. */
  experimentResult(id: string): Promise<ExperimentResult> {
    return this.#transport.json(experimentResultSchema, 'GET', experimentPath(id, '/result'));
  }

  /** A report of an ended experiment: one HTML file that needs nothing else. Rejects with `experiment.not-ended` while it
   * computes. */
  experimentReport(id: string): Promise<string> {
    return this.#transport.text(experimentPath(id, '/report'), 'text/html');
  }

  /** Points after an index; fewer than `limit` only at the end. */
  experimentPoints(id: string, page: PageOptions<number> = {}): Promise<readonly PointOutcome[]> {
    return this.#collect(page, async (query) => {
      const path = experimentPath(id, '/points');
      const { points, next } = await this.#transport.json(pointPageSchema, 'GET', path, { query });
      return { rows: points, next };
    });
  }

  /** Ends an experiment with what it can say so far. */
  async cancelExperiment(id: string): Promise<ExperimentView> {
    const path = experimentPath(id, '/cancel');
    return (await this.#transport.json(experimentAnswerSchema, 'POST', path)).experiment;
  }

  /** Deletes an ended experiment and its points. */
  async removeExperiment(id: string): Promise<void> {
    await this.#transport.send(experimentPath(id), { method: 'DELETE' });
  }

  /** Follows a run over a WebSocket: model, events, frames, numbers. Reconnects by itself. */
  live(id: string, options: LiveOptions): LiveHandle {
    return new LiveConnection(this.#transport, id, options);
  }

  /** Follows a run over server-sent events: progress and events, no frames. Reconnects by itself. */
  progress(id: string, options: ProgressOptions): ProgressHandle {
    return followProgress(this.#transport, id, options);
  }

  /** Follows an experiment over server-sent events. Reconnects by itself. */
  experimentProgress(id: string, options: ExperimentProgressOptions): ProgressHandle {
    return followExperiment(this.#transport, id, options);
  }

  async #steer(path: string, body?: unknown): Promise<RunView> {
    const options = body === undefined ? {} : { body };
    return (await this.#transport.json(runAnswerSchema, 'POST', path, options)).run;
  }

  async #collect<Row>(
    { after, limit = defaultLimit }: PageOptions<number>,
    read: (query: {
      readonly after: number | undefined;
      readonly limit: number;
    }) => Promise<{ readonly rows: readonly Row[]; readonly next: number | null }>,
  ): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (let from = after; rows.length < limit;) {
      const page = await read({ after: from, limit: limit - rows.length });
      rows.push(...page.rows);
      if (page.next === null || page.rows.length === 0) break;
      from = page.next;
    }
    return rows;
  }
}
