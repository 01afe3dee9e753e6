// The passes in plain TypeScript: the oracle the kernel is compared with, and the fallback where there are no vectors.

import { connection, learningOf, typeOf, weightOf, withWeight } from './connection.ts';
import { spread, spreadSecond, mix } from './draws.ts';
import type { Graph, Tally } from './graph.ts';
import { inspectRows, type Finding } from './inspection.ts';
import { coefficientAt as at, countAt, perReady, sumAt, sumCount } from './layout.ts';
import { lessonSlots, type Lessons, type Moment, type Phases, type Reach } from './phases.ts';
import { lowerBits, perShare, weightLeast, weightMost } from './quanta.ts';
import { sealFactors } from './seals.ts';
import { goneBit, kind, roleOf } from './tag.ts';

export class PlainPhases implements Phases {
  readonly #graph: Graph;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  charge({ first, end }: Reach, band: number, front: 0 | 1): void {
    const energy = this.#graph.energy[front];
    for (let slot = first; slot < end; slot++) this.#charge(slot, band, energy[slot]!);
  }

  push({ first, end }: Reach, lane: number): void {
    const { activation, level, start, length, target, meta, loss, gains, accounts } = this.#graph;
    const { counts } = accounts[lane]!;
    const gain = gains[lane]!;
    // a target that does not exist must not write anywhere else: what it gets is missed when gains are taken
    const { nodes } = this.#graph.layout;
    let total = 0;
    let paid = 0;
    for (let slot = first; slot < end; slot++) {
      const upper = activation[slot]! >> lowerBits;
      const lower = activation[slot]! & ((1 << lowerBits) - 1);
      const charged = level[slot]!;
      const from = start[slot]!;
      const to = from + length[slot]!;
      let lost = 0;
      if (activation[slot]! > 0) {
        for (let place = from; place < to; place++) {
          const word = meta[place]!;
          if (((word >>> 8) & 255) > charged) continue;
          const weight = weightOf(word);
          const flow = (upper * weight + ((lower * weight) >> lowerBits)) >> 1;
          gain[Math.min(target[place]! >>> 0, nodes)]! += flow;
          total = (total + flow) | 0;
          if (flow > 0) lost += flow;
        }
      }
      loss[slot] = lost;
      paid = (paid + lost) | 0;
    }
    counts[countAt.pushed]! += total;
    counts[countAt.paid]! += paid;
    counts[countAt.sources]! += end - first;
  }

  settle({ first, end }: Reach, band: number, { front, noiseKey }: Moment, lane: number): void {
    const graph = this.#graph;
    const { tag, length, loss, gains, fallen } = graph;
    const { counts, sums } = graph.accounts[lane]!;
    const { i, f } = graph.coefficients[band]!;
    const before = graph.energy[front];
    const after = graph.energy[front ^ 1]!;
    const account = new Float64Array(sumCount);
    let taken = 0;
    let listed = first;
    for (let slot = first; slot < end; slot++) {
      let gained = 0;
      for (const gain of gains) {
        gained += gain[slot]!;
        gain[slot] = 0;
      }
      taken = (taken + gained) | 0;
      const stored = before[slot]!;
      account[sumAt.read]! += stored;
      account[sumAt.sent]! += loss[slot]!;
      account[sumAt.arrived]! += gained;
      if ((tag[slot]! & goneBit) !== 0) {
        account[sumAt.dead]! -= gained;
        after[slot] = 0;
        loss[slot] = -stored;
        continue;
      }
      const received =
        gained > 0
          ? Math.trunc(Math.fround(Math.fround(gained) * f[at.input + roleOf(tag[slot]!)]!))
          : gained;
      account[sumAt.amplified]! += Math.max(received - gained, 0);
      account[sumAt.transmission]! += Math.min(received - gained, 0);
      const bits = mix(noiseKey + Math.imul(slot, spread)) >>> 16;
      const noise = ((bits * i[at.noiseSpan]!) >>> 16) - i[at.noiseMost]!;
      const upkeep = Math.imul(i[at.maintenance]!, length[slot]!) + i[at.idle]!;
      const decay = Math.trunc(Math.fround(Math.fround(stored) * f[at.decay]!));
      const pull = Math.trunc(
        Math.fround(Math.fround(i[at.regulatorTarget]! - stored) * f[at.regulatorRate]!),
      );
      const raw = stored - loss[slot]! + received + noise - upkeep - decay + pull;
      const next = Math.max(0, Math.min(i[at.cap]!, raw));
      account[sumAt.noise]! += noise;
      account[sumAt.maintenance]! -= upkeep;
      account[sumAt.decay]! -= decay;
      account[sumAt.regulator]! += pull;
      account[sumAt.spill]! -= Math.max(raw - i[at.cap]!, 0);
      account[sumAt.deficit]! -= Math.min(raw, 0);
      account[sumAt.kept]! += next;
      if (next <= i[at.starvation]!) {
        fallen[listed++] = slot;
        counts[countAt.marked]! += slot + 1;
      }
      if (next > i[at.readiness]!) {
        counts[countAt.ready]!++;
        counts[countAt.marked]! += perReady;
      }
      after[slot] = next;
      // nobody reads what it lost any more, but those that learn read how it changed
      loss[slot] = next - stored;
    }
    if (listed < end) fallen[listed] = -1;
    counts[countAt.taken]! += taken;
    for (let each = 0; each < sumCount; each++) sums[each]! += BigInt(account[each]!);
  }

  learn({ first, end, stride }: Lessons, moment: Moment, lane: number): void {
    for (let from = first; from < end; from += stride) {
      const reach = { first: from, end: Math.min(end, from + lessonSlots) };
      this.#learn(reach, moment);
      this.#rewritten(reach, lane);
    }
  }

  sweep(reach: Reach, lane = 0): void {
    const { length } = this.#graph;
    for (let slot = reach.first; slot < reach.end; slot++) if (length[slot]! > 0) this.#sweepRow(slot, lane);
    this.#rewritten(reach, lane);
  }

  check({ first, end }: Reach, _: Tally, cap: number, front: 0 | 1): number {
    const findings: Finding[] = [];
    inspectRows(this.#graph, first, end, cap, this.#graph.energy[front], findings);
    return new Set(findings.map(({ slot }) => slot)).size;
  }

  #rewritten({ first, end }: Reach, lane: number): void {
    this.#graph.accounts[lane]!.counts[countAt.rewritten]! += end - first;
  }

  #learn({ first, end }: Reach, { front, learningKey }: Moment): void {
    const graph = this.#graph;
    const { start, length, target, meta, weights, checksum, loss: change } = graph;
    const before = graph.energy[front];
    const [slowest, each, scale] = graph.rates as unknown as readonly [number, number, number];
    for (let slot = first; slot < end; slot++) {
      const from = start[slot]!;
      const charge = before[slot]!;
      if (charge === 0) continue;
      for (let ordinal = length[slot]! - 1; ordinal >= 0; ordinal--) {
        const word = meta[from + ordinal]!;
        if (typeOf(word) !== connection.plastic) break;
        const to = target[from + ordinal]!;
        const rise = Math.max(-1, Math.min(1, Math.fround(change[to]! * scale)));
        const key = learningKey + Math.imul(slot, spread) + Math.imul(ordinal, spreadSecond);
        const chance = (mix(key) >>> 8) / 16_777_216;
        const rate = Math.fround(slowest + Math.fround(learningOf(word) * each));
        const push = Math.fround(Math.fround(rate * charge) * rise);
        const moves = Math.floor(Math.fround(push + chance));
        const weight = Math.max(weightLeast, Math.min(weightMost, weightOf(word) + moves));
        const moved = withWeight(word, weight);
        weights[slot]! += weight - weightOf(word);
        checksum[slot]! += Math.imul(moved - word, sealFactors.meta);
        meta[from + ordinal] = moved;
      }
    }
  }

  #sweepRow(slot: number, lane: number): void {
    const { tag, start, length, target, meta, weights, checksum, seal, accounts } = this.#graph;
    const from = start[slot]!;
    const count = length[slot]!;
    let kept = from;
    for (let place = from; place < from + count; place++) {
      const to = target[place]!;
      const word = meta[place]!;
      if ((tag[to]! & 255) === kind.dying) {
        weights[slot]! -= Math.abs(weightOf(word));
        checksum[slot]! -= Math.imul(to, sealFactors.target) + Math.imul(word, sealFactors.meta);
      } else {
        target[kept] = to;
        meta[kept++] = word;
      }
    }
    const removed = from + count - kept;
    if (removed === 0) return;
    target.fill(slot, kept, from + count);
    meta.fill(0, kept, from + count);
    length[slot] = count - removed;
    seal[slot]! -= Math.imul(removed, sealFactors.length);
    accounts[lane]!.counts[countAt.swept]! += removed;
  }

  /** What a node may send in the next step, for each weight; and how charged it is. */
  #charge(slot: number, band: number, stored: number): void {
    const graph = this.#graph;
    const { f } = graph.coefficients[band]!;
    const drain = Math.fround(f[at.drain]! / Math.fround(graph.weights[slot]!));
    const share = Math.fround(Math.min(f[at.output + roleOf(graph.tag[slot]!)]!, drain) * perShare);
    graph.activation[slot] = Math.trunc(Math.fround(stored * share));
    graph.level[slot] = Math.trunc(Math.fround(Math.fround(stored) * f[at.level]!));
  }
}
