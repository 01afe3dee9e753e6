// The camera and the microphone of this machine as sources. When one is not given or goes away, a person is told what happened and what to do.

import { steadied, type Extent } from '@holdfast/sketch';
import type { Levels } from './sender.ts';
import { listening, spectrogram } from './sound.ts';
import { Scaler } from './image-files.ts';
import type { Source } from './sources.ts';

export type Device = 'camera' | 'microphone';

function capital(device: Device): string {
  return device === 'camera' ? 'Camera' : 'Microphone';
}

/** Why a device was not given, in words; by the names of Media Capture and Streams, 10.3 (W3C). */
export function deviceWords(device: Device, thrown: unknown): string {
  const name = thrown instanceof Error ? thrown.name : '';
  const again = `press ${capital(device)} again`;
  if (name === 'NotAllowedError' || name === 'SecurityError') {
    return `The browser does not let this page use the ${device}. Allow it in the settings of the site, beside the address, and ${again}.`;
  }
  if (name === 'NotFoundError' || name === 'OverconstrainedError') {
    return `No ${device} was found. Plug one in and ${again}, or drop a file here.`;
  }
  if (name === 'NotReadableError' || name === 'AbortError') {
    return `The ${device} is there and gives nothing; another program may hold it. Close that program and ${again}.`;
  }
  return `The ${device} could not be opened (${thrown instanceof Error ? thrown.message : String(thrown)}). Reload the page and ${again}.`;
}

/** Said when a device that was on has gone. */
export function lostWords(device: Device): string {
  return `The ${device} was unplugged or taken away. Plug it in and press ${capital(device)} again; the run lives on with what it saw last.`;
}

async function streamOf(device: Device, asked: MediaStreamConstraints): Promise<MediaStream> {
  // absent from pages that came over plain HTTP from another machine
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) {
    throw new Error(
      `Browsers give a ${device} only to pages that came over https or from this machine. Open the studio so, or drop a file here.`,
    );
  }
  return devices.getUserMedia(asked).catch((thrown: unknown) => {
    throw new Error(deviceWords(device, thrown));
  });
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Opens a device; one that was given and cannot be used after all is given back. */
async function opened(
  device: Device,
  asked: MediaStreamConstraints,
  use: (stream: MediaStream) => Promise<Pick<Source, 'next' | 'close'>>,
): Promise<Source> {
  const stream = await streamOf(device, asked);
  const isGone = (): boolean => stream.getTracks().every(({ readyState }) => readyState === 'ended');
  try {
    const { next, close } = await use(stream);
    return {
      title: device,
      // a device that has gone shows black or silence, which nobody saw
      next: () => (isGone() ? undefined : next()),
      get over() {
        return isGone();
      },
      lost: lostWords(device),
      close: () => {
        stop(stream);
        close();
      },
    };
  } catch (error) {
    stop(stream);
    throw error;
  }
}

/** What a camera sees. */
export function camera(senses: Extent): Promise<Source> {
  return opened('camera', { video: { width: 320 } }, async (stream) => {
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    const scaler = new Scaler(senses);
    let given: Levels | undefined;
    const next: Source['next'] = () => {
      const { videoWidth: width, videoHeight: height } = video;
      if (width > 0) given = steadied(given, scaler.levels(video, { width, height }));
      return given;
    };
    return { next, close: () => (video.srcObject = null) };
  });
}

/** What a microphone hears, as a spectrum: as it is, without what makes speech clearer. */
export function microphone(senses: Extent): Promise<Source> {
  const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  return opened('microphone', { audio }, async (stream) => {
    const { context, analyser } = await listening();
    context.createMediaStreamSource(stream).connect(analyser);
    return { next: spectrogram(senses, analyser), close: () => void context.close() };
  });
}
