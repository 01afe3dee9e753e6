// The live codec on 100 boxes and a humanoid for 10 s at 60 Hz, settling and shaken without rest: bytes a second and time, against JSON, float32 and Foxglove's protobuf.
import { deflateRawSync } from 'node:zlib';
import { catalog, writers } from '@holdfast/catalog';
import { StreamDecoder, StreamEncoder, streamLayout, streamTiers } from '@holdfast/protocol';
import { foxgloveBytes } from './foxglove-size.js';

const hz = 60;
const seconds = 10;

function written(text) {
  const { ok, document } = writers[0].fromText(text);
  if (!ok) throw new Error(text);
  return { ...document, model: { ...document.model, solver: { frame: 1 / hz } } };
}

/** A hundred boxes of 30 cm over a floor, four layers of five by five, each turned at random: they roll apart when they land. */
function loosePile() {
  let state = 7;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const bodies = Array.from({ length: 100 }, (_, i) => {
    const place = [(i % 5) - 2, (Math.floor(i / 5) % 5) - 2].map((n) => 0.45 * n + 0.1 * (random() - 0.5));
    const [a, b, c] = [2 * Math.PI * random(), Math.acos(2 * random() - 1) / 2, 2 * Math.PI * random()];
    const turn = [Math.cos(b) * Math.cos(a), Math.sin(b) * Math.cos(c), Math.sin(b) * Math.sin(c)];
    const at = [...place, 0.4 + 0.6 * Math.floor(i / 25)].join(' ');
    return (
      `<body name="b${i}" pos="${at}" quat="${[...turn, Math.cos(b) * Math.sin(a)].join(' ')}"><freejoint/>` +
      '<geom type="box" size=".15 .15 .15" density="400" friction=".6 .005 .0001"/></body>'
    );
  });
  const mjcf =
    '<mujoco><size memory="32M"/><option timestep="0.004166666666666667" solver="CG" iterations="20"/><worldbody>' +
    `<geom type="plane" size="20 20 .1"/>${bodies.join('')}</worldbody></mujoco>`;
  return { family: 'physics', version: 1, name: 'loose pile', model: { mjcf, solver: { frame: 1 / hz } } };
}

async function framesOf(begun, names, isShaken) {
  const document = { ...begun, run: { until: seconds } };
  const family = catalog.get(document.family);
  const simulator = (await family.load?.()) ?? family;
  const parsed = simulator.parse(document);
  if (!parsed.ok) throw new Error(parsed.issues[0].message);
  const model = simulator.compile(parsed.spec);
  const simulation = model.begin({ seed: 1, until: seconds });
  const size = model.channels.reduce((sum, { shape }) => sum + shape.reduce((all, n) => all * n, 1), 0);
  const values = new Float64Array(size);
  const channels = [];
  const ranges = [];
  let at = 0;
  for (const channel of model.channels) {
    const width = channel.shape.reduce((all, n) => all * n, 1);
    if (names.includes(channel.name)) {
      channels.push(channel);
      ranges.push([at, at + width]);
    }
    at += width;
  }
  const frames = [];
  for (let more = true; more;) {
    // Shaken without rest: bodies that have come to lie cost nothing.
    const push = frames.length % 60 < 30 ? 12 : -12;
    if (isShaken && frames.length % 30 === 0) simulation.apply({ parameter: 'gravity.x', value: push });
    more = simulation.step(model.step.max).remaining > 0;
    simulation.observe(values);
    const own = Float64Array.from(ranges.flatMap(([from, to]) => [...values.subarray(from, to)]));
    frames.push({ sequence: frames.length, time: simulation.time, values: own });
  }
  simulation.dispose();
  return { channels, frames };
}

const micros = (work) => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

/** Joint space: position and rotation of the root, then angles. */
function jointLayout(size, tier) {
  return {
    size,
    timeBound: 1e-6,
    fields: [
      { kind: 'linear', at: 0, count: 3, bound: tier.length },
      { kind: 'rotation', at: 3, bound: tier.rotation },
      ...Array.from({ length: size - 7 }, (_, i) => ({
        kind: 'linear',
        at: 7 + i,
        count: 1,
        bound: tier.angle,
      })),
    ],
  };
}

