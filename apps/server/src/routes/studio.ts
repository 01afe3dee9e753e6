// The studio: static files, one page for every address inside it, and what answers when nothing does.

import { SimulationError } from '@holdfast/core';
import fastifyStatic from '@fastify/static';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { enginePolicy } from '../access.ts';
import type { Api } from '../api.ts';

const unbuilt =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Holdfast</title>' +
  '<h1>The studio is not built</h1><p>Run <code>npm run build</code> in the repository, then reload this page. ' +
  'The API answers under <a href="/api/docs">/api/docs</a>.</p></html>';

/** Addresses of the studio have no file extension; everything else that is missing is missing. */
function isPage(method: string, path: string, accept: string | undefined): boolean {
  const own = !path.startsWith('/api/') && !/\.[A-Za-z0-9]+$/.test(path);
  return own && (method === 'GET' || method === 'HEAD') && accept?.includes('text/html') === true;
}

/** The worker that holds a physics engine for a page. */
function isEngineWorker(path: string): boolean {
  return /^engine-worker-[\w-]+\.js$/.test(basename(path));
}

/** Serves the studio from `directory` and answers every unknown address. */
export async function registerStudio(app: Api, directory: string): Promise<void> {
  const built = existsSync(join(directory, 'index.html'));
  if (built) {
    await app.register(fastifyStatic, {
      root: directory,
      wildcard: true,
      index: 'index.html',
      cacheControl: false,
      dotfiles: 'ignore',
      setHeaders(reply: { header(name: string, value: string): unknown }, path: string) {
        // Names under assets/ carry a hash of their content, so what a name means never changes.
        const immutable = path.startsWith(join(directory, 'assets'));
        void reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
        if (immutable && isEngineWorker(path)) void reply.header('content-security-policy', enginePolicy);
      },
      schemaHide: true,
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    if (!isPage(request.method, path, request.headers.accept)) {
      throw new SimulationError('request.not-found', { method: request.method, path });
    }
    if (built) return reply.sendFile('index.html');
    return reply.code(503).type('text/html; charset=utf-8').send(unbuilt);
  });
}
