// Documents from models of other programs: a text, or a ZIP file with everything the model names. Read and tried for a second in
// a process that is killed when it takes too long.

import { SimulationError } from '@holdfast/core';
import { importBytesMost, importQuerySchema, writtenViewSchema } from '@holdfast/protocol';
import type { FastifyError } from 'fastify';
import { answers, type Api, type RouteContext } from '../api.ts';

export function registerImport(app: Api, { host }: RouteContext): void {
  app.register(async (imports: Api) => {
    imports.removeAllContentTypeParsers();
    imports.addContentTypeParser('*', { parseAs: 'buffer' }, (_, bytes, done) => done(null, bytes));
    imports.post(
      '/import',
      {
        bodyLimit: importBytesMost,
        schema: {
          summary:
            'A document from a model of another program (MJCF, URDF, ...) or a ZIP file with its meshes, sent as the body',
          tags: ['writing'],
          querystring: importQuerySchema,
          response: answers(writtenViewSchema),
        },
        errorHandler(error: FastifyError) {
          if (error.code !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error;
          throw new SimulationError('request.too-large', { limitMb: importBytesMost / 1e6 });
        },
      },
      ({ body, query: { name, main } }) => {
        const bytes = body instanceof Uint8Array ? new Uint8Array(body) : new Uint8Array();
        return host.desk.ask({ kind: 'import', bytes, name, ...(main === undefined ? {} : { main }) });
      },
    );
  });
}
