// Shares buffers by liveness. A buffer is reused only after the last reader of its column, in this pass or in a later one,
// and never for both sides of a kernel call.

import type { Loop, Program, Ref } from './operations.ts';

/** Moments at one place of a program, in this order: columns that a loop beginning there keeps are set aside, what it begins
 * with has been copied, the operation has read its operands, and the place is over. */
const moments = { setAside: 0, copied: 1, read: 2, over: 3, count: 4 } as const;

type Parts = Pick<Program, 'operations' | 'invariantCount' | 'loops' | 'outputs'>;

/** Output columns keep their buffers to the end. */
export function assignBuffers(parts: Parts): Pick<Program, 'buffers' | 'bufferCount'> {
  const { operations, invariantCount } = parts;
  const { born, dying } = lifetimes(parts);
  const buffers: number[] = Array.from({ length: operations.length }, () => -1);
  const free: number[] = [];
  let bufferCount = 0;
  const take = (refs: readonly Ref[]): void => {
    for (const ref of refs) buffers[ref] = free.pop() ?? bufferCount++;
  };
  const release = (moment: number): void => {
    for (const ref of dying.get(moment) ?? []) free.push(buffers[ref]!);
  };
  for (let place = invariantCount; place < operations.length; place++) {
    const start = moments.count * place;
    take(born.get(start + moments.setAside) ?? []);
    release(start + moments.copied);
    const own = buffers[place] === -1 ? [place] : [];
    // Plain loops run in place; a kernel may write before it has read everything.
    const inPlace = operations[place]!.kind !== 'call';
    if (inPlace) release(start + moments.read);
    take(own);
    if (!inPlace) release(start + moments.read);
    release(start + moments.over);
  }
  return { buffers: Object.freeze(buffers), bufferCount };
}

/** When columns are set aside before their operation comes, and when each is read for the last time. */
function lifetimes({ operations, invariantCount, loops, outputs }: Parts): {
  readonly born: ReadonlyMap<number, readonly Ref[]>;
  readonly dying: ReadonlyMap<number, readonly Ref[]>;
} {
  const around = loopsAround(operations.length, loops);
  const birth = Int32Array.from(operations, (_, ref) => moments.count * ref + moments.read);
  const last = Int32Array.from(birth);
  const born = new Map<number, Ref[]>();
  const readAt = (ref: Ref, moment: number, inside: number): void => {
    // A later pass reads again what was computed before the loop.
    let until = moment;
    for (let loop = inside; loop >= 0; loop = around.parents[loop]!) {
      if (ref < loops[loop]!.from) until = endOf(loops[loop]!);
    }
    last[ref] = Math.max(last[ref]!, until);
  };
  const setAside = (ref: Ref, loop: Loop): void => {
    birth[ref] = moments.count * loop.from + moments.setAside;
    last[ref] = Math.max(last[ref]!, endOf(loop));
    append(born, birth[ref], ref);
  };
  for (const [index, loop] of loops.entries()) {
    for (const { value, initial, next } of loop.carried) {
      setAside(value, loop);
      readAt(initial, moments.count * loop.from + moments.copied, around.parents[index]!);
      readAt(next, endOf(loop), index);
    }
    for (let ref = loop.from; ref < loop.to; ref++) {
      if (operations[ref]!.kind === 'tap' && around.innermost[ref] === index) setAside(ref, loop);
    }
  }
  for (const [ref, { kind, operands }] of operations.entries()) {
    if (kind === 'carried') continue;
    for (const operand of operands)
      readAt(operand, moments.count * ref + moments.read, around.innermost[ref]!);
  }
  for (const output of outputs) last[output] = Infinity;
  const dying = new Map<number, Ref[]>();
  for (let ref = invariantCount; ref < operations.length; ref++) append(dying, last[ref]!, ref);
  return { born, dying };
}

/** The moment when the last pass of a loop is over. */
function endOf({ to }: Loop): number {
  return moments.count * (to - 1) + moments.over;
}

/** By operation its innermost loop, and by loop the one around it; -1 for none. */
function loopsAround(count: number, loops: readonly Loop[]) {
  const innermost = new Int32Array(count).fill(-1);
  const parents = loops.map(() => -1);
  for (const [index, { from, to }] of loops.entries()) {
    parents[index] = innermost[from]!;
    innermost.fill(index, from, to);
  }
  return { innermost, parents };
}

function append(lists: Map<number, Ref[]>, key: number, ref: Ref): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [ref]);
  else list.push(ref);
}
