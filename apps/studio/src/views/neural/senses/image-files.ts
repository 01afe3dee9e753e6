// Picture files as levels: what a file says of its size is read before anything is unpacked, and what moves is a sequence.

import { levelsOfPixels, middleOf, type Extent } from '@holdfast/sketch';
import type { Levels } from './sender.ts';

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

/** Largest picture, in pixels: 256 MB when unpacked. */
const pixelsMost = 64_000_000;
/** Bytes in which a file says its size; a photograph may carry profiles and a small copy before. */
const headBytes = 1_048_576;
/** Pictures of a moving file at most. */
const framesMost = 1000;

function starts(bytes: DataView, text: string, at = 0): boolean {
  if (at + text.length > bytes.byteLength) return false;
  return Array.from(text).every((letter, place) => bytes.getUint8(at + place) === letter.charCodeAt(0));
}

/** The size in the frame header of a JPEG file (ITU-T T.81, B.2.2). */
function jpegExtent(bytes: DataView): Extent | undefined {
  for (let at = 2; at + 9 <= bytes.byteLength && bytes.getUint8(at) === 0xff;) {
    const marker = bytes.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: bytes.getUint16(at + 5), width: bytes.getUint16(at + 7) };
    at += 2 + bytes.getUint16(at + 2);
  }
  return undefined;
}

/** The size of a WebP file (RFC 9649, 2.5 to 2.7). */
function webpExtent(bytes: DataView): Extent | undefined {
  const three = (at: number): number => bytes.getUint16(at, true) + (bytes.getUint8(at + 2) << 16);
  if (starts(bytes, 'VP8X', 12)) return { width: 1 + three(24), height: 1 + three(27) };
  if (starts(bytes, 'VP8L', 12)) {
    const bits = bytes.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
  }
  return { width: bytes.getUint16(26, true) & 0x3fff, height: bytes.getUint16(28, true) & 0x3fff };
}

/** What the beginning of a PNG, JPEG, WebP or GIF file says of its size; undefined for any other. */
export function extentOfFile(head: Uint8Array): Extent | undefined {
  const bytes = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.byteLength < 32) return undefined;
  if (starts(bytes, '\u0089PNG\r\n\u001a\n'))
    return { width: bytes.getUint32(16), height: bytes.getUint32(20) };
  if (starts(bytes, '\u00ff\u00d8\u00ff')) return jpegExtent(bytes);
  if (starts(bytes, 'GIF8')) return { width: bytes.getUint16(6, true), height: bytes.getUint16(8, true) };
  return starts(bytes, 'RIFF') && starts(bytes, 'WEBP', 8) ? webpExtent(bytes) : undefined;
}

/** Refuses what is no picture, or too large to be unpacked. Throws words for the reader. */
export function checkPicture(name: string, head: Uint8Array): void {
  const extent = extentOfFile(head);
  if (extent === undefined)
    throw new Error(`${name} is no PNG, JPEG, WebP or GIF file. Save the picture as one of these.`);
  const { width, height } = extent;
  if (width * height <= pixelsMost) return;
  throw new Error(
    `${name} has ${width} × ${height} pixels, at most ${pixelsMost / 1e6} million are read. Save it smaller; the senses take far less.`,
  );
}

/** The part of WebCodecs that takes a moving picture apart. */
interface Decoder {
  readonly tracks: {
    readonly ready: Promise<void>;
    readonly selectedTrack: { readonly frameCount: number } | null;
  };
  readonly completed: Promise<void>;
  decode(which: { readonly frameIndex: number }): Promise<{ readonly image: VideoFrame }>;
  close(): void;
}
type Decoders = new (of: { readonly data: ArrayBuffer; readonly type: string }) => Decoder;

/** The pictures of a file that moves; undefined where it is still, or where the browser does not take it apart. */
async function movingLevels(file: File, scaler: Scaler): Promise<readonly Levels[] | undefined> {
  const { ImageDecoder } = globalThis as { readonly ImageDecoder?: Decoders };
  if (ImageDecoder === undefined || !/^image\/(gif|webp)$/.test(file.type)) return undefined;
  const decoder = new ImageDecoder({ data: await file.arrayBuffer(), type: file.type });
  try {
    await Promise.all([decoder.tracks.ready, decoder.completed]);
    const count = decoder.tracks.selectedTrack?.frameCount ?? 0;
    if (count < 2) return undefined;
    if (count > framesMost)
      throw new Error(`${file.name} has ${count} pictures, at most ${framesMost} are read.`);
    const all: Levels[] = [];
    for (let frameIndex = 0; frameIndex < count; frameIndex++) {
      const { image } = await decoder.decode({ frameIndex });
      all.push(scaler.levels(image, { width: image.displayWidth, height: image.displayHeight }));
      image.close();
    }
    return all;
  } finally {
    decoder.close();
  }
}

/** The pictures of a file, one where it is still. Throws words for the reader. */
export async function levelsOfImage(file: File, scaler: Scaler): Promise<readonly Levels[]> {
  checkPicture(file.name, new Uint8Array(await file.slice(0, headBytes).arrayBuffer()));
  const moving = await movingLevels(file, scaler);
  if (moving !== undefined) return moving;
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(`${file.name} cannot be read. Save it again as PNG, JPEG or WebP.`);
  });
  const levels = scaler.levels(bitmap, bitmap);
  bitmap.close();
  return [levels];
}
