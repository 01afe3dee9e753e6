// The report of an ended experiment, written from what is kept of it.

import { SimulationError } from '@holdfast/core';
import { errorViewSchema } from '@holdfast/protocol';
import { analysisReportName, analysisReportParts } from '@holdfast/report';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { idParams, type Api, type RouteContext } from '../api.ts';
import { modelView } from '../views.ts';
import { inTurns, reportHeaders } from './report.ts';

export function registerExperimentReport(app: Api, { host }: RouteContext): void {
  app.get(
    '/experiments/:id/report',
    {
      schema: {
        summary: 'The report of an ended experiment: one HTML file that needs nothing else',
        description: 'Holds nothing but what is kept of it: the same experiment gives the same bytes.',
        tags: ['experiments'],
        params: idParams,
        produces: ['text/html'],
        response: { 200: z.string(), '4xx': errorViewSchema, '5xx': errorViewSchema },
      },
    },
    async ({ params }, reply) => {
      const record = await host.experiments.get(params.id);
      const { id, createdAt, result, spec } = record;
      if (result === null) throw new SimulationError('experiment.not-ended', { id });
      const checked = host.parse(spec.document);
      const model = checked.ok ? modelView(checked.model) : undefined;
      const parts = analysisReportParts({ id, createdAt, document: spec.document, model, result });
      return reply
        .type('text/html; charset=utf-8')
        .headers(reportHeaders(analysisReportName(record)))
        .send(Readable.from(inTurns(parts)));
    },
  );
}
