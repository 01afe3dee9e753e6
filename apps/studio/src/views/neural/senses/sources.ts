// Where pictures come from in a browser: each source gives the picture of now when it is asked, and is closed. Files are here.

import { levelsOfPixels, levelsOfTable, middleOf, type Extent } from '@holdfast/sketch';
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

type Drawable = CanvasImageSource & Partial<Extent>;

/** Scales what can be drawn to the senses, its middle filling them. */
export class Scaler {
  readonly #senses: Extent;
  readonly #context: OffscreenCanvasRenderingContext2D;

  constructor(senses: Extent) {
    this.#senses = senses;
    const context = new OffscreenCanvas(senses.width, senses.height).getContext('2d', {
      willReadFrequently: true,
    });
    if (context === null) throw new Error('This browser cannot scale pictures.');
    context.imageSmoothingQuality = 'high';
    this.#context = context;
  }

  levels(drawn: Drawable, extent: Extent): Levels {
    const { width, height } = this.#senses;
    const middle = middleOf(extent, this.#senses);
    this.#context.clearRect(0, 0, width, height);
    this.#context.drawImage(drawn, middle.left, middle.top, middle.width, middle.height, 0, 0, width, height);
    return levelsOfPixels(this.#context.getImageData(0, 0, width, height).data);
  }
}

async function levelsOfImage(file: Blob, scaler: Scaler): Promise<Levels> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error('The picture cannot be read; save it again as PNG, JPEG or WebP.');
  });
  const levels = scaler.levels(bitmap, bitmap);
  bitmap.close();
  return levels;
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
  if (first.type.startsWith('audio/')) return soundOf(first, senses);
  if (/\.(csv|tsv|txt)$/i.test(first.name) || first.type === 'text/csv') {
    return sequence(first.name, levelsOfTable(await first.text(), senses), again);
  }
  const scaler = new Scaler(senses);
  const named = [...files].sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
  const frames: Levels[] = [];
  for (const file of named) frames.push(await levelsOfImage(file, scaler));
  return sequence(files.length === 1 ? first.name : `${files.length} pictures`, frames, again);
}
