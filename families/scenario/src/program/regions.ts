// Which operations belong to which loop: those that depend on what the loop carries and feed what it carries on. All others
// stand outside, so that nothing is computed more often than it changes.

import type { LoopRule, Operation, Ref } from './operations.ts';

/** A loop as written: what each carried value becomes. */
export interface WrittenLoop {
  readonly rule: LoopRule;
  readonly next: Map<Ref, Ref>;
}

export interface Written {
  readonly operations: readonly Operation[];
  readonly loops: readonly WrittenLoop[];
}

/** Where everything belongs; -1 is outside of all loops. */
export interface Regions {
  readonly live: Uint8Array;
  /** By operation, then by loop: 1 where a value depends on the iteration. */
  readonly varying: Uint8Array;
  /** By operation: the innermost loop around it. */
  readonly regionOf: Int32Array;
  /** By loop: the innermost loop around it. */
  readonly parentOf: Int32Array;
  /** By loop: its live carried values with what they become. */
  readonly carried: readonly (readonly (readonly [value: Ref, next: Ref])[])[];
}

export function findRegions(written: Written, outputs: readonly Ref[]): Regions {
  const { operations, loops } = written;
  const live = markLive(written, outputs);
  const carried = loops.map(({ next }) => [...next].filter(([value]) => live[value]));
  const regionOf = new Int32Array(operations.length).fill(-1);
  const parentOf = new Int32Array(loops.length).fill(-1);
  const graph = new Dependencies(operations, live, carried);
  // An outer loop comes before those inside it, so the last one that claims an operation is the innermost.
  for (const loop of loops.keys()) {
    const body = graph.body(loop);
    for (let ref = 0; ref < operations.length; ref++) if (body[ref]) regionOf[ref] = loop;
    for (let inner = loop + 1; inner < loops.length; inner++) {
      if (body[operations.length + inner]) parentOf[inner] = loop;
    }
  }
  return { live, varying: graph.varying(regionOf, parentOf), regionOf, parentOf, carried };
}

function markLive({ operations, loops }: Written, outputs: readonly Ref[]): Uint8Array {
  const live = new Uint8Array(operations.length);
  const waiting = [...outputs];
  const seen = new Set<number>();
  const needLoop = (loop: number): void => {
    if (seen.has(loop)) return;
    seen.add(loop);
    // A solve loop ends when everything it carries is at rest, read elsewhere or not.
    if (loops[loop]!.rule.kind === 'solve') waiting.push(...loops[loop]!.next.keys());
  };
  for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
    if (live[ref]) continue;
    live[ref] = 1;
    const operation = operations[ref]!;
    waiting.push(...operation.operands);
    if (operation.kind === 'solved') needLoop(operation.loop);
    if (operation.kind !== 'carried') continue;
    const next = loops[operation.loop]!.next.get(ref);
    if (next === undefined) throw new RangeError('a carried value is never carried on');
    waiting.push(next);
    needLoop(operation.loop);
  }
  return live;
}

/** Who reads whom among live operations and loops; a loop is the node after all operations that its number names. It reads
 * what enters it and what it carries on, and whatever changes from pass to pass reads it. */
class Dependencies {
  readonly #operations: readonly Operation[];
  readonly #carried: Regions['carried'];
  readonly #reads: number[][];
  readonly #users: number[][];
  /** By loop: the operations that name it. */
  readonly #own: Ref[][];

  constructor(operations: readonly Operation[], live: Uint8Array, carried: Regions['carried']) {
    this.#operations = operations;
    this.#carried = carried;
    const count = operations.length + carried.length;
    this.#reads = Array.from({ length: count }, () => []);
    this.#users = Array.from({ length: count }, () => []);
    this.#own = carried.map(() => []);
    for (const [ref, operation] of operations.entries()) {
      if (!live[ref]) continue;
      if ('loop' in operation) this.#own[operation.loop]!.push(ref);
      for (const operand of operation.operands) this.#read(ref, operand);
      const loop = loopRead(operation);
      if (loop !== undefined) this.#read(ref, operations.length + loop);
    }
    for (const [loop, values] of carried.entries()) {
      for (const [value, next] of values) {
        this.#read(operations.length + loop, operations[value]!.operands[0]!);
        this.#read(operations.length + loop, next);
      }
    }
  }

  /** 1 for each operation of a loop, and for each loop inside it. */
  body(loop: number): Uint8Array {
    const ends = (ref: number): boolean => this.#endsAt(ref, loop);
    const changing = this.#own[loop]!.filter((ref) => !ends(ref));
    const taps = this.#own[loop]!.filter((ref) => this.#operations[ref]!.kind === 'tap');
    const after = this.#reach(changing, this.#users, loop, ends);
    const fed = [...this.#carried[loop]!.map(([, next]) => next), ...taps];
    const before = this.#reach(fed, this.#reads, loop, () => false);
    const body = new Uint8Array(after.length);
    for (let node = 0; node < body.length; node++) body[node] = after[node]! & before[node]!;
    for (const ref of [...changing, ...taps]) body[ref] = 1;
    this.#keepWhole(body, loop);
    return body;
  }

  /** A loop is executed as a whole, so it varies as soon as anything inside does. */
  varying(regionOf: Int32Array, parentOf: Int32Array): Uint8Array {
    const first = this.#operations.length;
    const varying = new Uint8Array(this.#users.length);
    const waiting = this.#operations.flatMap(({ kind }, ref) =>
      kind === 'iteration' || kind === 'uniform' ? [ref] : [],
    );
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (varying[node]) continue;
      varying[node] = 1;
      waiting.push(...this.#users[node]!);
      const around = node < first ? regionOf[node]! : parentOf[node - first]!;
      if (around >= 0) waiting.push(first + around);
      if (node >= first) waiting.push(...this.#own[node - first]!);
    }
    return varying;
  }

  #read(user: number, node: number): void {
    this.#reads[user]!.push(node);
    this.#users[node]!.push(user);
  }

  /** Whether a value of the loop is handed out here: what reads it stands outside. */
  #endsAt(ref: number, loop: number): boolean {
    const operation = this.#operations[ref];
    if (operation?.kind !== 'tap' && operation?.kind !== 'solved') return false;
    return operation.loop === loop;
  }

  /** Everything reachable from `starts` without the way back of loops further out, and not beyond `ends`. */
  #reach(
    starts: readonly number[],
    edges: readonly (readonly number[])[],
    loop: number,
    ends: (node: number) => boolean,
  ): Uint8Array {
    const reached = new Uint8Array(edges.length);
    const waiting = [...starts];
    const first = this.#operations.length;
    const isOuter = (node: number): boolean => node >= first && node < first + loop;
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (reached[node] || isOuter(node) || ends(node)) continue;
      reached[node] = 1;
      waiting.push(...edges[node]!);
    }
    return reached;
  }

  /** A loop is inside as a whole: what changes from pass to pass of it goes where the loop goes. */
  #keepWhole(body: Uint8Array, loop: number): void {
    for (let inner = loop + 1; inner < this.#own.length; inner++) {
      if (!body[this.#operations.length + inner]) continue;
      for (const ref of this.#own[inner]!) if (!this.#endsAt(ref, inner)) body[ref] = 1;
    }
  }
}

/** The loop whose state an operation reads. */
function loopRead(operation: Operation): number | undefined {
  if (operation.kind === 'tap') return undefined;
  return 'loop' in operation ? operation.loop : undefined;
}
