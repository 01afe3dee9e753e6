// Worlds that mean harm, through a whole server with the real catalog: each is refused at the door with a code and a remedy, or
// ends its own run only; the server answers on and a good world runs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileMjcf } from '../../../families/physics/test/fixtures/hostile.ts';
import { readConfiguration, startServer } from '../src/index.ts';
import { temporaryDirectory, TestServer } from './fixture.ts';

const directory = temporaryDirectory();
let server: TestServer;

beforeAll(async () => {
  const settings = {
    HOLDFAST_PORT: '0',
    HOLDFAST_DATA_DIR: directory.path,
    HOLDFAST_LOG_LEVEL: 'silent',
    HOLDFAST_SPARE_WORKERS: '0',
    HOLDFAST_SLOTS: '4',
  };
  server = new TestServer(await startServer(readConfiguration(settings, {})));
});

afterAll(async () => {
  await server.running.close();
  directory.remove();
});

const world = (model: unknown) => ({ family: 'physics', version: 1, name: 'hostile', model });

/** Bodies all in one place: every pair touches. */
const crowd = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    name: `b${i}`,
    pos: [i * 0.001, 0, 0.1],
    joints: [{ type: 'free' }],
    geoms: [{ shape: 'box', size: [0.1, 0.1, 0.1] }],
  }));

describe('a hostile world', () => {
  it.each(hostileMjcf)('%s is refused at the door', async (_, mjcf, code) => {
    const { status, json } = await server.post('/api/v1/runs', { document: world({ mjcf }) });
    expect(status).toBe(422);
    expect(json.error.code).toBe('document.invalid');
    const issues = json.error.issues as readonly { code: string; remedy: string }[];
    expect(issues.map((issue) => issue.code)).toContain(code);
    for (const { remedy } of issues) expect(remedy).not.toBe('');
  });

  it('of more than 5 MB is refused with the limit and what to do', async () => {
    const { status, json } = await server.post('/api/v1/runs', {
      document: world({ mjcf: 'x'.repeat(5_000_001) }),
    });
    expect([status, json.error.code]).toEqual([422, 'document.invalid']);
    expect(json.error.issues[0]).toMatchObject({
      path: '/model/mjcf',
      message: expect.stringContaining('5000000'),
      remedy: expect.stringContaining('leave out'),
    });
  });

  it('that passes the door ends its own run only, with a reason', async () => {
    const worlds = [
      {
        document: world({ mjcf: '<mujoco><worldbody><geom size="-1"/></worldbody></mujoco>' }),
        limits: {},
        stop: { kind: 'failed', code: 'simulation.diverged' },
      },
      {
        document: world({
          solver: { timestep: 0.05, integrator: 'Euler' },
          bodies: [
            {
              name: 'bob',
              joints: [{ type: 'slide', name: 'rail', stiffness: 1e9, position: 1 }],
              geoms: [{ shape: 'sphere', radius: 0.1, mass: 0.001 }],
            },
          ],
        }),
        limits: {},
        stop: { kind: 'failed', code: 'simulation.diverged' },
      },
      {
        document: world({ solver: { memory: 512 }, bodies: crowd(120) }),
        limits: { wallMs: 3000 },
        stop: { kind: 'limit', limit: 'wallMs' },
      },
    ];
    const started = await Promise.all(
      worlds.map(({ document, limits }) => server.start({ document, limits, until: 1e5 })),
    );
    const good = await server.start({ document: world({ bodies: crowd(1), ground: true }), until: 1 });
    for (const [index, { id }] of started.entries())
      expect((await server.ended(id)).stop).toMatchObject(worlds[index].stop);
    expect(await server.ended(good.id)).toMatchObject({ stop: { kind: 'reached-end' } });
    expect((await server.get('/health')).status).toBe(200);
  });
});
