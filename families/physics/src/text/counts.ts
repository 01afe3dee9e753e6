// How many of something a world written in words may have: more is asked about, since building fewer would drop what was said.

import type { Sentence } from './sentence.ts';
import type { Thing } from './scene.ts';

const most = 200;

/** Parts of one thing, by kind; 200 of everything else. */
const partsMost: Readonly<Record<string, number>> = {
  pendulum: 20,
  'double pendulum': 20,
  'triple pendulum': 20,
  'robot arm': 12,
  'cart-pole': 3,
  chain: 60,
  cradle: 12,
  bridge: 40,
};

/** Most parts one thing of a kind may have. */
export function partsBound(kind: string): number {
  return partsMost[kind] ?? most;
}

/** Asks about every thing that is wanted more often than it can be built. */
export function askAboutCounts(sentence: Sentence, things: readonly Thing[]): void {
  for (const { kind, count, measures, from, to } of things) {
    const bound = partsBound(kind);
    const [wanted, allowed] = count > most ? [count, most] : [measures.parts ?? 0, bound];
    if (wanted > allowed)
      sentence.ask(
        from,
        to,
        kind,
        `At most ${allowed} parts of "${kind}" fit into a world. How many should there be?`,
      );
  }
}
