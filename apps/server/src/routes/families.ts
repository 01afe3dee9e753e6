// What this installation can simulate, and the JSON Schema an editor completes a document with.

import { lazily, SimulationError } from '@holdfast/core';
import { familiesViewSchema, infoViewSchema, jsonSchemaSchema, type FamilyView } from '@holdfast/protocol';
import { z } from 'zod';
import { answers, type Api, type RouteContext } from '../api.ts';
import { documentJsonSchema } from '../document-schema.ts';
import { version } from '../version.ts';

export function registerFamilies(app: Api, { host, configuration }: RouteContext): void {
  const simulators = [...host.catalog.values()];
  const schemas = new Map(
    simulators.map((simulator) => [simulator.family, lazily(() => documentJsonSchema(simulator))]),
  );

  app.get(
    '/info',
    { schema: { summary: 'What answers here', tags: ['server'], response: answers(infoViewSchema) } },
    () => ({
      product: 'holdfast',
      version,
      api: 1,
      store: configuration.databaseUrl === undefined ? 'pglite' : 'postgresql',
      families: simulators.map(({ family, version }) => ({ family, version })),
      slots: configuration.slots,
      drills: configuration.drills,
    }),
  );

  app.get(
    '/families',
    {
      schema: {
        summary: 'Families and their schemas',
        tags: ['documents'],
        response: answers(familiesViewSchema),
      },
    },
    () => ({
      families: simulators.map(({ family, version }): FamilyView => {
        return { family, version, schema: schemas.get(family)!() };
      }),
    }),
  );

  app.get(
    '/schemas/:family',
    {
      schema: {
        summary: 'JSON Schema 2020-12 of a whole document',
        tags: ['documents'],
        params: z.object({ family: z.string().max(64) }),
        response: answers(jsonSchemaSchema),
      },
    },
    ({ params }) => {
      const schema = schemas.get(params.family);
      if (schema !== undefined) return schema();
      const known = [...schemas.keys()].join(', ');
      throw new SimulationError('document.unknown-family', { family: params.family, known });
    },
  );
}
