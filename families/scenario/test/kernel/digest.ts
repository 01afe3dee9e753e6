// What vector code computes, as one number per operation, in a form both Node and a browser can execute.

import { compileLoops, everyOperation } from './lanes.ts';
import { columnsFor } from './points.ts';

const length = 32_768;

/** FNV-1a over the words of doubles; every NaN counts as one value. */
function digest(columns: readonly Float64Array[]): string {
  let a = 0x811c9dc5;
  let b = 0x84222325;
  for (const column of columns) {
    const words = new Uint32Array(column.map((x) => (Number.isNaN(x) ? 0 : x)).buffer);
    for (let i = 0; i < words.length; i++) {
      const word = Number.isNaN(column[i >> 1]) ? 0x7ff80000 : words[i];
      a = Math.imul(a ^ word, 0x01000193);
      b = Math.imul(b ^ (a >>> 15) ^ word, 0x01000193);
    }
  }
  return [a, b].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Digests of every operation on special values, random bits and its usual range. */
export function operationDigests(): Record<string, string> {
  const loops = compileLoops(everyOperation, length);
  return Object.fromEntries(
    everyOperation.map(({ name, arity }) => {
      const results = columnsFor(name, arity).flatMap((operands) => {
        const pieces = Math.ceil(operands[0].length / length);
        return Array.from({ length: pieces }, (_, piece) =>
          loops.get(name)!(...operands.map((operand) => operand.slice(piece * length, (piece + 1) * length))),
        );
      });
      return [name, digest(results)];
    }),
  );
}
