import { describe, expect, it } from 'vitest';
import { ask, askTarget, useServer } from './fixture.ts';

describe('keys', () => {
  const keyed = useServer({ HOLDFAST_API_KEYS: 'first-key-0123456789,second-key-012345678' });

  it('are asked for under /api/ and nowhere else', async () => {
    const none = await keyed().get('/api/v1/runs');
    expect([none.status, none.json.error.code]).toEqual([401, 'request.unauthorized']);
    expect(none.headers['www-authenticate']).toBe('Bearer');
    const wrong = { headers: { authorization: 'Bearer third-key-0123456789' } };
    expect((await keyed().ask('GET', '/api/v1/runs', wrong)).status).toBe(401);
    const right = { headers: { authorization: 'Bearer second-key-012345678' } };
    expect((await keyed().ask('GET', '/api/v1/runs', right)).status).toBe(200);
    for (const path of ['/livez', '/readyz', '/health', '/metrics']) {
      expect((await ask(keyed().url, 'GET', path)).status).toBe(200);
    }
  });

  it.each([
    '/%61pi/v1/runs',
    '/%61%70%69/v1/runs?limit=1',
    '/api/%761/runs',
    'http://x/api/v1/runs',
    'http://x/%61pi/v1/info',
    '/%61pi/openapi.json',
    'http://x/api/openapi.json',
    '/%61pi/docs/',
    'http://x/api/docs/',
  ])('are asked for however an address is written: %s', async (target) => {
    const { status, text } = await askTarget(keyed().url, target);
    expect([status, text.includes('request.unauthorized')]).toEqual([401, true]);
    const headers = { authorization: 'Bearer first-key-0123456789' };
    expect((await askTarget(keyed().url, target, headers)).status).toBe(200);
  });

  it.each(['//x/api/v1/runs', '/x/../api/v1/runs', '/./api/v1/runs', '//api/v1/runs', '/API/v1/runs'])(
    'are of no use at %s, where nothing is',
    async (target) => {
      const { status, json } = await askTarget(keyed().url, target);
      expect([status, json.error.code]).toBeOneOf([
        [400, 'request.invalid'],
        [404, 'request.not-found'],
      ]);
    },
  );

  it.each([
    '//x/api/v1/runs/nobody/live',
    'http://x/api/v1/runs/nobody/live',
    '/x/../api/v1/runs/nobody/live',
    '/x/%2e%2e/api/v1/runs/nobody/live',
    '/\\x/api/v1/runs/nobody/live',
    '/%61pi/v1/runs/nobody/live',
    '/api/v1/runs/%zz/live',
    '//',
  ])('guard the upgrade of %s, which even with one leads nowhere', async (target) => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    const refused = await askTarget(keyed().url, target, headers);
    expect([refused.status, refused.json.error.code]).toEqual([401, 'request.unauthorized']);
    const authorization = 'Bearer first-key-0123456789';
    const admitted = await askTarget(keyed().url, target, { ...headers, authorization });
    expect([admitted.status, admitted.json.error.code]).toEqual([404, 'request.not-found']);
  });

  it('guard the WebSocket and may travel in its subprotocol', async () => {
    const refused = await new Promise<number>((resolve) => {
      const socket = keyed().socket('/api/v1/runs/nobody/live');
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      socket.on('error', () => undefined);
    });
    expect(refused).toBe(401);
    const admitted = await new Promise<number>((resolve) => {
      const protocols = ['holdfast.live.1', 'holdfast.key.first-key-0123456789'];
      const socket = keyed().socket('/api/v1/runs/nobody/live', { protocols });
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      socket.on('error', () => undefined);
    });
    expect(admitted).toBe(404);
  });
});
