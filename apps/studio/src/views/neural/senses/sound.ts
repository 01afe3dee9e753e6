// Sound as pictures: a spectrum that moves to the left, the newest at the right.

import { columnOfSpectrum, withColumn, type Extent } from '@holdfast/sketch';
import type { Levels } from './sender.ts';
import type { Source } from './sources.ts';

/** Pictures of what is heard now. */
export function spectrogram(senses: Extent, analyser: AnalyserNode): () => Levels {
  const bins = new Uint8Array(analyser.frequencyBinCount);
  let levels: Levels = Array.from({ length: senses.width * senses.height }, () => 0);
  return () => {
    analyser.getByteFrequencyData(bins);
    levels = withColumn(levels, senses, columnOfSpectrum(bins, senses.height));
    return levels;
  };
}

/** What hears, silently. */
export async function listening(): Promise<{
  readonly context: AudioContext;
  readonly analyser: AnalyserNode;
}> {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 2048, smoothingTimeConstant: 0.5 });
  // without an end the graph would not run; it stays silent
  analyser.connect(new GainNode(context, { gain: 0 })).connect(context.destination);
  await context.resume();
  return { context, analyser };
}

/** A recorded sound as a spectrum, while it plays silently. */
export async function soundOf(file: File, senses: Extent): Promise<Source> {
  const { context, analyser } = await listening();
  const buffer = await context.decodeAudioData(await file.arrayBuffer()).catch(() => {
    void context.close();
    throw new Error(`The sound ${file.name} cannot be read. Save it again as WAV, MP3 or OGG.`);
  });
  const played = new AudioBufferSourceNode(context, { buffer });
  let ended = false;
  played.addEventListener('ended', () => (ended = true));
  played.connect(analyser);
  played.start();
  return {
    title: file.name,
    next: spectrogram(senses, analyser),
    get over() {
      return ended;
    },
    close: () => {
      if (!ended) played.stop();
      void context.close();
    },
  };
}
