import { describe, expect, it } from 'vitest';
import { openDoor, type Visitor } from '../src/access.ts';

const open = openDoor({ host: '127.0.0.1', apiKeys: [] });
const keyed = openDoor({ host: '0.0.0.0', apiKeys: ['first-key-0123456789', 'second-key-012345678'] });

const visitor = (headers: Visitor['headers'], method = 'GET', api = true): Visitor => ({
  method,
  api,
  headers,
});

describe('the door', () => {
  it.each(['localhost:7700', 'localhost', '127.0.0.1:7700', '[::1]:7700', '127.1.2.3'])(
    'admits a visitor of the loopback name %s',
    (host) => {
      expect(open(visitor({ host }))).toBeUndefined();
    },
  );

  it.each(['evil.example:7700', 'localhost.evil.example', '10.0.0.1:7700', '', '127.0.0.1.evil.example'])(
    'refuses the foreign name "%s" on a loopback server, whatever the address',
    (host) => {
      expect(open(visitor({ host }))?.code).toBe('request.forbidden');
      expect(open(visitor({ host }, 'GET', false))?.code).toBe('request.forbidden');
    },
  );

  it('takes any name once it listens beyond loopback', () => {
    expect(keyed(visitor({ host: 'sim.example.org' }, 'GET', false))).toBeUndefined();
  });

  it('refuses changes that another origin asks a browser for', () => {
    const host = 'localhost:7700';
    const foreign = visitor({ host, origin: 'http://evil.example' }, 'POST');
    expect(open(foreign)?.code).toBe('request.forbidden');
    expect(open(visitor({ host, origin: 'null' }, 'DELETE'))?.code).toBe('request.forbidden');
    expect(open(visitor({ host, origin: 'http://localhost:7701' }, 'POST'))?.code).toBe('request.forbidden');
    expect(open(visitor({ host, origin: 'http://localhost:7700' }, 'POST'))).toBeUndefined();
    expect(open(visitor({ host }, 'POST'))).toBeUndefined();
  });

  it('refuses a WebSocket that another origin opens, although it is a GET', () => {
    const host = 'localhost:7700';
    expect(open(visitor({ host, origin: 'http://evil.example', upgrade: 'websocket' }))?.code).toBe(
      'request.forbidden',
    );
    expect(open(visitor({ host, origin: 'http://localhost:7700', upgrade: 'websocket' }))).toBeUndefined();
  });

  it('asks for a key of the API only', () => {
    const host = 'h';
    expect(keyed(visitor({ host }))?.code).toBe('request.unauthorized');
    expect(keyed(visitor({ host, authorization: 'Bearer wrong' }))?.code).toBe('request.unauthorized');
    expect(keyed(visitor({ host, authorization: 'Basic first-key-0123456789' }))?.code).toBe(
      'request.unauthorized',
    );
    expect(keyed(visitor({ host, authorization: 'Bearer first-key-0123456789' }))).toBeUndefined();
    expect(keyed(visitor({ host, authorization: 'bearer second-key-012345678' }))).toBeUndefined();
    expect(keyed(visitor({ host }, 'GET', false))).toBeUndefined();
  });

  it('takes the key of a WebSocket from its subprotocol', () => {
    const headers = { host: 'h', 'sec-websocket-protocol': 'holdfast, holdfast.key.second-key-012345678' };
    expect(keyed(visitor(headers))).toBeUndefined();
    expect(keyed(visitor({ ...headers, 'sec-websocket-protocol': 'holdfast.key.no' }))?.code).toBe(
      'request.unauthorized',
    );
  });
});
