// Lists of numbers in files, for parameters that take one number for each place: CSV, or numbers with spaces between.
import { placesMost } from '@holdfast/core';
import { InvalidArgumentError } from 'commander';
import { readFileSync, statSync } from 'node:fs';

/** The longest file that could hold as many numbers as an input takes, written with all their digits. */
const bytesMost = 32 * placesMost;

function textOf(path: string): string {
  try {
    if (statSync(path).size <= bytesMost) return readFileSync(path, 'utf8');
  } catch {
    throw new InvalidArgumentError(`The file ${path} cannot be read.`);
  }
  throw new InvalidArgumentError(`The file ${path} has more than ${bytesMost} bytes.`);
}

/** Reads the numbers of a file, row by row. */
export function readNumbers(path: string): readonly number[] {
  const words = textOf(path)
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  const wrong = words.find((word) => !Number.isFinite(Number(word)));
  if (wrong !== undefined) {
    throw new InvalidArgumentError(`The file ${path} holds "${wrong.slice(0, 40)}", which is no number.`);
  }
  if (words.length < 1 || words.length > placesMost) {
    throw new InvalidArgumentError(`The file ${path} holds ${words.length} numbers, not 1 to ${placesMost}.`);
  }
  return words.map(Number);
}
