// The HTTP application of one server: hooks that guard every request, then the routes. Opens nothing and listens nowhere.

import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { SimulationError } from '@holdfast/core';
import { decodeJson } from '@holdfast/protocol';
import fastify, { LogController, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { securityHeaders, type Visitor } from './access.ts';
import { checkRequest, writeAnswer, type Api, type RouteContext } from './api.ts';
import { refuseConnection, sendFailure, type FailureBounds } from './failures.ts';
import type { LoopWatch } from './overload.ts';
import { studioDirectory } from './places.ts';
import { registerControl } from './routes/control.ts';
import { registerCheckpoint } from './routes/checkpoint.ts';
import { registerRecentFrames } from './routes/recent-frames.ts';
import { registerDetails } from './routes/details.ts';
import { registerDrills } from './routes/drills.ts';
import { registerFork } from './routes/fork.ts';
import { registerPace } from './routes/pace.ts';
import { registerExamples } from './routes/examples.ts';
import { registerExperiments } from './routes/experiments.ts';
import { registerFamilies } from './routes/families.ts';
import { registerHealth } from './routes/health.ts';
import { registerProgress } from './routes/progress.ts';
import { registerReport } from './routes/report.ts';
import { registerRuns } from './routes/runs.ts';
import { registerStudio } from './routes/studio.ts';
import { registerValidate } from './routes/validate.ts';
import { registerImport } from './routes/import.ts';
import { registerWriting } from './routes/write.ts';
import { version } from './version.ts';

const bytesPerMb = 1024 * 1024;

export interface ApplicationParts {
  readonly context: RouteContext;
  readonly door: (visitor: Visitor) => SimulationError | undefined;
  readonly loop: LoopWatch;
  readonly log: Logger;
}

/** Refuses a request before anything is read from it. Routers decode and normalise, so the matched route says what is
 * asked; an address under `/api/` that matches none is refused alike. */
function guard(request: FastifyRequest, { context, door, loop }: ApplicationParts): void {
  const { method, url, headers, routeOptions } = request;
  const api = [routeOptions.url, url].some((path) => path?.startsWith('/api/') === true);
  const refusal = door({ method, api, headers });
  if (refusal !== undefined) throw refusal;
  if (!api) return;
  if (context.streams.draining) throw new SimulationError('server.draining');
  if (loop.delayMs > context.configuration.overloadMs) {
    throw new SimulationError('server.overloaded', { delayMs: Math.round(loop.delayMs) });
  }
}

function addHooks(app: Api, parts: ApplicationParts): void {
  const { measures, streams } = parts.context;
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders);
    if (streams.draining) void reply.header('connection', 'close');
    guard(request, parts);
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    measures.request(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    request.log.debug(
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
  });
}

/** Only JSON is read, with the numbers `decodeJson` gives; names that could reach a prototype are refused. */
function addBodyParser(app: Api): void {
  const guarded = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    const decode = (): void => {
      try {
        done(null, text === '' ? undefined : decodeJson(text));
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'not JSON';
        done(new SimulationError('request.invalid', { reason: `its body is not JSON: ${reason}` }));
      }
    };
    if (!/__proto__|constructor|\\u/.test(text)) return decode();
    return guarded(request, text, (error) => (error === null ? decode() : done(error)));
  });
}

async function addDescription(app: Api): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Holdfast',
        version,
        description: 'Runs of simulations: start them, watch them, steer them, read what they concluded.',
      },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      security: [{ key: [] }, {}],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: false });
}

/** Builds the application with every route but the WebSocket, which joins at the upgrade. */
export async function openApplication(parts: ApplicationParts): Promise<Api> {
  const { context, log } = parts;
  const { bodyLimitMb, requestTimeoutMs } = context.configuration;
  const bounds: FailureBounds = { bodyLimitMb, requestTimeoutMs };
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitMb * bytesPerMb,
    requestTimeout: requestTimeoutMs,
    handlerTimeout: requestTimeoutMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 128 },
    // Given here, Fastify does not load its own compilers of JSON Schemas, which take longer to load than all else it has.
    // Its types know only those.
    schemaController: {
      compilersFactory: { buildValidator: () => checkRequest as never, buildSerializer: () => writeAnswer },
    },
    clientErrorHandler: (error, socket) => refuseConnection(error, socket, bounds),
    frameworkErrors: (error, request, reply) => void sendFailure(error, request, reply, bounds),
  }) as unknown as Api;
  app.setErrorHandler((error, request, reply) => sendFailure(error, request, reply, bounds));
  addHooks(app, parts);
  addBodyParser(app);
  await addDescription(app);
  await app.register(
    async (api: Api) => {
      registerFamilies(api, context);
      registerExamples(api, context);
      registerValidate(api, context);
      registerWriting(api, context);
      registerImport(api, context);
      registerRuns(api, context);
      registerReport(api, context);
      registerControl(api, context);
      registerCheckpoint(api, context);
      registerRecentFrames(api, context);
      registerFork(api, context);
      registerPace(api, context);
      registerDetails(api, context);
      registerDrills(api, context);
      registerProgress(api, context);
      registerExperiments(api, context);
    },
    { prefix: '/api/v1' },
  );
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
  registerHealth(app, context);
  await registerStudio(app, studioDirectory);
  return app;
}
