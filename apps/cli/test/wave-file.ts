// WAV files for tests: one channel of PCM, 44,100 samples a second.

/** A file of `count` samples, each what `sample` says, -1 to 1. */
export function waveFile(sample: (at: number) => number, count: number, bits: 8 | 16 | 24 | 32): Uint8Array {
  const each = bits / 8;
  const file = Buffer.alloc(44 + count * each);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(44_100, 24);
  file.writeUInt32LE(44_100 * each, 28);
  file.writeUInt16LE(each, 32);
  file.writeUInt16LE(bits, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(count * each, 40);
  const scale = 2 ** (bits - 1) - 1;
  for (let at = 0; at < count; at++) {
    const value = Math.round(sample(at) * scale);
    if (bits === 8) file.writeUInt8(value + 128, 44 + at);
    else file.writeIntLE(value, 44 + at * each, each);
  }
  return new Uint8Array(file);
}