function measure(print, name, frames, layouts, goals) {
  const rate = (bytes) => ((bytes / frames.length) * hz) / 1024;
  for (const [tier, layout] of layouts.entries()) {
    const encode = () => {
      const encoder = new StreamEncoder(layout, tier);
      return frames.map((frame, i) => encoder.encode(frame, i, i % (2 * hz) === 0));
    };
    for (let warm = 0; warm < 3; warm++) encode();
    let messages = [];
    const encoding = Math.min(...[1, 2, 3].map(() => micros(() => (messages = encode())))) / frames.length;
    const decoder = new StreamDecoder(layouts);
    let off = 0;
    let decoded = [];
    const decoding =
      micros(() => (decoded = messages.map((bytes) => decoder.decode(bytes).frame.values))) / frames.length;
    for (const [i, values] of decoded.entries())
      for (const field of layout.fields)
        if (field.kind === 'linear')
          for (let j = field.at; j < field.at + field.count; j++)
            off = Math.max(off, Math.abs(values[j] - frames[i].values[j]) / field.bound);
    const busiest =
      Math.max(
        ...messages.map((_, i) => messages.slice(i, i + hz).reduce((sum, { length }) => sum + length, 0)),
      ) / 1024;
    const kb = rate(messages.reduce((sum, { length }) => sum + length, 0));
    const goal =
      goals[tier] === undefined
        ? ''
        : `, ${(kb / goals[tier]).toFixed(2)} of the bound of ${goals[tier]} KB/s`;
    print(
      `${name}, ${streamTiers[tier].name}: ${kb.toFixed(2)} KB/s${goal}; encode ${encoding.toFixed(0)} us a frame ` +
        `(bound 50), decode ${decoding.toFixed(0)} us; busiest second ${busiest.toFixed(2)} KB; largest error ${off.toFixed(3)} of its bound`,
    );
  }
  let json = [];
  const writing =
    micros(() => (json = frames.map(({ time, values }) => JSON.stringify({ time, values: [...values] })))) /
    frames.length;
  const raw = frames.map(({ values }) => new Uint8Array(Float32Array.from(values).buffer));
  const packed =
    raw.slice(0, 60).reduce((sum, bytes) => sum + deflateRawSync(bytes).length, 0) * (frames.length / 60);
  const isPoses =
    layouts[0].fields.some(({ kind }) => kind === 'rotation') && frames[0].values.length % 7 === 0;
  const foxglove = frames.reduce((sum, { time, values }) => sum + foxgloveBytes(1.7e9 + time, values), 0);
  const transforms = isPoses ? `, Foxglove FrameTransforms ${rate(foxglove).toFixed(0)}` : '';
  const total = (list) => rate(list.reduce((sum, { length }) => sum + length, 0));
  print(
    `${name}, for comparison: JSON ${total(json).toFixed(0)} KB/s (${writing.toFixed(0)} us a frame), float32 ${total(raw).toFixed(1)}, float32 deflated ${rate(packed).toFixed(1)}${transforms}`,
  );
}

const tiersOf = ({ channels }) => streamTiers.map((tier) => streamLayout(channels, tier)).slice(0, 3);

export async function codec(print) {
  const pile = await framesOf(written('a pile of 100 boxes dropped from 3 m'), ['poses'], false);
  measure(print, '100 boxes falling and settling', pile.frames, tiersOf(pile), { 1: 5 });
  const loose = await framesOf(loosePile(), ['poses'], false);
  measure(print, '100 boxes that fall and roll apart', loose.frames, tiersOf(loose), { 1: 5 });
  const shaken = await framesOf(written('a pile of 100 boxes'), ['poses'], true);
  measure(print, '100 boxes shaken without rest', shaken.frames, tiersOf(shaken), { 1: 5 });
  const poses = await framesOf(written('a humanoid'), ['poses'], true);
  measure(print, 'humanoid shaken, by poses', poses.frames, tiersOf(poses), {});
  const joints = await framesOf(written('a humanoid'), ['coordinates'], true);
  const size = joints.frames[0].values.length;
  const layouts = streamTiers.slice(0, 3).map((tier) => jointLayout(size, tier));
  measure(print, 'humanoid shaken, by joints', joints.frames, layouts, { 1: 2 });
}
