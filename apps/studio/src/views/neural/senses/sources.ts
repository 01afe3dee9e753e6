// Where pictures come from in a browser: files, a camera, sound. Each gives the picture of now when it is asked, and is closed.

import {
  columnOfSpectrum,
  levelsOfPixels,
  levelsOfTable,
  middleOf,
  withColumn,
  type Extent,
} from './levels.ts';
import type { Levels } from './sender.ts';

export interface Source {
  readonly title: string;
  /** The picture of now; undefined when there is none yet. */
  next(): Levels | undefined;
  /** Whether nothing will come any more. */
  readonly over: boolean;
  close(): void;
}

type Drawable = CanvasImageSource & Partial<Extent>;

/** Scales what can be drawn to the senses, its middle filling them. */
class Scaler {
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

/** What a camera sees. */
export async function camera(senses: Extent): Promise<Source> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 320 } });
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  const scaler = new Scaler(senses);
  return {
    title: 'camera',
    next: () =>
      video.videoWidth === 0
        ? undefined
        : scaler.levels(video, { width: video.videoWidth, height: video.videoHeight }),
    get over() {
      return stream.getTracks().every((track) => track.readyState === 'ended');
    },
    close: () => stream.getTracks().forEach((track) => track.stop()),
  };
}

/** A spectrum that moves to the left, the newest at the right. */
function spectrogram(
  title: string,
  senses: Extent,
  analyser: AnalyserNode,
  isOver: () => boolean,
  close: () => void,
): Source {
  const bins = new Uint8Array(analyser.frequencyBinCount);
  let levels: Levels = Array.from({ length: senses.width * senses.height }, () => 0);
  return {
    title,
    next: () => {
      analyser.getByteFrequencyData(bins);
      levels = withColumn(levels, senses, columnOfSpectrum(bins, senses.height));
      return levels;
    },
    get over() {
      return isOver();
    },
    close,
  };
}

function listening(): { readonly audio: AudioContext; readonly analyser: AnalyserNode } {
  const audio = new AudioContext();
  const analyser = new AnalyserNode(audio, { fftSize: 2048, smoothingTimeConstant: 0.5 });
  // without an end the graph would not run; it stays silent
  analyser.connect(new GainNode(audio, { gain: 0 })).connect(audio.destination);
  return { audio, analyser };
}

/** What a microphone hears, as a spectrum. */
export async function microphone(senses: Extent): Promise<Source> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const { audio, analyser } = listening();
  audio.createMediaStreamSource(stream).connect(analyser);
  const over = (): boolean => stream.getTracks().every((track) => track.readyState === 'ended');
  return spectrogram('microphone', senses, analyser, over, () => {
    stream.getTracks().forEach((track) => track.stop());
    void audio.close();
  });
}

/** A recorded sound as a spectrum, while it plays silently. */
async function soundOf(file: File, senses: Extent): Promise<Source> {
  const { audio, analyser } = listening();
  const buffer = await audio.decodeAudioData(await file.arrayBuffer()).catch(() => {
    void audio.close();
    throw new Error('The sound cannot be read; save it again as WAV, MP3 or OGG.');
  });
  const played = new AudioBufferSourceNode(audio, { buffer });
  let ended = false;
  played.addEventListener('ended', () => (ended = true));
  played.connect(analyser);
  played.start();
  return spectrogram(
    file.name,
    senses,
    analyser,
    () => ended,
    () => {
      if (!ended) played.stop();
      void audio.close();
    },
  );
}
