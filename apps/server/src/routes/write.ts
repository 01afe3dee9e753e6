// Documents from words, strokes and pictures. What is not understood comes back as questions; what is too large is refused by name.

import { textMost, writers } from '@holdfast/catalog';
import { SimulationError } from '@holdfast/core';
import {
  changeRequestSchema,
  pictureBytesMost,
  strokePointsMost,
  strokesMost,
  writeDrawingRequestSchema,
  writersViewSchema,
  writeTextRequestSchema,
  writtenPictureViewSchema,
  writtenViewSchema,
} from '@holdfast/protocol';
import type { FastifyError } from 'fastify';
import { answers, type Api, type RouteContext } from '../api.ts';

/** @throws SimulationError `text.too-long` */
function boundText(text: string): void {
  if (text.length > textMost)
    throw new SimulationError('text.too-long', { characters: text.length, most: textMost });
}

/** @throws SimulationError `picture.too-large` */
function boundStrokes(strokes: readonly (readonly unknown[])[]): void {
  const points = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  const [many, most, what] =
    strokes.length > strokesMost
      ? [strokes.length, strokesMost, 'strokes']
      : [points, strokePointsMost, 'points of strokes'];
  if (many > most)
    throw new SimulationError('picture.too-large', { what: `${many} ${what}`, most: `${most} ${what}` });
}

function registerWords(app: Api, { host }: RouteContext): void {
  app.get(
    '/write',
    {
      schema: {
        summary: 'Families that write documents, with sentences to begin with',
        tags: ['writing'],
        response: answers(writersViewSchema),
      },
    },
    () => ({
      writers: writers.map(({ family, examples, changes }) => ({ family, examples, changes })),
      textMost,
      model: host.model?.name ?? null,
    }),
  );

  app.post(
    '/write/text',
    {
      schema: {
        summary: 'A document from a sentence, or the questions that stand in its way',
        tags: ['writing'],
        body: writeTextRequestSchema,
        response: answers(writtenViewSchema),
      },
    },
    async ({ body }) => {
      boundText(body.text);
      const view = await host.desk.ask({ kind: 'text', request: body });
      // What the grammar understands is the same each time and stays on this machine.
      if (view.ok || view.questions.length === 0) return view;
      return (await host.model?.write(body.text, body.family)) ?? view;
    },
  );

  app.post(
    '/write/change',
    {
      schema: {
        summary: 'A document changed by a sentence, with the change as JSON Patch',
        tags: ['writing'],
        body: changeRequestSchema,
        response: answers(writtenViewSchema),
      },
    },
    ({ body }) => {
      boundText(body.text);
      return host.desk.ask({ kind: 'change', request: body });
    },
  );
}

function registerDrawing(app: Api, { host }: RouteContext): void {
  app.post(
    '/write/drawing',
    {
      schema: {
        summary: 'A document from strokes',
        tags: ['writing'],
        body: writeDrawingRequestSchema,
        response: answers(writtenViewSchema),
      },
    },
    ({ body }) => {
      boundStrokes(body.strokes);
      return host.desk.ask({ kind: 'drawing', request: body });
    },
  );
}

/** Bytes are read on this route only: what they are is decided by how they begin, not by what they are called. */
function registerPicture(app: Api, { host }: RouteContext): void {
  const most = `${pictureBytesMost} bytes`;
  app.register(async (pictures: Api) => {
    pictures.removeAllContentTypeParsers();
    pictures.addContentTypeParser('*', { parseAs: 'buffer' }, (_, bytes, done) => done(null, bytes));
    pictures.post(
      '/write/picture',
      {
        bodyLimit: pictureBytesMost,
        schema: {
          summary: 'Strokes and a document from a PNG or JPEG file, sent as the body',
          tags: ['writing'],
          response: answers(writtenPictureViewSchema),
        },
        errorHandler(error: FastifyError) {
          if (error.code !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error;
          throw new SimulationError('picture.too-large', { what: `more than ${most}`, most });
        },
      },
      ({ body }) => {
        if (!(body instanceof Uint8Array) || body.length === 0)
          throw new SimulationError('picture.unreadable', { reason: 'the body is empty' });
        return host.desk.ask({ kind: 'picture', bytes: new Uint8Array(body) });
      },
    );
  });
}

export function registerWriting(app: Api, context: RouteContext): void {
  registerWords(app, context);
  registerDrawing(app, context);
  registerPicture(app, context);
}
