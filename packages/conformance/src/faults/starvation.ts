// Memory that runs out: the n-th array that is asked for is refused, the way an engine refuses one. Globals are put back.

const typed = Object.getPrototypeOf(Int32Array.prototype) as { slice: (...bounds: number[]) => unknown };
const names = [
  'ArrayBuffer',
  'Float64Array',
  'Float32Array',
  'Int32Array',
  'Uint32Array',
  'Uint8Array',
  'BigInt64Array',
] as const;

/** Thrown in place of an array. */
export class OutOfMemory extends RangeError {
  override readonly name = 'OutOfMemory';
}

type Constructor = new (...parts: unknown[]) => object;

/** Does `work` with the array of that index refused. @returns how many were asked for; @throws OutOfMemory, or what `work` makes of it */
export function starve(refused: number, work: () => void): number {
  const globals = globalThis as unknown as Record<string, Constructor>;
  const originals = names.map((name) => globals[name]!);
  const { slice } = typed;
  let asked = 0;
  const ask = (): void => {
    if (asked++ === refused) throw new OutOfMemory('Array buffer allocation failed');
  };
  const starving = (original: Constructor): Constructor =>
    new Proxy(original, {
      construct(target, parts: unknown[], made: Constructor) {
        // a view of memory that is there asks for none
        if (!(parts[0] instanceof ArrayBuffer)) ask();
        return Reflect.construct(target, parts, made);
      },
    });
  try {
    names.forEach((name, at) => (globals[name] = starving(originals[at]!)));
    typed.slice = function copy(...bounds) {
      ask();
      return slice.apply(this, bounds);
    };
    work();
  } finally {
    names.forEach((name, at) => (globals[name] = originals[at]!));
    typed.slice = slice;
  }
  return asked;
}
