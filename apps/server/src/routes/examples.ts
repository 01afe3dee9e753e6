// The example documents that come with the product, complete with the files they name.

import { SimulationError, type ModelDocument } from '@holdfast/core';
import {
  documentSchema,
  encodeJson,
  examplesViewSchema,
  readDocument,
  type ExampleView,
} from '@holdfast/protocol';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { answers, sendJsonText, type Api, type RouteContext } from '../api.ts';
import type { Catalog } from '../host.ts';
import { examplesDirectory } from '../places.ts';

/** No separators and no leading dot, so that a name never leaves the directory. */
const safeName = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;

/** Reads a document and inlines the attachments beside it; undefined when there is no such document. */
async function readExample(
  directory: string,
  name: string,
  catalog: Catalog,
): Promise<ModelDocument | undefined> {
  if (!safeName.test(name)) return undefined;
  const text = await readFile(join(directory, `${name}.json`), 'utf8').catch(() => undefined);
  const read = text === undefined ? undefined : readDocument(text, `${name}.json`);
  if (read?.ok !== true) return undefined;
  const document = read.spec;
  const files: Record<string, string> = { ...document.files };
  for (const file of catalog.get(document.family)?.files(document.model) ?? []) {
    if (files[file] !== undefined || !safeName.test(file)) continue;
    const attachment = await readFile(join(directory, file), 'utf8').catch(() => undefined);
    if (attachment !== undefined) files[file] = attachment;
  }
  return Object.keys(files).length === 0 ? document : { ...document, files };
}

async function listExamples(directory: string, catalog: Catalog): Promise<readonly ExampleView[]> {
  const entries = await readdir(directory).catch(() => []);
  const names = entries.filter((entry) => entry.endsWith('.json')).map((entry) => entry.slice(0, -5));
  const views: ExampleView[] = [];
  for (const name of names.sort()) {
    const document = await readExample(directory, name, catalog);
    if (document === undefined) continue;
    const { family, name: title, description = '' } = document;
    views.push({ name, title, family, description });
  }
  return views;
}

export function registerExamples(app: Api, { host }: RouteContext): void {
  app.get(
    '/examples',
    { schema: { summary: 'Example documents', tags: ['documents'], response: answers(examplesViewSchema) } },
    async () => ({ examples: await listExamples(examplesDirectory, host.catalog) }),
  );

  app.get(
    '/examples/:name',
    {
      schema: {
        summary: 'One example document, ready to run',
        tags: ['documents'],
        params: z.object({ name: z.string().max(100) }),
        response: answers(documentSchema),
      },
    },
    async ({ params, method, url }, reply) => {
      const document = await readExample(examplesDirectory, params.name, host.catalog);
      if (document === undefined) throw new SimulationError('request.not-found', { method, path: url });
      return sendJsonText(reply, encodeJson(document, 2));
    },
  );
}
