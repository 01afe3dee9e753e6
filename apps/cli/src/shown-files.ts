// Files as pictures for the senses of a network: a picture each, a table with one in each row, or a sound as a moving spectrum.
import { readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { SimulationError } from '@holdfast/core';
import {
  columnOfSpectrum,
  decodePicture,
  levelsOfTable,
  scaledLevels,
  withColumn,
  type Extent,
} from '@holdfast/sketch';
import { isWave, readWave, spectra } from './wave.ts';

type Levels = readonly number[];

/** Largest file: half an hour of sound, as recorders write it. */
const bytesMost = 200_000_000;

function bytesOf(path: string): Uint8Array {
  let size: number;
  try {
    ({ size } = statSync(path));
    if (size <= bytesMost) return readFileSync(path);
  } catch {
    throw new Error('it cannot be read');
  }
  throw new Error(`it has ${size} bytes, at most ${bytesMost} are read`);
}

function* spectrogram(bytes: Uint8Array, senses: Extent, rate: number): Generator<Levels> {
  let levels: Levels = Array.from({ length: senses.width * senses.height }, () => 0);
  for (const bins of spectra(readWave(bytes), rate)) {
    levels = withColumn(levels, senses, columnOfSpectrum(bins, senses.height));
    yield levels;
  }
}

function picturesOf(path: string, senses: Extent, rate: number): Iterable<Levels> {
  const bytes = bytesOf(path);
  if (/^\.(csv|tsv|txt)$/i.test(extname(path)))
    return levelsOfTable(Buffer.from(bytes).toString('utf8'), senses);
  return isWave(bytes) ? spectrogram(bytes, senses, rate) : [scaledLevels(decodePicture(bytes), senses)];
}

/** The pictures of files in the order in which they are given; a sound is heard `rate` times a second.
 * @throws SimulationError `configuration.invalid` naming the file, `picture.*` */
export function* shownFiles(paths: readonly string[], senses: Extent, rate: number): Generator<Levels> {
  for (const path of paths) {
    try {
      yield* picturesOf(path, senses, rate);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new SimulationError(
        'configuration.invalid',
        { name: 'file', value: basename(path), reason },
        error,
      );
    }
  }
}
