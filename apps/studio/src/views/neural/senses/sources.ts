// Where pictures come from in a browser: each source gives the picture of now when it is asked, and is closed. Files are here.

import { levelsOfTable, type Extent } from '@holdfast/sketch';
import { levelsOfImage, Scaler } from './image-files.ts';
import type { Levels } from './sender.ts';
import { soundOf } from './sound.ts';

export interface Source {
  readonly title: string;
  /** The picture of now; undefined when there is none yet. */
  next(): Levels | undefined;
  /** Whether nothing will come any more. */
  readonly over: boolean;
  /** Said when it is over, where that is no natural end. */
  readonly lost?: string;
  close(): void;
}

/** Pictures one after the other, from the first again where `again` says so. */
export function sequence(title: string, frames: readonly Levels[], again: () => boolean): Source {
  let at = 0;
  return {
    title,
    next: () => {
      if (at >= frames.length && again()) at = 0;
      return frames[at++];
    },
    get over() {
      return at >= frames.length && !(frames.length > 1 && again());
    },
    close: () => undefined,
  };
}

/** Pictures of a sequence at most. */
const filesMost = 1000;

/** Bytes of a table or a sound at most. */
const loneBytesMost = 100_000_000;

function isTable({ name, type }: File): boolean {
  return /\.(csv|tsv|txt)$/i.test(name) || type === 'text/csv';
}

/** What was dropped or chosen: one picture, several in the order of their names, a table, or a sound. */
export async function sourceOfFiles(
  files: readonly File[],
  senses: Extent,
  again: () => boolean,
): Promise<Source> {
  const [first] = files;
  if (first === undefined) throw new Error('No file was given.');
  if (files.length > filesMost)
    throw new Error(`${files.length} files were given, at most ${filesMost} are read.`);
  const isAlone = first.type.startsWith('audio/') || isTable(first);
  const other = files.find(
    (file) => file !== first && (isAlone || file.type.startsWith('audio/') || isTable(file)),
  );
  if (other !== undefined)
    throw new Error('Several files are a sequence of pictures; give a table or a sound alone.');
  if (first.size > (isAlone ? loneBytesMost : Infinity)) {
    throw new Error(
      `${first.name} has ${Math.round(first.size / 1e6)} MB, at most ${loneBytesMost / 1e6} MB are read.`,
    );
  }
  if (isTable(first)) return sequence(first.name, levelsOfTable(await first.text(), senses), again);
  if (isAlone) return soundOf(first, senses);
  const scaler = new Scaler(senses);
  const named = [...files].sort((one, two) => one.name.localeCompare(two.name, 'en', { numeric: true }));
  const frames: Levels[] = [];
  for (const file of named) frames.push(...(await levelsOfImage(file, scaler)));
  return sequence(files.length === 1 ? first.name : `${files.length} pictures`, frames, again);
}
