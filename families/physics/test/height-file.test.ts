// Hills from files: pixels become heights bit for bit, as the engine itself reads them; what is hostile or damaged is refused with a
// reason before it costs anything.
import { exportMjcf, importers, type ImportFolder, type PhysicsInput } from '@holdfast/physics';
import * as fc from 'fast-check';
import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { loadMujoco } from '../src/engine/mujoco.ts';
import { HeightRefusal, readHeights } from '../src/exchange/height-file.ts';
import { binaryHeights, greyPng } from './fixtures/height-files.ts';
import { complaints, documentOf } from './fixtures/world.ts';

const mjcf = importers.find(({ format }) => format === 'mjcf')!;
const decoder = new TextDecoder();

const folderOf = (files: Readonly<Record<string, Uint8Array>>): ImportFolder => ({
  main: 'world/hills.xml',
  text: (bytes) => decoder.decode(bytes),
  read: (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
});

const worldWith = (file: string): string =>
  `<mujoco><compiler meshdir="maps"/><asset><hfield name="hill" file="${file}" size="3 4 0.5 0.1"/></asset>` +
  '<worldbody><geom type="hfield" hfield="hill"/></worldbody></mujoco>';

function imported(file: string, bytes: Uint8Array): PhysicsInput {
  const read = mjcf.read(worldWith(file), 'hills', folderOf({ [`world/maps/${file}`]: bytes }));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.spec.model as PhysicsInput;
}

const grid = (most: number) =>
  fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 2, max: 9 })).chain(([rows, columns]) => {
    const row = fc.array(fc.integer({ min: 0, max: most }), { minLength: columns, maxLength: columns });
    return fc.array(row, { minLength: rows, maxLength: rows });
  });

describe('a file of heights', () => {
  it('gives back every height of a grey picture, of 8 or 16 bits, whatever its filter', () => {
    const some = fc.constantFrom(8, 16).chain((depth) => fc.tuple(fc.constant(depth), grid(2 ** depth - 1)));
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 4 }), ([depth, rows], filter) => {
        expect(readHeights(greyPng(rows, { depth, filter }))).toEqual({ rows, most: 2 ** depth - 1 });
      }),
      { numRuns: 60 },
    );
  });

  it('lies as the engine lays it, whether it is a picture or its own form', async () => {
    const mujoco = await loadMujoco();
    const rows = [
      [0, 40, 255, 7],
      [90, 12, 33, 200],
      [5, 5, 60, 131],
    ];
    const shares = rows.map((row) => row.map((value) => value / 255));
    for (const [file, bytes] of [
      ['map.png', greyPng(rows, { depth: 8, filter: 4 })],
      ['map.bin', binaryHeights(shares)],
    ] as const) {
      const vfs = new mujoco.MjVFS();
      vfs.addBuffer(`maps/${file}`, bytes);
      const theirs = mujoco.MjModel.from_xml_string(worldWith(file), vfs);
      const [field] = imported(file, bytes).heightFields!;
      expect(field).toMatchObject({ name: 'hill', size: [6, 8], base: 0.1 });
      const ours = field.heights!.flat().map((height) => height / 0.5);
      const data = [...(theirs.hfield_data as Float32Array)];
      expect(data).toHaveLength(12);
      ours.forEach((share, index) => expect(share).toBeCloseTo(data[index], 6));
      theirs.delete();
      vfs.delete();
    }
  });

  it('keeps all 16 bits through an import, an export as MJCF and another import', () => {
    const rows = [
      [0, 1, 65_535],
      [30_000, 30_001, 2],
    ];
    const model = imported('map.png', greyPng(rows, { depth: 16 }));
    const written = exportMjcf(documentOf(model));
    if (!written.ok) throw new Error('it is not written');
    const again = mjcf.read(written.spec, 'hills');
    if (!again.ok) throw new Error('it is not read again');
    for (const { heightFields } of [model, again.spec.model as PhysicsInput])
      expect(
        heightFields![0].heights!.map((row) => row.map((height) => Math.round(height * 131_070))),
      ).toEqual(rows);
  });

  const flat = [
    [0, 1],
    [1, 0],
  ];
  const png = greyPng(flat, { depth: 8 });
  it.each([
    [
      'with 1000 by 1000 heights',
      greyPng(flat, { depth: 8, width: 1000, height: 1000 }),
      /1000 by 1000.*200 by 200/,
    ],
    ['with 4 billion columns', greyPng(flat, { depth: 16, width: 2 ** 32 - 1 }), /200 by 200 are the most/],
    [
      'that unpacks to more than it says',
      greyPng(flat, { depth: 8, packed: zlibSync(new Uint8Array(1e6)) }),
      /number of pixels/,
    ],
    [
      'whose pixels are a bomb',
      greyPng(flat, { depth: 8, packed: zlibSync(new Uint8Array(3e7)) }),
      /packed into more/,
    ],
    ['that is cut off', png.subarray(0, -20), /ends early/],
    ['that ends after its header', png.subarray(0, 20), /header of a PNG/],
    [
      'with a damaged pixel',
      png.map((byte, index) => (index === png.length - 19 ? byte ^ 1 : byte)),
      /damaged|unpacked|pixels/,
    ],
    ['of colours', greyPng(flat, { depth: 8, kind: 2 }), /no grey picture/],
    ['of four bits', greyPng(flat, { depth: 4 }), /no grey picture/],
    ['that is interlaced', greyPng(flat, { depth: 8, interlace: 1 }), /interlaced/],
    [
      'with a filter nobody knows',
      greyPng(flat, { depth: 8, packed: zlibSync(Uint8Array.of(9, 0, 0, 0, 0, 0)) }),
      /filter 9/,
    ],
    ['with one row', greyPng([[1, 2]], { depth: 8 }), /2 by 2/],
    ['of the engine with counts below zero', binaryHeights(flat, [-2, -2]), /-2 by -2/],
    ['of the engine with more counts than heights', binaryHeights(flat, [100, 100]), /another length/],
    ['of the engine with two billion rows', binaryHeights(flat, [2 ** 31 - 1, 2]), /the most/],
    [
      'of the engine with a height that is no number',
      binaryHeights([
        [0, Number.NaN],
        [1, 0],
      ]),
      /no number/,
    ],
    ['that is empty', new Uint8Array(0), /shorter/],
    ['of more than a megabyte', new Uint8Array(1_000_001), /bytes/],
  ])('%s is refused with a reason and what to do', (_, bytes, reason) => {
    const read = mjcf.read(worldWith('map.png'), 'hills', folderOf({ 'world/maps/map.png': bytes }));
    expect(read).toMatchObject({
      ok: false,
      issues: [
        { code: 'physics.unreadable-heights', message: reason, remedy: /grey PNG of 8 or 16 bits/, line: 1 },
      ].map(({ message, remedy, ...rest }) => ({
        ...rest,
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(remedy),
      })),
    });
  });

  it('that is missing is named with its place, so that a page can ask for it', () => {
    const read = mjcf.read(worldWith('map.png'), 'hills', folderOf({}));
    expect(read).toMatchObject({
      ok: false,
      issues: [{ code: 'physics.missing-file', file: 'world/maps/map.png' }],
    });
    expect(mjcf.read(worldWith('../../../map.png'), 'hills', folderOf({}))).toMatchObject({
      ok: false,
      issues: [{ code: 'physics.missing-file', message: expect.stringContaining('outside') }],
    });
  });

  it('that is damaged anywhere is read or refused, never anything else', () => {
    const whole = greyPng(
      Array.from({ length: 8 }, (_, row) => Array.from({ length: 8 }, (_each, column) => row * column)),
      { depth: 8, filter: 2 },
    );
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(damage, fc.nat(whole.length), (changes, length) => {
        const bytes = whole.slice(0, Math.max(8, length));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        try {
          expect(readHeights(bytes).rows.length).toBeGreaterThan(1);
        } catch (error) {
          expect(error).toBeInstanceOf(HeightRefusal);
        }
      }),
      { numRuns: 400 },
    );
  });
});

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const model = (picture: object, extra: object = {}) => ({
  heightFields: [{ name: 'hill', size: [6, 8], picture, ...extra }],
  geoms: [{ shape: 'heightField', heightField: 'hill' }],
});

