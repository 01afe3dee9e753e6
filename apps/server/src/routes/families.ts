// What this installation can simulate, and the JSON Schema an editor completes a document with.

import { SimulationError } from '@holdfast/core';
import { familiesViewSchema, infoViewSchema, jsonSchemaSchema, type FamilyView } from '@holdfast/protocol';
import { z } from 'zod';
import { answers, type Api, type RouteContext } from '../api.ts';
import { documentJsonSchema } from '../document-schema.ts';
import { version } from '../version.ts';

export function registerFamilies(app: Api, { host, configuration }: RouteContext): void {
  const families: readonly FamilyView[] = [...host.catalog.values()].map((simulator) => ({
    family: simulator.family,
    version: simulator.version,
    schema: documentJsonSchema(simulator),
  }));

  app.get(
    '/info',
    { schema: { summary: 'What answers here', tags: ['server'], response: answers(infoViewSchema) } },
    () => ({
      product: 'holdfast',
      version,
      api: 1,
      store: configuration.databaseUrl === undefined ? 'pglite' : 'postgresql',
      families: families.map(({ family, version }) => ({ family, version })),
      slots: configuration.slots,
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
    () => ({ families }),
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
      const view = families.find(({ family }) => family === params.family);
      if (view !== undefined) return view.schema;
      const known = families.map(({ family }) => family).join(', ');
      throw new SimulationError('document.unknown-family', { family: params.family, known });
    },
  );
}
