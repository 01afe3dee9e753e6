// Documents from words, strokes and pictures, through the routes and the real process that reads them.
import { pictureBytesMost, strokePointsMost, writtenPictureViewSchema } from '@holdfast/protocol';
import { pictureBytesMost as bytesRead } from '@holdfast/sketch';
import { HoldfastClient } from '@holdfast/client';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawings, ring, way } from '../../../bench/parts/drawings.js';
import { drawInk } from '../../../bench/parts/ink.js';
import { encodePng } from '../../cli/test/png.ts';
import { useServer } from './fixture.ts';

const server = useServer();
let client: HoldfastClient;
beforeAll(() => {
  client = new HoldfastClient({ url: server().url });
});

const refusal = async (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: { status: number; code: string; message: string; remedy: string }) => ({
      status: error.status,
      code: error.code,
      message: error.message,
      remedy: error.remedy,
    }),
  );

describe('words', () => {
  it('become a document, and a second sentence a patch and the document it leads to', async () => {
    const { writers, textMost, model } = await client.writers();
    expect([writers.length > 0, textMost, model]).toEqual([true, 10_000, null]);
    const first = await client.writeText('a 2 kg ball');
    expect(first).toMatchObject({ ok: true, by: 'grammar', patch: null, questions: [], issues: [] });
    const second = await client.changeByText(first.document!, 'make the ball twice as heavy');
    expect(second.patch).toEqual([{ op: 'replace', path: '/bodies/0/geoms/0/mass', value: 4 }]);
    expect(second.document).toMatchObject({ model: { bodies: [{ geoms: [{ mass: 4 }] }] } });
  });

  it('that are not understood are asked about at their place, with what could be meant', async () => {
    const { ok, document, questions } = await client.writeText('a bal on a trampoline');
    expect([ok, document]).toEqual([false, null]);
    expect(questions.map(({ from, to, text }) => [from, to, text])).toEqual([
      [2, 5, 'bal'],
      [11, 21, 'trampoline'],
    ]);
    expect(questions[0].suggestions).toContain('ball');
  });

  it('do not change what is no sound document, nor MuJoCo XML', async () => {
    const good = (await client.writeText('a ball')).document!;
    const broken = { ...good, model: { bodies: [{ name: '' }] } };
    const refused = await client.changeByText(broken, 'paint the ball red');
    expect(refused.ok).toBe(false);
    expect(refused.issues[0].path).toMatch(/^\/model\/bodies\/0/);
    const xml = { ...good, model: { mjcf: '<mujoco><worldbody><geom size="1"/></worldbody></mujoco>' } };
    const asked = await client.changeByText(xml, 'paint the ball red');
    expect(asked.questions[0].message).toContain('MuJoCo XML');
  });

  it('have a limit that is named with what to do, and a family that writes', async () => {
    expect(await refusal(client.writeText('a '.repeat(5001)))).toMatchObject({
      status: 413,
      code: 'text.too-long',
      message: expect.stringContaining('10002 characters, at most 10000'),
      remedy: expect.stringContaining('shorter'),
    });
    const unknown = await refusal(client.writeText('a ball', 'weather'));
    expect(unknown).toMatchObject({ status: 422, code: 'document.unknown-family' });
  });
});

describe('strokes', () => {
  it('become the world they mean, with what was chosen, named and said about them', async () => {
    const [{ strokes }] = drawings;
    const names = { 1: 'marble' };
    const labels = [{ text: '2 kg', at: { x: 130, y: 160 } }];
    const drawn = await client.writeDrawing({ strokes, names, labels, width: 2, name: 'a slope' });
    expect(drawn).toMatchObject({ ok: true, by: 'drawing', document: { name: 'a slope' } });
    const { model } = drawn.document as { model: { bodies: { name: string; geoms: { mass: number }[] }[] } };
    expect(model.bodies.map(({ name, geoms }) => [name, geoms[0].mass])).toEqual([['marble', 2]]);
    const asked = await client.writeDrawing({ strokes, roles: { 1: 'unread' } });
    expect(asked.questions.map(({ text }) => text)).toContain('part 2');
  });

  it('are bounded by number and by points', async () => {
    const many = Array.from({ length: 501 }, () => [{ x: 0, y: 0 }]);
    expect(await refusal(client.writeDrawing({ strokes: many }))).toMatchObject({
      status: 413,
      message: expect.stringContaining('501 strokes, at most 500'),
    });
    const long = [Array.from({ length: strokePointsMost + 1 }, () => ({ x: 0, y: 0 }))];
    expect(await refusal(client.writeDrawing({ strokes: long }))).toMatchObject({ status: 413 });
  });
});

describe('a picture', () => {
  const png = encodePng(drawInk([way([60, 60], [400, 300]), ring(160, 60, 40)], 500, 400, 2));

  it('becomes strokes and a world, the same for the same bytes', async () => {
    const picture = new Uint8Array(png);
    const view = await client.writePicture(picture);
    expect(view).toMatchObject({ ok: true, width: 500, height: 400 });
    expect(view.strokes.length).toBe(2);
    const { json } = await server().post('/api/v1/write/drawing', { strokes: view.strokes });
    expect(json.document.model).toEqual(view.document!.model);
    expect(writtenPictureViewSchema.parse(await client.writePicture(picture))).toEqual(view);
  });

  it('is refused by size, by pixels and by what it is not, with the limit named', async () => {
    expect(bytesRead).toBe(pictureBytesMost);
    expect(await refusal(client.writePicture(new Uint8Array(10_000_001)))).toMatchObject({
      status: 413,
      code: 'picture.too-large',
      message: expect.stringContaining('10000000 bytes'),
    });
    const wide = new Uint8Array(png);
    new DataView(wide.buffer).setUint32(16, 100_000);
    expect(await refusal(client.writePicture(wide))).toMatchObject({
      status: 413,
      message: expect.stringContaining('16000000 pixels'),
    });
    for (const bytes of ['GIF89a', ''])
      expect(await refusal(client.writePicture(new Uint8Array(Buffer.from(bytes))))).toMatchObject({
        status: 422,
        code: 'picture.unreadable',
        remedy: expect.stringContaining('PNG or JPEG'),
      });
    expect((await server().get('/health')).status).toBe(200);
  });
});