describe('a document with a picture of heights', () => {
  const rows = [
    [0, 128, 255],
    [10, 20, 30],
  ];
  const written = () => ({
    ...model({ data: base64(greyPng(rows, { depth: 8, filter: 1 })), low: -1, high: 1 }),
    macros: [{ kind: 'robot arm', at: [1, 0, 0], parts: 4 }],
  });

  it('is the world that has these heights in rows', () => {
    const heights = rows.map((row) => row.map((value) => -1 + (value / 255) * 2));
    const [pictured, listed] = [
      written(),
      { ...written(), heightFields: [{ name: 'hill', size: [6, 8], heights }] },
    ];
    const texts = [pictured, listed].map((each) => exportMjcf(documentOf(each)));
    expect(texts[0]).toMatchObject({ ok: true });
    expect(texts[0]).toEqual(texts[1]);
    const shares = binaryHeights(rows.map((row) => row.map((value) => value / 255)));
    expect(complaints(model({ data: base64(shares), high: 2 }))).toEqual([]);
  });

  it.each([
    ['letters that are no base64', model({ data: '#', high: 1 }), 'unreadable-heights', '/picture/data'],
    ['base64 that is cut off', model({ data: 'AAAAA', high: 1 }), 'unreadable-heights', '/picture/data'],
    [
      'a picture of colours',
      model({ data: base64(greyPng(rows, { depth: 8, kind: 2 })), high: 1 }),
      'unreadable-heights',
      '/picture/data',
    ],
    [
      'black as high as white',
      model({ data: base64(greyPng(rows, { depth: 8 })), low: 1, high: 1 }),
      'flat-field',
      '/heights',
    ],
    [
      'rows beside it',
      model({ data: base64(greyPng(rows, { depth: 8 })), high: 1 }, { heights: rows }),
      'heights-once',
      '',
    ],
    [
      'no heights at all',
      { ...model({}), heightFields: [{ name: 'hill', size: [6, 8] }] },
      'heights-once',
      '',
    ],
    [
      'more letters than a file may have',
      model({ data: 'A'.repeat(1_400_001), high: 1 }),
      'too-big',
      '/picture/data',
    ],
  ])('is refused with %s, and the place is named', (_, each, code, place) => {
    expect(complaints(each)).toEqual([`physics.${code} at /model/heightFields/0${place}`]);
  });
});
