// Keeps what did not change: after a text is read again, equal parts are the same objects as before, so that only what
// really changed is drawn again.

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value equal to `next` that uses the parts of `previous` wherever they are equal. */
export function share(previous: unknown, next: unknown): unknown {
  if (Object.is(previous, next)) return previous;
  if (Array.isArray(previous) && Array.isArray(next)) return shareArrays(previous, next);
  if (!isRecord(previous) || !isRecord(next)) return next;
  const keys = Object.keys(next);
  let same = keys.length === Object.keys(previous).length;
  const shared = Object.fromEntries(
    keys.map((key) => {
      const value = share(previous[key], next[key]);
      same &&= Object.hasOwn(previous, key) && Object.is(value, previous[key]);
      return [key, value];
    }),
  );
  return same ? previous : shared;
}

/** Items are matched by place from both ends, so that one inserted item leaves all the others as they are. */
function shareArrays(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const shift = previous.length - next.length;
  let front = 0;
  const shared: unknown[] = [];
  for (; front < next.length && front < previous.length; front += 1) {
    const item = share(previous[front], next[front]);
    if (!Object.is(item, previous[front]) && shift !== 0) break;
    shared.push(item);
  }
  for (; front < next.length; front += 1) shared.push(share(previous[front + shift], next[front]));
  return shift === 0 && shared.every((item, index) => Object.is(item, previous[index])) ? previous : shared;
}
