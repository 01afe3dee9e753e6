// A film of a canvas, in the first format this browser writes.

const formats: readonly (readonly [type: string, ending: string])[] = [
  ['video/mp4;codecs=avc1.42E01E', 'mp4'],
  ['video/webm;codecs=vp9', 'webm'],
  ['video/webm', 'webm'],
];
const filmHz = 30;
const bitsPerSecond = 6_000_000;

export interface Recording {
  /** Ends it and hands the film over. */
  readonly end: () => void;
  /** Throws it away. */
  readonly cancel: () => void;
}

/** Films until `end`; `done` gets the film and the ending of its file's name. Undefined where the browser films nothing. */
export function record(
  canvas: HTMLCanvasElement,
  done: (film: Blob, ending: string) => void,
): Recording | undefined {
  const format = formats.find(([type]) => MediaRecorder.isTypeSupported(type));
  if (format === undefined) return undefined;
  const [type, ending] = format;
  const stream = canvas.captureStream(filmHz);
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: bitsPerSecond });
  const parts: Blob[] = [];
  let wanted = true;
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  recorder.addEventListener('stop', () => {
    for (const track of stream.getTracks()) track.stop();
    if (wanted) done(new Blob(parts, { type }), ending);
  });
  recorder.start(1000);
  return {
    end: () => recorder.stop(),
    cancel: () => {
      wanted = false;
      if (recorder.state !== 'inactive') recorder.stop();
    },
  };
}
