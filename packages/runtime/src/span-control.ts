// Chooses how many chunks one span takes from how long chunks have taken. Wall time may decide this because no number of a run
// depends on where its spans are cut.

/** Wall time one span is to take, ms: long beside what a message costs, short beside the patience of who pauses a run. */
const spanMs = 35;
/** The same where a span crosses the database, which costs some 10 ms. */
const remoteSpanMs = 250;
const chunksMost = 4096;
/** What is left of the weight of earlier measurements with each new one. */
const remembered = 0.75;

export class SpanControl {
  /** Wall time and chunks so far, the latest counting most: a span that was ready says little by itself. */
  #sumMs = 0;
  #sumChunks = 0;
  #chunks = 1;

  /** Chunks the next span may take. */
  get chunks(): number {
    return this.#chunks;
  }

  /** Learns that one executor needed `wallMs` for `chunks`; a span never more than doubles. `remote` says that spans are
   * computed by the fleet. */
  learn(wallMs: number, chunks: number, remote = false): void {
    this.#sumMs = remembered * this.#sumMs + wallMs;
    this.#sumChunks = remembered * this.#sumChunks + chunks;
    const fitting = Math.floor(((remote ? remoteSpanMs : spanMs) * this.#sumChunks) / this.#sumMs);
    this.#chunks = Math.max(1, Math.min(fitting, 2 * this.#chunks, chunksMost));
  }
}
