// Recorded sound: WAV files as samples, and samples as spectra the way a browser's analyser gives them (Web Audio API, 1.8).

/** A sound of one channel. */
export interface Wave {
  readonly rate: number;
  readonly samples: Float32Array;
}

const scales: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  '1/8': (view, at) => (view.getUint8(at) - 128) / 128,
  '1/16': (view, at) => view.getInt16(at, true) / 32_768,
  '1/24': (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_608,
  '1/32': (view, at) => view.getInt32(at, true) / 2_147_483_648,
  '3/32': (view, at) => view.getFloat32(at, true),
};

function* chunksOf(
  view: DataView,
): Generator<{ readonly name: string; readonly at: number; readonly size: number }> {
  for (let at = 12; at + 8 <= view.byteLength;) {
    const name = String.fromCharCode(...[0, 1, 2, 3].map((each) => view.getUint8(at + each)));
    const size = Math.min(view.getUint32(at + 4, true), view.byteLength - at - 8);
    yield { name, at: at + 8, size };
    at += 8 + size + (size & 1);
  }
}

/** Whether bytes begin as a WAV file does. */
export function isWave(bytes: Uint8Array): boolean {
  return (
    Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'RIFF' &&
    Buffer.from(bytes.subarray(8, 12)).toString('latin1') === 'WAVE'
  );
}

/** Reads a WAV file (PCM of 8 to 32 bits, or 32 bit floating point), all channels as one. Throws words for the reader. */
export function readWave(bytes: Uint8Array): Wave {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = [...chunksOf(view)];
  const [format, data] = ['fmt ', 'data'].map((name) => chunks.find((chunk) => chunk.name === name));
  if (format === undefined || format.size < 16 || data === undefined)
    throw new Error('the WAV file is cut off');
  const [kind, channels, rate, bits] = [
    view.getUint16(format.at, true),
    view.getUint16(format.at + 2, true),
    view.getUint32(format.at + 4, true),
    view.getUint16(format.at + 14, true),
  ];
  // the extensible format names the kind in the first bytes of its GUID
  const isExtensible = kind === 0xfffe && format.size >= 26;
  const scale = scales[`${isExtensible ? view.getUint16(format.at + 24, true) : kind}/${bits}`];
  if (scale === undefined || channels < 1 || rate < 1)
    throw new Error('only PCM and 32 bit float WAV files are read');
  const each = (channels * bits) / 8;
  const samples = new Float32Array(Math.floor(data.size / each));
  for (const at of samples.keys()) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++)
      sum += scale(view, data.at + at * each + (channel * bits) / 8);
    samples[at] = sum / channels;
  }
  return { rate, samples };
}

const size = 2048;
/** Decibels shown as 0 and as 255, and how much of the spectrum before stays, as browsers have them. */
const [quiet, loud, staying] = [-100, -30, 0.5];

/** The discrete Fourier transform in place, radix 2 (Cooley and Tukey 1965). */
function transform(real: Float64Array, imaginary: Float64Array): void {
  for (let at = 1, other = 0; at < size; at++) {
    let bit = size >> 1;
    for (; (other & bit) !== 0; bit >>= 1) other ^= bit;
    other ^= bit;
    if (at < other) {
      [real[at], real[other]] = [real[other]!, real[at]!];
      [imaginary[at], imaginary[other]] = [imaginary[other]!, imaginary[at]!];
    }
  }
  for (let half = 1; half < size; half *= 2) {
    for (let at = 0; at < size; at++) {
      if ((at & half) !== 0) continue;
      const turn = (-Math.PI * (at & (half - 1))) / half;
      const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
      const far = at + half;
      const [x, y] = [real[far]! * cos - imaginary[far]! * sin, real[far]! * sin + imaginary[far]! * cos];
      [real[far], imaginary[far]] = [real[at]! - x, imaginary[at]! - y];
      [real[at], imaginary[at]] = [real[at]! + x, imaginary[at]! + y];
    }
  }
}

/** Blackman's window. */
const shape = Float64Array.from(
  { length: size },
  (_, at) => 0.42 - 0.5 * Math.cos((2 * Math.PI * at) / size) + 0.08 * Math.cos((4 * Math.PI * at) / size),
);

/** Loudness by pitch, 0 to 255, so many times a second. */
export function* spectra({ rate, samples }: Wave, perSecond: number): Generator<readonly number[]> {
  const smooth = new Float64Array(size / 2);
  for (let end = rate / perSecond; end <= samples.length; end += rate / perSecond) {
    const from = Math.floor(end) - size;
    const real = Float64Array.from(shape, (window, at) => window * (samples[from + at] ?? 0));
    const imaginary = new Float64Array(size);
    transform(real, imaginary);
    yield Array.from(smooth, (before, bin) => {
      const now = Math.hypot(real[bin]!, imaginary[bin]!) / size;
      smooth[bin] = staying * before + (1 - staying) * now;
      const decibel = 20 * Math.log10(Math.max(1e-12, smooth[bin]));
      return Math.max(0, Math.min(255, Math.floor((255 * (decibel - quiet)) / (loud - quiet))));
    });
  }
}
