// Turns the committed base64 tables into doubles without platform decoders, the same in every engine.

function sextet(code: number): number {
  if (code >= 97) return code - 71;
  if (code >= 65) return code - 65;
  if (code >= 48) return code + 4;
  return code === 43 ? 62 : 63;
}

/** Decodes base64 text of little-endian doubles. */
export function decodeTable(text: string): Float64Array {
  return new Float64Array(decodeBytes(text).buffer);
}

/** Decodes base64 text. */
export function decodeBytes(text: string): Uint8Array<ArrayBuffer> {
  const length = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
  const bytes = new Uint8Array((length * 3) >> 2);
  let at = 0;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < length; i++) {
    bits = (bits << 6) | sextet(text.charCodeAt(i));
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = (bits >> held) & 255;
  }
  return bytes;
}
