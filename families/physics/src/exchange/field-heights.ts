// Height fields of a document with their heights at hand: rows as they stand, files read.

import type { Issue } from '@holdfast/core';
import { Report } from '../check/report.ts';
import type { HeightField, WrittenHeightField } from '../spec/height-field.ts';
import { HeightRefusal, heightsRemedy, readHeights } from './height-file.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648, section 4. @throws HeightRefusal */
function bytesOf(text: string): Uint8Array {
  const plain = text.replace(/={1,2}$/, '');
  if (plain.length % 4 === 1) throw new HeightRefusal('its base64 is cut off');
  const bytes = new Uint8Array(Math.floor((plain.length * 3) / 4));
  let [held, bits, at] = [0, 0, 0];
  for (const letter of plain) {
    const value = letters.indexOf(letter);
    if (value < 0) throw new HeightRefusal(`"${letter}" is no letter of base64`);
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = held >> bits;
  }
  return bytes;
}

function heightsIn({ data, low, high }: NonNullable<WrittenHeightField['picture']>): HeightField['heights'] {
  const { rows, most } = readHeights(bytesOf(data));
  return rows.map((row) => row.map((value) => low + (value / most) * (high - low)));
}

/** Every field with its heights, or what is wrong with the files. */
export function heightsOf(fields: readonly WrittenHeightField[]): {
  readonly heightFields: readonly HeightField[];
  readonly issues: readonly Issue[];
} {
  const report = new Report();
  const heightFields = fields.map(({ heights, picture, ...field }, index): HeightField => {
    const path = `/heightFields/${index}`;
    if ((heights === undefined) === (picture === undefined))
      report.add(
        path,
        'heights-once',
        heights === undefined ? 'it has no heights' : 'it has rows of heights and a picture of heights',
        'Give it either heights or a picture.',
      );
    if (picture === undefined || heights !== undefined) return { ...field, heights: heights ?? [] };
    try {
      return { ...field, heights: heightsIn(picture) };
    } catch (error) {
      if (!(error instanceof HeightRefusal)) throw error;
      report.add(
        `${path}/picture/data`,
        'unreadable-heights',
        `the picture of heights is not read: ${error.message}`,
        heightsRemedy,
      );
      return { ...field, heights: [] };
    }
  });
  return { heightFields, issues: report.issues };
}
