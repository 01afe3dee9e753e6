// The report of an ended run: everything kept of it is read first, within bounds, then written in parts.

import { SimulationError, type RunEvent, type RunRecord } from '@holdfast/core';
import { RunNumbers } from '@holdfast/pictures';
import { errorViewSchema } from '@holdfast/protocol';
import { reportName, reportParts, reportPolicy, type ReportSource } from '@holdfast/report';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { idParams, type Api, type RouteContext } from '../api.ts';
import type { Host } from '../host.ts';
import { assumptionsOf, labelsOf } from '../model-words.ts';
import { framesPerPage } from './runs.ts';

/** What the frames of one report may take; finer detail than 512 frames no picture of it shows. */
const historyBytes = 8 * 2 ** 20;
const framesMax = 512;
/** Events listed; of more the newest stay. */
const eventsMax = 500;
const pageEvents = 1000;

async function readNumbers({ store }: Host, id: string, model: ReportSource['model']): Promise<RunNumbers> {
  const numbers = new RunNumbers(model.channels, historyBytes, framesMax);
  const limit = Math.min(pageEvents, framesPerPage(model.channels));
  for (let after: number | undefined; ;) {
    const page = await store.listFrames(id, after === undefined ? { limit } : { after, limit });
    for (const frame of page) numbers.history.push(frame);
    after = page.at(-1)?.sequence;
    if (page.length < limit) return numbers;
  }
}

async function readEvents(
  { store }: Host,
  id: string,
): Promise<Pick<ReportSource, 'events' | 'eventsLeftOut' | 'checkpoints'>> {
  let events: readonly RunEvent[] = [];
  let [eventsLeftOut, checkpoints] = [0, 0];
  for (let after: number | undefined; ;) {
    const page = await store.listEvents(
      id,
      after === undefined ? { limit: pageEvents } : { after, limit: pageEvents },
    );
    const others = [...events, ...page.filter(({ kind }) => kind !== 'checkpoint')];
    checkpoints += page.length + events.length - others.length;
    events = others.slice(-eventsMax);
    eventsLeftOut += others.length - events.length;
    after = page.at(-1)?.sequence;
    if (page.length < pageEvents) return { events, eventsLeftOut, checkpoints };
  }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** @throws SimulationError `run.not-ended` */
async function readSource(
  host: Host,
  { id, createdAt, spec, result }: RunRecord,
  model: ReportSource['model'],
): Promise<ReportSource> {
  if (result === null) throw new SimulationError('run.not-ended', { id });
  const { document, limits, workers } = spec;
  const parsed = host.catalog.get(document.family)?.parse(document);
  const notices = parsed?.ok === true ? (parsed.notices ?? []) : [];
  const assumptions = assumptionsOf(document);
  const digests = Object.fromEntries(
    Object.entries(document.files ?? {}).map(([name, text]) => [name, digestOf(text)]),
  );
  const [numbers, events] = await Promise.all([readNumbers(host, id, model), readEvents(host, id)]);
  return {
    id,
    createdAt,
    document,
    limits,
    workers,
    model,
    assumptions,
    labels: labelsOf(document),
    digests,
    result,
    notices,
    numbers,
    ...events,
  };
}

/** Headers of a report saved under a name. */
export function reportHeaders(name: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': `${reportPolicy}; frame-ancestors 'none'; sandbox allow-downloads`,
    'content-disposition': `attachment; filename="${name}"`,
  };
}

/** The parts one by one, with other requests answered in between. */
export async function* inTurns(parts: Iterable<string>): AsyncGenerator<string> {
  for (const part of parts) {
    yield part;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export function registerReport(app: Api, { host }: RouteContext): void {
  app.get(
    '/runs/:id/report',
    {
      schema: {
        summary: 'The report of an ended run: one HTML file that needs nothing else',
        description: 'Holds nothing but what is kept of the run: the same run gives the same bytes.',
        tags: ['runs'],
        params: idParams,
        produces: ['text/html'],
        response: { 200: z.string(), '4xx': errorViewSchema, '5xx': errorViewSchema },
      },
    },
    async ({ params }, reply) => {
      const record = await host.record(params.id);
      const source = await readSource(host, record, host.modelOf(record));
      return reply
        .type('text/html; charset=utf-8')
        .headers(reportHeaders(reportName(record)))
        .send(Readable.from(inTurns(reportParts(source))));
    },
  );
}
