// What changed from one list of numbers to the next, as text: exact, and short where little changed. Runs of changed places, each a byte for
// how many places are passed over, a byte for how many follow, and a byte for each of these, written in base64 (RFC 4648, 4).

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const byteMost = 255;
/** Equal places between two changed ones that are cheaper written than passed over. */
const gapMost = 2;

function textOf(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const bits = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += letters[bits >> 18]! + letters[(bits >> 12) & 63]!;
    text += (left > 1 ? letters[(bits >> 6) & 63]! : '=') + (left > 2 ? letters[bits & 63]! : '=');
  }
  return text;
}

function bytesOf(text: string): readonly number[] | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((each) => Math.max(0, letters.indexOf(text[at + each]!)));
    const bits = (a! << 18) | (b! << 12) | (c! << 6) | d!;
    bytes.push(bits >> 16, (bits >> 8) & byteMost, bits & byteMost);
  }
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return bytes.slice(0, bytes.length - padding);
}

function isByte(value: number | undefined): value is number {
  return Object.is(value, Number(value) & byteMost);
}

/** The end of the run of places that begins with `from`, at most so many as a byte counts. */
function runEnd(before: ArrayLike<number>, after: ArrayLike<number>, from: number): number {
  let end = from;
  const most = Math.min(after.length, from + byteMost);
  for (let at = from; at < most && at <= end + gapMost; at++) {
    if (before[at] !== after[at]) end = at + 1;
    // what cannot be written is passed over
    else if (!isByte(after[at])) break;
  }
  return end;
}

/** Writes what changed. @returns undefined where text cannot say it: lists of other lengths, or a place that is no whole number from 0 to 255 */
export function writeChange(before: ArrayLike<number>, after: ArrayLike<number>): string | undefined {
  if (before.length !== after.length) return undefined;
  const bytes: number[] = [];
  let written = 0;
  for (let at = 0; at < after.length; at++) {
    if (before[at] === after[at]) continue;
    for (; at - written > byteMost; written += byteMost) bytes.push(byteMost, 0);
    const end = runEnd(before, after, at);
    bytes.push(at - written, end - at);
    for (; at < end; at++) {
      const value = after[at];
      if (!isByte(value)) return undefined;
      bytes.push(value);
    }
    written = end;
    at = end - 1;
  }
  return textOf(bytes);
}

/** The list after a change. @returns undefined for a text that is no change of a list of this length */
export function readChange(before: ArrayLike<number>, text: string): readonly number[] | undefined {
  const bytes = bytesOf(text);
  if (bytes === undefined) return undefined;
  const after = Array.from(before);
  let place = 0;
  for (let at = 0; at < bytes.length;) {
    const [skip, count] = [bytes[at]!, bytes[at + 1] ?? 0];
    place += skip;
    at += 2;
    if (at + count > bytes.length || place + count > after.length) return undefined;
    for (let end = at + count; at < end; at++) after[place++] = bytes[at]!;
  }
  return after;
}
