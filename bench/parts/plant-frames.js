// Frames of a plant: bytes and time of our codecs against JSON, and what the original claimed of its steps.
import { encodeFrame, StreamEncoder, streamLayout, streamTiers } from '@holdfast/protocol';
import { compiled } from './plant-runs.js';

/** Of the original: steps of 1.8 ms, "13,088 frames a second"; by its own steps that is 556. */
const claimed = { stepMs: 1.8, frames: 13_088 };

const micros = (work) => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

function best(work, frames) {
  for (let warm = 0; warm < 3; warm++) work();
  return Math.min(...[1, 2, 3].map(() => micros(work))) / frames;
}

export function framesAndClaims(print) {
  const until = 60;
  const plant = compiled(
    {
      start: { filled: 'rising', speed: 1 },
      solver: { method: 'bogacki-shampine', tolerance: 1e-4, frame: 0.1 },
    },
    until,
  );
  const size = plant.channels.reduce((sum, { shape }) => sum + shape.reduce((all, n) => all * n, 1), 0);
  let frames = [];
  const spent = best(() => {
    frames = [];
    const simulation = plant.begin({ seed: 1, until });
    for (let more = true; more;) {
      more = simulation.step(plant.step.max).remaining > 0;
      const values = new Float64Array(size);
      simulation.observe(values);
      frames.push({ sequence: frames.length, time: simulation.time, values });
    }
  }, 1);
  const each = spent / frames.length;
  const tier = 1;
  const layout = streamLayout(plant.channels, streamTiers[tier]);
  let bytes = 0;
  const stream = best(() => {
    const encoder = new StreamEncoder(layout, tier);
    bytes = frames.reduce((sum, frame, i) => sum + encoder.encode(frame, i, i % 20 === 0).length, 0);
  }, frames.length);
  const whole = best(() => frames.forEach((frame) => encodeFrame(frame)), frames.length);
  let text = 0;
  const json = best(() => {
    text = frames.reduce(
      (sum, { time, values }) => sum + JSON.stringify({ time, values: [...values] }).length,
      0,
    );
  }, frames.length);
  const perFrame = (total) => (total / frames.length).toFixed(0);
  print(
    `a frame of 66 floaters: stream codec (${streamTiers[tier].name}) ${perFrame(bytes)} bytes in ${stream.toFixed(1)} us, ` +
      `frame codec ${encodeFrame(frames[0]).length} bytes in ${whole.toFixed(1)} us, JSON ${perFrame(text)} bytes in ${json.toFixed(1)} us: ` +
      `${(text / bytes).toFixed(0)} times fewer bytes`,
  );
  print(
    `the original claims 1.8 ms for a step of 0.1 s and 13,088 frames a second, which by its own steps is 556: ` +
      `ours takes ${(each / 1000).toFixed(3)} ms for 0.1 s with its frame, ${((1000 * claimed.stepMs) / each).toFixed(0)} times less; ` +
      `${Math.round(1e6 / each)} frames a second, ${(1e6 / each / claimed.frames).toFixed(2)} of the claim, ${(1e6 / each / 556).toFixed(0)} times the honest one`,
  );
}
