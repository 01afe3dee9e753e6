// Answers kept by what they answer: the least recently used go first, by count and by size.

interface Kept<Value> {
  readonly value: Value;
  readonly size: number;
}

export class BoundedCache<Value> {
  readonly #kept = new Map<string, Kept<Value>>();
  readonly #countMost: number;
  readonly #sizeMost: number;
  #size = 0;

  constructor(countMost: number, sizeMost: number) {
    this.#countMost = countMost;
    this.#sizeMost = sizeMost;
  }

  get size(): number {
    return this.#size;
  }

  get(key: string): Value | undefined {
    const found = this.#kept.get(key);
    if (found === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found.value;
  }

  /** Keeps a value; one larger than a quarter of everything is not worth the others. */
  set(key: string, value: Value, size: number): void {
    this.#forget(key);
    if (size > this.#sizeMost / 4) return;
    this.#kept.set(key, { value, size });
    this.#size += size;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#countMost && this.#size <= this.#sizeMost) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#size -= this.#kept.get(key)?.size ?? 0;
    this.#kept.delete(key);
  }
}
