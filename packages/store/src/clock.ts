// Time as the store needs it: passed in, so tests and simulations decide when it moves.

export interface StoreClock {
  /** Wall clock, milliseconds since 1970. */
  now(): number;
  /** Runs `action` once after `ms`; the returned function cancels it. Must not keep the process alive. */
  after(ms: number, action: () => void): () => void;
}
